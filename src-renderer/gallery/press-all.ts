/** Presses what a designed state needs to have been pressed. */

/** Buttons by their whole text, rows of a list by a part of it. Each as soon as it is there; gives up on none, so that a state whose button is gone is noticed. */
export async function pressAll(texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    (await found(text)).click();
    await nextFrame();
  }
}

async function found(text: string): Promise<HTMLElement> {
  for (;;) {
    const all = document.querySelectorAll<HTMLElement>('button, summary');
    const rows = document.querySelectorAll<HTMLElement>('[role="listbox"] [role="option"]');
    const one =
      [...all].find((element) => element.textContent.trim() === text) ??
      [...rows].find((element) => element.textContent.includes(text));
    if (one !== undefined) return one;
    await nextFrame();
  }
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}
