/** How an account is looked at and how long things may take there: calls are counted and far away. */
import { usualLimits, type Limits, type ObservationTimes } from '../yard-pace.ts';

/** Each look costs some ten calls of a bucket that is shared with the whole account. */
export const awsTimes: ObservationTimes = {
  closeMs: 2000,
  watchedMs: 5000,
  calmMs: 30_000,
  /** Each call has a time of its own; this is for a look of hundreds of them, which the budget slows down. */
  timeoutMs: 120_000,
  overdueMs: 8000,
  pushGapMs: 250,
  believeAfterReads: 3,
  believeAfterMs: 10_000,
};

export const awsLimits: Limits = {
  ...usualLimits,
  /** Rules take effect at every node of a load balancer in seconds, not in milliseconds. */
  verifyMs: 60_000,
  /**
   * A look is several rounds of calls one after the other, and one of half a second is never to be had
   * from another continent. The write itself reads the rules once more and compares them.
   */
  freshMs: 10_000,
  /** A server boots, installs what its user data says and is then checked several times. */
  healthyMs: 600_000,
  /** Nothing newer is to be had in the usual pace: a look that is not late is the present. */
  liveLookMs: awsTimes.watchedMs + awsTimes.overdueMs,
  slowPauseMs: 3000,
};
