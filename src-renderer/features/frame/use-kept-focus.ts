/**
 * Keeps the focus near where it was. A button that is pressed often disappears with what it did, and the browser
 * then lets the focus fall to the document: whoever has no mouse would begin again at the top.
 */
import { useEffect } from 'react';

const regions = 'section, aside, main';
/** These give the focus back by themselves. */
const ownKeepers = '[role="dialog"], [role="listbox"]';

export function useKeptFocus(): void {
  useEffect(() => {
    let last: HTMLElement | null = null;
    let around: readonly HTMLElement[] = [];
    const remember = ({ target }: FocusEvent): void => {
      if (!(target instanceof HTMLElement) || target === document.body) return;
      last = target;
      around = target.closest(ownKeepers) === null ? regionsAround(target) : [];
    };
    const restore = (): void => {
      if (last === null || last.isConnected || document.activeElement !== document.body) return;
      last = null;
      const region = around.find((each) => each.isConnected);
      if (region === undefined) return;
      // Reachable by script only: it does not become another stop of the Tab key.
      if (!region.hasAttribute('tabindex')) region.tabIndex = -1;
      region.focus({ preventScroll: true });
    };
    const watch = new MutationObserver(restore);
    watch.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', remember);
    return () => {
      watch.disconnect();
      document.removeEventListener('focusin', remember);
    };
  }, []);
}

/** From the innermost to the outermost. */
function regionsAround(element: HTMLElement): readonly HTMLElement[] {
  const found: HTMLElement[] = [];
  let at = element.parentElement?.closest<HTMLElement>(regions) ?? null;
  while (at !== null) {
    found.push(at);
    at = at.parentElement?.closest<HTMLElement>(regions) ?? null;
  }
  return found;
}
