/** Bounded concurrency: two cores cannot start fifty servers at once without all of them being late. */

export type Limiter = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** @param most pieces of work under way at any time; the rest waits in order. */
export function createLimiter(most: number): Limiter {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => queue.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, not given back: nobody can slip in between.
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
