/**
 * Requests that nobody has counted: an entry counts in its yard host, and with a host that ends go its counts and
 * whatever it had in hand. Whoever watched knows what was in hand at the last look, and says so. Pure.
 */
import type { CountGap, Traffic } from './traffic.ts';

/** @param seenAtMs when `before` was seen, epoch milliseconds. */
export function gapAfter(
  before: Pick<Traffic, 'sinceMs' | 'isCounted' | 'gap' | 'generations' | 'held'>,
  seenAtMs: number,
  now: Pick<Traffic, 'sinceMs' | 'isCounted'>,
): CountGap | null {
  if (!now.isCounted || !before.isCounted) return null;
  // The same count goes on, with the gap that it began after.
  if (now.sinceMs === before.sinceMs) return before.gap ?? null;
  return { fromMs: seenAtMs, inFlight: inFlightIn(before) };
}

/** Sent on to a block, or waiting at the entry. */
export function inFlightIn({ generations, held }: Pick<Traffic, 'generations' | 'held'>): number {
  return generations.reduce((sum, each) => sum + each.inFlight, held?.now ?? 0);
}
