/** How an account is looked at and how long things may take there: calls are counted and far away. */
import { farHealthyMs } from '../../../src-shared/healthy-within.ts';
import { usualLimits, type Limits, type ObservationTimes } from '../yard-pace.ts';

/** Each look costs some ten calls of a bucket that is shared with the whole account. */
export const awsTimes: ObservationTimes = {
  /** Longer than `slowPauseMs`: whoever carries the change looks itself while it waits, and its looks count. */
  closeMs: 3500,
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
  healthyMs: farHealthyMs,
  /** Nothing newer is to be had in the usual pace: a look that is not late is the present. */
  liveLookMs: awsTimes.watchedMs + awsTimes.overdueMs,
  slowPauseMs: 3000,
  /**
   * Looks are a pause, rounds of calls and a probe apart: more than the usual five seconds, and then a bake would
   * stand still for ever. What half a minute hides is short: a target group needs several checks, 5 to 300 s
   * apart, to change its mind, and what CloudWatch counts is of whole minutes, so both still show in the next
   * look. A computer that slept, or a panel that could not look, is away for longer, and that does not count.
   */
  bakeGapMs: 30_000,
  /** As long as one of CloudWatch's periods: there is nothing newer before. */
  opinionMs: 60_000,
};
