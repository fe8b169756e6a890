/** Time that passes only when it is told to: hours in milliseconds, and the same each time. */
import type { Clock } from './clock.ts';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly fire: () => void;
}

export interface VirtualClock extends Clock {
  /** Fires the next timer and moves to its time; false when there is none up to `untilMs`. */
  readonly step: (untilMs: number) => boolean;
  /** The wall clock is set; monotonic time does not notice. */
  readonly setWallBy: (ms: number) => void;
  readonly at: (atMs: number, fire: () => void) => void;
}

/** A date that no test depends on. */
const startOfWallMs = Date.UTC(2026, 0, 1);

export function createVirtualClock(): VirtualClock {
  let nowMs = 0;
  let wallOffsetMs = startOfWallMs;
  let order = 0;
  const timers = new Set<Timer>();
  const add = (atMs: number, fire: () => void): Timer => {
    order += 1;
    const timer = { atMs: Math.max(nowMs, atMs), order, fire };
    timers.add(timer);
    return timer;
  };
  return {
    now: () => wallOffsetMs + nowMs,
    monotonicMs: () => nowMs,
    setWallBy: (ms) => {
      wallOffsetMs += ms;
    },
    at: add,
    delay: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const timer = add(nowMs + Math.max(0, ms), resolve);
        const drop = (): void => {
          timers.delete(timer);
          resolve();
        };
        signal?.addEventListener('abort', drop, { once: true });
      }),
    step: (untilMs) => {
      let next: Timer | undefined;
      for (const timer of timers) {
        if (next === undefined || timer.atMs < next.atMs) next = timer;
        else if (timer.atMs === next.atMs && timer.order < next.order) next = timer;
      }
      if (next === undefined || next.atMs > untilMs) return false;
      timers.delete(next);
      nowMs = next.atMs;
      next.fire();
      return true;
    },
  };
}
