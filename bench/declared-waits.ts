/** How long rollouts waited for what they say they wait for; not for the yard's answer to an order, which is work. */
import type { Progress } from '../src-shared/panel.ts';

export interface WaitWatch {
  readonly see: (progress: readonly Progress[]) => void;
  readonly reset: () => void;
  /** Milliseconds since the last reset. */
  readonly sumMs: () => number;
}

const work = /has not answered yet|looking again|draining or ending/u;

export function watchWaits(now: () => number): WaitWatch {
  let sum = 0;
  let sinceMs: number | null = null;
  const settle = (): void => {
    if (sinceMs !== null) sum += now() - sinceMs;
    sinceMs = null;
  };
  return {
    see: (progress) => {
      const waits = progress.some(
        ({ waitingBecause }) => waitingBecause !== null && !work.test(waitingBecause),
      );
      if (!waits) settle();
      else sinceMs ??= now();
    },
    reset: () => {
      sum = 0;
      sinceMs = null;
    },
    sumMs: () => sum + (sinceMs === null ? 0 : now() - sinceMs),
  };
}
