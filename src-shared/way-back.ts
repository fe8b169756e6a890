/** How long the way back stays (rule 4): the yard that ends it and the window that offers to ask the same. */
import { plain } from './wording.ts';

/** A generation that has traffic now. */
export interface Serving {
  readonly label: string;
  /** Has answered what the present split sent, and not with a 5xx. Proof of a cutover, unlike any length of time. */
  readonly wasSeenToServe: boolean;
  readonly healthy: number;
}

/** @returns why the generation that a revert leads to is not to be ended yet; null when it may be. */
export function needsWayBack(
  label: string,
  serving: readonly Serving[],
  load: 'traffic' | 'work' = 'traffic',
): string | null {
  const who = serving.map((each) => plain(each.label, 80)).join(' and ') || 'nobody';
  const stays = `${label} is the way back and stays`;
  if (!serving.some(({ wasSeenToServe }) => wasSeenToServe)) {
    if (load === 'work') {
      return `${stays}: no block of ${who} has been seen taking work since it was given to it or the yard was started.`;
    }
    return `${stays}: no answer of ${who} but errors has been seen since the traffic was given to it or the yard was started.`;
  }
  return serving.some(({ healthy }) => healthy > 0)
    ? null
    : `${stays}: no block of ${who} is healthy.`;
}
