/** When the operator pressed, by the window's own clock: the driver's way to the page takes its time. */
import type { Page } from '@playwright/test';

interface Watching {
  lastPressMs?: number;
}

export async function watchPresses(page: Page): Promise<void> {
  await page.evaluate(() => {
    const note = (event: Event): void => {
      (window as unknown as Watching).lastPressMs = performance.timeOrigin + event.timeStamp;
    };
    for (const name of ['pointerup', 'keydown']) {
      window.addEventListener(name, note, { capture: true, passive: true });
    }
  });
}

/** Epoch ms of the last release of a pointer or press of a key. */
export async function lastPressMs(page: Page): Promise<number> {
  const pressed = await page.evaluate(() => (window as unknown as Watching).lastPressMs);
  if (pressed === undefined) throw new Error('Nothing was pressed since watchPresses.');
  return pressed;
}
