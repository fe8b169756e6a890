import type { Fleet } from '../../src-shared/fleet.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import type { Clock } from '../clock/clock.ts';
import type { Facts } from './decide/facts.ts';
import type { Job } from './job.ts';
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

/**
 * What its time is measured from, epoch milliseconds: the press, or the switch itself where an
 * attachment came first. Minutes of waiting for health say nothing about how long a way back takes.
 */
export function switchBegunAtMs(
  clock: Pick<Clock, 'now' | 'monotonicMs'>,
  { intent, pressedAtMs }: Pick<Job, 'intent' | 'pressedAtMs'>,
  { steps }: Pick<Facts, 'steps'>,
): number | null {
  if (intent.kind !== 'cut-over' || intent.attaches !== true) return pressedAtMs;
  const sentAtMs = steps.route?.firstSentAtMs;
  return sentAtMs === undefined ? null : clock.now() - (clock.monotonicMs() - sentAtMs);
}
