/** For tests of what waits: each wait is over at once, in a turn of its own. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from './clock.ts';

export function quickClock(): Clock {
  let ms = 0;
  const delay = async (forMs: number): Promise<void> => {
    ms += forMs;
    await turn();
  };
  return { now: () => ms, monotonicMs: () => ms, delay };
}
