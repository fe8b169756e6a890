/** Lets callers that come together share one run, without ever handing out a run begun too early. */

interface Queue<Value> {
  running: Promise<unknown>;
  next: Promise<Value> | null;
}

/**
 * A call during a run shares the *next* run with the others who wait: it must see what changed
 * before the call. 100 launches at once cost two proofs of their image, not 100.
 */
export function sharedRuns<Key, Value>(
  run: (key: Key) => Promise<Value>,
): (key: Key) => Promise<Value> {
  const queues = new Map<Key, Queue<Value>>();

  function start(key: Key): Promise<Value> {
    const result = run(key);
    const queue: Queue<Value> = { running: result, next: null };
    queues.set(key, queue);
    const done = (): void => {
      if (queues.get(key) === queue && queue.next === null) queues.delete(key);
    };
    result.then(done, done);
    return result;
  }

  return (key) => {
    const queue = queues.get(key);
    if (queue === undefined) return start(key);
    queue.next ??= queue.running.then(
      () => start(key),
      () => start(key),
    );
    return queue.next;
  };
}
