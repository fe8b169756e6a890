/** Both hands of the clock: the wall's for what people read, the monotonic one for all measuring. */
export interface EntryClock {
  /** Epoch milliseconds; may jump when somebody sets the clock. */
  readonly epochMs: () => number;
  /** Milliseconds that never go back, with a fraction. Windows and latencies use only this one. */
  readonly monotonicMs: () => number;
}

export const systemClock: EntryClock = {
  epochMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
