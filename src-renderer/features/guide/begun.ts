/** The guided release as it is kept: begun, and left. */
import type { Settings } from '../../../src-shared/panel.ts';
import { guideSteps } from './guide-facts.ts';

type Guide = NonNullable<Settings['guide']>;

/** Opened, once more from the beginning when all of it was done. */
export function begun(guide: Settings['guide']): Guide {
  const done = guide?.done ?? [];
  return { isOpen: true, done: done.length === guideSteps.length ? [] : done };
}

/** Left for now; what was done stays done. */
export function putAway(guide: Settings['guide']): { readonly guide?: Guide } {
  return guide === undefined ? {} : { guide: { ...guide, isOpen: false } };
}
