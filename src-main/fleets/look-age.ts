/** How old a look is by which something is decided, or which somebody is shown. */
import { ageMs, type Marked } from '../clock/age.ts';
import type { Clock } from '../clock/clock.ts';
import type { Result } from '../../src-shared/result.ts';
import type { YardObservation } from '../yards/port.ts';

/** One good look, marked on our clocks when it ended. */
export interface Look extends Marked {
  readonly observation: YardObservation;
  /** What was read first in it is as old as this. */
  readonly begun: Marked;
}

/** When the look began, monotonic: a yard may answer with one that ran when it was asked. */
export function begunAtMs(look: Result<YardObservation>, askedAtMs: number): number {
  return look.ok ? Math.min(askedAtMs, look.value.begunAtMs ?? askedAtMs) : askedAtMs;
}

/** What is older than this is not shown without its age. */
const youngMs = 10_000;

export function isOldLook(
  clock: Pick<Clock, 'now' | 'monotonicMs' | 'bootMs'>,
  { begun }: Pick<Look, 'begun'>,
): boolean {
  return ageMs(clock, begun) > youngMs;
}

/**
 * Of when what is shown is, epoch milliseconds: from when the look began, where looks are slow enough
 * for a yard to tell that; else the moment that the yard itself gives.
 */
export function asOfMs({ observation, begun }: Pick<Look, 'observation' | 'begun'>): number {
  return observation.begunAtMs === undefined ? observation.observedAtMs : begun.atMs;
}

/** On all clocks: it may have been on its way while the computer slept. */
export function begunAt(look: Result<YardObservation>, asked: Marked): Marked {
  const monotonicMs = begunAtMs(look, asked.monotonicMs);
  const { bootMs } = asked;
  const earlierMs = asked.monotonicMs - monotonicMs;
  const begun = { monotonicMs, atMs: asked.atMs - earlierMs };
  return bootMs === undefined ? begun : { ...begun, bootMs: bootMs - earlierMs };
}
