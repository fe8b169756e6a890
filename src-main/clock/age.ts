import type { Clock } from './clock.ts';

/** A moment on both clocks. */
export interface Marked {
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly monotonicMs: number;
}

/**
 * How long ago, in milliseconds: the larger of both clocks. The monotonic one stands still while a
 * computer sleeps, and a wall clock that is set back must not make anything younger.
 */
export function ageMs(clock: Pick<Clock, 'now' | 'monotonicMs'>, then: Marked): number {
  return Math.max(clock.monotonicMs() - then.monotonicMs, clock.now() - then.atMs);
}

export function marked(clock: Pick<Clock, 'now' | 'monotonicMs'>): Marked {
  return { atMs: clock.now(), monotonicMs: clock.monotonicMs() };
}
