/**
 * Holds calls to a budget: a bucket per service that fills slowly, and more slowly when AWS throttles us. Who
 * waits here leaves a reserve; a revert never waits, and takes from what was left for it.
 */
import type { Clock } from '../../../clock/clock.ts';
import type { AwsService } from '../preflight/operations.ts';

export interface Pace {
  /** What the bucket holds after a rest. */
  readonly burst: number;
  /** So many of them are left to whoever does not wait. @default 0 */
  readonly reserved?: number;
  readonly perSecond: number;
  /** However much AWS throttles. */
  readonly leastPerSecond: number;
}

export interface Pacer {
  /** Resolves when a call to the service may go, in the order of asking. @param count tokens that it takes. */
  readonly turn: (service: AwsService, count?: number) => Promise<void>;
  /** A call goes at once, whatever is left: who waits then waits for it, too. */
  readonly spend: (service: AwsService) => void;
  /** How long a turn of so many tokens would wait now, in milliseconds. */
  readonly waitMs: (service: AwsService, count: number) => number;
  /** Tokens in the bucket now, those that are reserved among them; below 0: in debt. */
  readonly left: (service: AwsService) => number;
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

  const { reserved = 0 } = pace;
  /** More than fits goes when the bucket is full, and leaves it in debt. */
  const missingMs = ({ tokens, perSecond }: Bucket, count: number): number => {
    const needed = Math.min(count, pace.burst - reserved) + reserved;
    return Math.max(0, Math.ceil(((needed - tokens) / perSecond) * 1000));
  };

  const take = async (bucket: Bucket, count: number): Promise<void> => {
    for (;;) {
      fill(bucket);
      const waitMs = missingMs(bucket, count);
      if (waitMs === 0) break;
      await clock.delay(waitMs);
    }
    bucket.tokens -= count;
  };

  return {
    turn: (service, count = 1) => {
      const bucket = bucketOf(service);
      bucket.last = bucket.last.then(() => take(bucket, count));
      return bucket.last;
    },
    spend: (service) => {
      const bucket = bucketOf(service);
      fill(bucket);
      bucket.tokens -= 1;
    },
    waitMs: (service, count) => {
      const bucket = bucketOf(service);
      fill(bucket);
      return missingMs(bucket, count);
    },
    left: (service) => {
      const bucket = bucketOf(service);
      fill(bucket);
      return bucket.tokens;
    },
    throttled: (service) => {
      const bucket = bucketOf(service);
      const nowMs = clock.monotonicMs();
      // Who waits does so for the next token, and not for the reserve to fill up again.
      bucket.tokens = Math.min(bucket.tokens, reserved);
      bucket.filledAtMs = nowMs;
      if (nowMs - bucket.changedAtMs < oneMomentMs) return;
      bucket.perSecond = Math.max(pace.leastPerSecond, bucket.perSecond / 2);
      bucket.changedAtMs = nowMs;
    },
    rate: (service) => bucketOf(service).perSecond,
  };
}
