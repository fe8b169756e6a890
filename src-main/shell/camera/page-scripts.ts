/** What is asked of a page, in a world of its own that the page's scripts cannot reach into. */
import type { WebContents } from 'electron';
import * as z from 'zod';
import { boxSchema, type Box } from '../../../src-shared/appearance-schema.ts';

const ownWorld = 999;
/** Of one selector. */
const mostBoxes = 50;

/** Ends those that end, puts the others back to their beginning. @returns how many would have gone on for ever. */
const stopAnimations = `(() => {
  let endless = 0;
  for (const animation of document.getAnimations()) {
    try {
      if (animation.effect?.getComputedTiming().endTime === Infinity) {
        endless += 1;
        animation.cancel();
      } else animation.finish();
    } catch { animation.cancel(); }
  }
  return endless;
})()`;

const untilDrawn = `document.fonts.ready.then(() => new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))))`;

function boxesOf(selectors: readonly string[]): string {
  return `(${JSON.stringify(selectors)}).map((selector) => {
    try {
      return [...document.querySelectorAll(selector)].slice(0, ${String(mostBoxes)}).map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const x = Math.max(0, Math.floor(left + scrollX)), y = Math.max(0, Math.floor(top + scrollY));
        return { x, y, width: Math.ceil(width) + 1, height: Math.ceil(height) + 1 };
      }).filter(({ x, y, width, height }) => Math.max(x, y, width, height) < 100000);
    } catch { return []; }
  })`;
}

async function ask(contents: WebContents, code: string): Promise<unknown> {
  return contents.executeJavaScriptInIsolatedWorld(ownWorld, [{ code }]) as Promise<unknown>;
}

export async function stopAnimationsIn(contents: WebContents): Promise<number> {
  return z
    .number()
    .int()
    .catch(0)
    .parse(await ask(contents, stopAnimations));
}

/** Its fonts are there, and two frames were made since. */
export async function drawnIn(contents: WebContents): Promise<void> {
  await ask(contents, untilDrawn);
}

/** @returns for each selector where its elements are, in pixels of the whole page. */
export async function placesIn(
  contents: WebContents,
  selectors: readonly string[],
): Promise<readonly (readonly Box[])[]> {
  if (selectors.length === 0) return [];
  return z.array(z.array(boxSchema)).parse(await ask(contents, boxesOf(selectors)));
}
