/**
 * Holds the calls of the observation to a budget: a bucket per service that fills slowly, and more slowly
 * when AWS throttles us. Only looks wait here; a cutover's own reads and a revert do not.
 */
import type { Clock } from '../../../clock/clock.ts';
import type { AwsService } from '../preflight/operations.ts';

export interface Pace {
  /** Calls that may go at once after a rest. */
  readonly burst: number;
  readonly perSecond: number;
  /** However much AWS throttles. */
  readonly leastPerSecond: number;
}

export interface Pacer {
  /** Resolves when a call to the service may go, in the order of asking. */
  readonly turn: (service: AwsService) => Promise<void>;
  /** AWS refused one of its calls for being too many. */
  readonly throttled: (service: AwsService) => void;
  /** As it is now, in calls a second. */
  readonly rate: (service: AwsService) => number;
}

/** Refusals of one moment count once. */
const oneMomentMs = 1000;
/** So long without a refusal, and it may go twice as fast. */
const recoverMs = 30_000;

interface Bucket {
  perSecond: number;
  tokens: number;
  filledAtMs: number;
  changedAtMs: number;
  /** The turn of whoever asked last. */
  last: Promise<void>;
}

export function createPacer(clock: Clock, pace: Pace): Pacer {
  const buckets = new Map<AwsService, Bucket>();

  const bucketOf = (service: AwsService): Bucket => {
    const nowMs = clock.monotonicMs();
    const known = buckets.get(service);
    if (known !== undefined) return known;
    const { burst, perSecond } = pace;
    const times = { filledAtMs: nowMs, changedAtMs: -Infinity };
    const fresh: Bucket = { perSecond, tokens: burst, last: Promise.resolve(), ...times };
    buckets.set(service, fresh);
    return fresh;
  };

  const fill = (bucket: Bucket): void => {
    const nowMs = clock.monotonicMs();
    if (bucket.perSecond < pace.perSecond && nowMs - bucket.changedAtMs >= recoverMs) {
      bucket.perSecond = Math.min(pace.perSecond, bucket.perSecond * 2);
      bucket.changedAtMs = nowMs;
    }
    const gained = ((nowMs - bucket.filledAtMs) / 1000) * bucket.perSecond;
    bucket.tokens = Math.min(pace.burst, bucket.tokens + gained);
    bucket.filledAtMs = nowMs;
  };

  const take = async (bucket: Bucket): Promise<void> => {
    fill(bucket);
    while (bucket.tokens < 1) {
      await clock.delay(Math.ceil(((1 - bucket.tokens) / bucket.perSecond) * 1000));
      fill(bucket);
    }
    bucket.tokens -= 1;
  };

  return {
    turn: (service) => {
      const bucket = bucketOf(service);
      bucket.last = bucket.last.then(() => take(bucket));
      return bucket.last;
    },
    throttled: (service) => {
      const bucket = bucketOf(service);
      const nowMs = clock.monotonicMs();
      bucket.tokens = Math.min(bucket.tokens, 0);
      bucket.filledAtMs = nowMs;
      if (nowMs - bucket.changedAtMs < oneMomentMs) return;
      bucket.perSecond = Math.max(pace.leastPerSecond, bucket.perSecond / 2);
      bucket.changedAtMs = nowMs;
    },
    rate: (service) => bucketOf(service).perSecond,
  };
}
