/** Presses what a designed state needs to have been pressed. */

/** Buttons by their whole text, rows of a list by a part of it. Each as soon as it is there. @throws where one does not come: a state whose button is gone is noticed. */
export async function pressAll(texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    (await found(text)).click();
    await nextFrame();
  }
}

/** Frames, so that a slow machine has more time: what is pressed before has to have been drawn. */
const mostFrames = 600;

async function found(text: string): Promise<HTMLElement> {
  for (let frame = 0; frame < mostFrames; frame += 1) {
    const all = document.querySelectorAll<HTMLElement>('button, summary');
    const rows = document.querySelectorAll<HTMLElement>('[role="listbox"] [role="option"]');
    const one =
      [...all].find((element) => element.textContent.trim() === text) ??
      [...rows].find((element) => element.textContent.includes(text));
    if (one !== undefined) return one;
    await nextFrame();
  }
  throw new Error(`There is nothing to press that is called ${JSON.stringify(text)}.`);
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}
