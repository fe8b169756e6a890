/**
 * Where requests wait while an entry is open and nobody is behind it yet: after a restart its port is bound
 * long before the first block is healthy, and an answer a second later is no loss, while a 503 is one.
 * It is open once, until somebody can answer or its time is over; after that nobody waits any more.
 */
export interface WaitingRoom {
  /** For so long at most. */
  readonly open: (limitMs: number) => void;
  /**
   * Whether this one waits: `go` is called once then, when it is worth another try or the time is over, or
   * `leave` takes it out before. False when the room is closed or full.
   */
  readonly enter: (go: () => void) => boolean;
  readonly leave: (go: () => void) => void;
  /** Lets everybody go on. */
  readonly close: () => void;
}

/** A socket and a request head each: 2000 are a few MB, and 5 s of a busy fleet. */
export const waitingAtMost = 2000;

export function createWaitingRoom(): WaitingRoom {
  const waiting = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  const close = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const all = [...waiting];
    waiting.clear();
    for (const go of all) go();
  };
  return {
    open: (limitMs) => {
      clearTimeout(timer);
      timer = setTimeout(close, limitMs);
    },
    enter: (go) => {
      if (timer === undefined || waiting.size >= waitingAtMost) return false;
      waiting.add(go);
      return true;
    },
    leave: (go) => {
      waiting.delete(go);
    },
    close,
  };
}
