import type { Result } from '../../../../src-shared/result.ts';

/** A repeat while the first still runs gets the first one's answer: it takes longer than the engine waits. */
export function onceAtATime<Value>() {
  const running = new Map<string, Promise<Result<Value>>>();
  return (key: string, work: () => Promise<Result<Value>>): Promise<Result<Value>> => {
    const before = running.get(key);
    if (before !== undefined) return before;
    const begun = work().finally(() => running.delete(key));
    running.set(key, begun);
    return begun;
  };
}
