/** What can be wrong with a layout that no accessibility checker sees: read off the page as it is drawn. */
import type { Page } from '@playwright/test';

export async function isWiderThanWindow(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')].some(
      (element) => element.scrollWidth > element.clientWidth,
    ),
  );
}

/**
 * Texts that are cut off without a sign of it, texts and controls that are drawn over each other, and controls
 * that lie outside of the window where nothing scrolls to them.
 */
export async function faultsOfLayout(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    /** Rounding, and the few pixels that letters reach out of their box. */
    const slack = 3;
    interface Drawn {
      readonly what: string;
      readonly owner: Element;
      readonly box: DOMRect;
    }
    const isHidden = (element: Element): boolean =>
      element.closest('.visually-hidden, [hidden], svg, canvas') !== null ||
      !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ||
      getComputedStyle(element).clipPath !== 'none';

    const texts: Drawn[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const owner = node.parentElement;
      const what = node.textContent?.trim() ?? '';
      if (owner === null || what === '' || isHidden(owner)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width > 0 && box.height > 0) texts.push({ what: what.slice(0, 60), owner, box });
      }
    }
    const controls: Drawn[] = [
      ...document.querySelectorAll('button, a, input, select, summary, [role="slider"]'),
    ]
      // A native select is drawn nowhere behind each picker of ours.
      .filter((element) => !isHidden(element) && element.closest('[aria-hidden="true"]') === null)
      .map((owner) => {
        const name = owner.getAttribute('aria-label') ?? owner.textContent.trim();
        return { what: `control ${name.slice(0, 60)}`, owner, box: owner.getBoundingClientRect() };
      })
      .filter(({ box }) => box.width > 2 && box.height > 2);

    const faults: string[] = [];
    for (const { what, owner, box } of texts) {
      for (let at: Element | null = owner; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') break;
        // What scrolls can be reached; the document itself does not scroll.
        if (['auto', 'scroll'].includes(style.overflowY) && at !== document.body) break;
        const clip = at.getBoundingClientRect();
        if (
          ['hidden', 'clip'].includes(style.overflowX) &&
          (box.right > clip.right + slack || box.left < clip.left - slack)
        ) {
          faults.push(`cut off: ${what}`);
          break;
        }
      }
    }

    /** What lies on top there and can be seen: what is covered by a layer is that layer's business. */
    const isOnTop = ({ owner, box }: Drawn): boolean => {
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return hit !== null && (owner.contains(hit) || hit.contains(owner));
    };
    /** A drawer, a dialog, the acts of a low window: they cover what is beneath them, and that is what they are for. */
    const layerOf = (element: Element | null): Element | null => {
      for (let at = element; at !== null; at = at.parentElement) {
        const { position, zIndex } = getComputedStyle(at);
        if (position !== 'static' && zIndex !== 'auto') return at;
      }
      return null;
    };
    /** What of it shows: a part that is scrolled away lies over nothing. */
    const shown = ({ owner, box }: Drawn): DOMRect => {
      let { left, top, right, bottom } = box;
      for (let at = owner.parentElement; at !== null; at = at.parentElement) {
        if (getComputedStyle(at).overflowY === 'visible') continue;
        const clip = at.getBoundingClientRect();
        [left, top] = [Math.max(left, clip.left), Math.max(top, clip.top)];
        [right, bottom] = [Math.min(right, clip.right), Math.min(bottom, clip.bottom)];
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };
    const drawn = [...texts, ...controls]
      .map((each) => ({ ...each, box: shown(each) }))
      .filter(isOnTop);
    drawn.forEach((one, index) => {
      for (const other of drawn.slice(index + 1)) {
        if (one.owner.contains(other.owner) || other.owner.contains(one.owner)) continue;
        if (layerOf(one.owner) !== layerOf(other.owner)) continue;
        const wide =
          Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high =
          Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (wide > slack && high > slack)
          faults.push(`over each other: ${one.what} / ${other.what}`);
      }
    });
    return [...new Set(faults)];
  });
}

/** The way back: on screen as a whole, and nothing lies over any of its corners. */
export async function isRevertInFullView(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const button = [...document.querySelectorAll('header button')].find((each) =>
      /revert/iu.test(each.textContent),
    );
    if (button === undefined) return false;
    const { left, top, right, bottom } = button.getBoundingClientRect();
    const inset = 6;
    return [left + inset, right - inset].every((x) =>
      [top + inset, bottom - inset].every((y) => button.contains(document.elementFromPoint(x, y))),
    );
  });
}
