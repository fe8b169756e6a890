/**
 * Time as a port. Wall-clock times are for people and records; every deadline is measured with the
 * monotonic clock, so that a wall clock set back or forward neither ends nor prolongs anything.
 */
export interface Clock {
  /** Epoch milliseconds; may jump. */
  readonly now: () => number;
  /** Milliseconds from an arbitrary start; never goes back. */
  readonly monotonicMs: () => number;
  /** Milliseconds since the system was started, with its sleeps in it; absent where nobody tells. Coarse. */
  readonly bootMs?: () => number;
  /** Resolves after `ms`, or at once when the signal is aborted; it never rejects. */
  readonly delay: (ms: number, signal?: AbortSignal) => Promise<void>;
}
