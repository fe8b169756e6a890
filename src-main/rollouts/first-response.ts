import type { Fleet } from '../../src-shared/fleet.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import { trafficOf } from './live-traffic.ts';

/** Anything longer is a clock that was set, not a switch. */
const longestMs = 10 * 60_000;

/**
 * Milliseconds from the press to the first response that the wanted generation made under the new
 * split: to a client, as the entry counted it, else to a probe of ours, when there were no clients.
 * Null when it was not measured, or when the clocks of window and
 * entry disagree so much that the figure would be nonsense.
 */
export function firstResponseMs(
  fleet: Fleet,
  wanted: GenerationId | null,
  pressedAtMs: number | null,
  probedAtMs: number | null,
): number | null {
  if (wanted === null || pressedAtMs === null) return null;
  const atMs = trafficOf(fleet, wanted)?.firstResponseSinceSplitAtMs ?? probedAtMs;
  if (atMs === null) return null;
  const ms = atMs - pressedAtMs;
  return ms >= 0 && ms <= longestMs ? ms : null;
}
