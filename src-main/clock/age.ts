import type { Clock } from './clock.ts';

type Clocks = Pick<Clock, 'now' | 'monotonicMs' | 'bootMs'>;

/** A moment on all clocks. */
export interface Marked {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly monotonicMs: number;
  readonly bootMs?: number;
}

/** Of the system's own account of its time: it counts in hundredths of a second, or in whole ones. */
const coarseMs = 2000;

/**
 * How long ago, in milliseconds: the largest of all clocks. The monotonic one stands still while a computer
 * sleeps, and a wall clock that is set back must not make anything younger; after a sleep in which it was, the
 * time since the start of the system still tells.
 */
export function ageMs(clock: Clocks, then: Marked): number {
  const awakeMs = clock.monotonicMs() - then.monotonicMs;
  const bootMs =
    then.bootMs === undefined || clock.bootMs === undefined ? 0 : clock.bootMs() - then.bootMs;
  const sleptMs = bootMs - awakeMs > coarseMs ? bootMs : 0;
  return Math.max(awakeMs, clock.now() - then.atMs, sleptMs);
}

export function marked(clock: Clocks): Marked {
  const { bootMs } = clock;
  const moment = { atMs: clock.now(), monotonicMs: clock.monotonicMs() };
  return bootMs === undefined ? moment : { ...moment, bootMs: bootMs() };
}
