/** Runs work with a bounded number of it in flight. */

import { FaultError } from '../../../../src-shared/result.ts';

/** Not asked any more, because the look that it was for has failed: it says nothing about the thing itself. */
export class LookOverError extends FaultError {
  constructor() {
    super({ code: 'unreachable', message: 'This look has failed already.' });
    this.name = 'LookOverError';
  }
}

/** Starts `work` as soon as one of `limit` places is free, in the order of asking. */
export type Gate = <Value>(work: () => Promise<Value>) => Promise<Value>;

export function createGate(limit: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, not freed: nobody who asks later can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
