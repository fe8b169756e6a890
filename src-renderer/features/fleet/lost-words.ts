/**
 * How far a count of lost requests reaches: until the last look where nobody looks now, and since its beginning where
 * something before it was counted by nobody. "0 lost" must never stand for what nobody knows. Pure.
 */
import { inFlightIn } from '../../../src-shared/count-gap.ts';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import type { Traffic } from '../../../src-shared/traffic.ts';
import { clockTime, plural } from '../../ui/format.ts';

export type Sight = Pick<PanelSnapshot, 'link' | 'observedAtMs'>;

/** ` until 14:02:12`, ` since 14:05:11`; empty where the count holds without it. */
export function reachText(
  { link, observedAtMs }: Sight,
  { sinceMs, gap }: Pick<Traffic, 'sinceMs' | 'gap'>,
): string {
  if (link.kind !== 'live' && observedAtMs !== null) return ` until ${clockTime(observedAtMs)}`;
  return gap === undefined ? '' : ` since ${clockTime(sinceMs)}`;
}

/** What nobody counted, a sentence of the yard that does not run; null where nothing was in flight. */
export function notKnownNow(traffic: Pick<Traffic, 'generations' | 'held'>): string | null {
  const inFlight = inFlightIn(traffic);
  if (inFlight === 0) return null;
  return `What became of ${plural(inFlight, 'request')} in flight at the last look is not known.`;
}

/** The same once others count: `3 in flight at 14:02:12 not known`. */
export function notKnownBefore({ gap }: Pick<Traffic, 'gap'>): string | null {
  if (gap === undefined || gap.inFlight === 0) return null;
  return `${String(gap.inFlight)} in flight at ${clockTime(gap.fromMs)} not known`;
}
