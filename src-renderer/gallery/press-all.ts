/** Presses what a designed state needs to have been pressed. */

/** Each as soon as it is there; gives up on none, so that a state whose button is gone is noticed. */
export async function pressAll(texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    (await found(text)).click();
    await nextFrame();
  }
}

async function found(text: string): Promise<HTMLElement> {
  for (;;) {
    const all = document.querySelectorAll<HTMLElement>('button, summary');
    const one = [...all].find((element) => element.textContent.trim() === text);
    if (one !== undefined) return one;
    await nextFrame();
  }
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}
