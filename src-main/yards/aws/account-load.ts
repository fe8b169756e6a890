/** What the window is told of the calls to an account: how many, and whether AWS limits them. */
import type { AccountLoad } from '../../../src-shared/account-load.ts';
import type { Clock } from '../../clock/clock.ts';
import type { AwsLooks } from './aws-looks.ts';
import { observationPace } from './discover/call-budget.ts';
import type { AwsObserver } from './discover/observe.ts';
import type { AccountBudget } from './session/account-budget.ts';
import type { AwsCall, CallCounts, CallLedger } from './session/call-ledger.ts';
import { serviceName, throttlingIn, throttlingOverMs } from './session/throttling.ts';

export interface LoadGround {
  readonly lastMinute: CallCounts;
  /** Oldest first. */
  readonly calls: readonly AwsCall[];
  readonly monotonicMs: number;
  /** Of the same moment, epoch milliseconds. */
  readonly nowMs: number;
  /** So long is nothing asked after a look that was refused; null: it is asked as usual. */
  readonly quietMs: number | null;
  /** Between the last two good looks; null before there were two. */
  readonly spacingMs: number | null;
  readonly reading: AccountLoad['reading'];
  readonly keptForRevert: number;
}

export function accountLoadOf(ground: LoadGround): AccountLoad {
  const { lastMinute, calls, monotonicMs, nowMs, reading } = ground;
  const now = throttlingIn(calls).filter((one) => monotonicMs - one.lastMs <= throttlingOverMs);
  const looksEveryMs = ground.quietMs ?? ground.spacingMs;
  return {
    callsPerMinute: lastMinute.reads + lastMinute.mutations,
    reading,
    throttling:
      now.length === 0
        ? null
        : {
            services: now.map(({ service }) => serviceName(service)),
            sinceMs: nowMs - (monotonicMs - Math.min(...now.map(({ sinceMs }) => sinceMs))),
            refused: now.reduce((sum, one) => sum + one.refused, 0),
            looksEveryMs: looksEveryMs === null || looksEveryMs <= 0 ? null : looksEveryMs,
            keptForRevert: ground.keptForRevert,
          },
  };
}

/** A revert takes a read of load balancers and its writes at once: what is left in both buckets, at most what was put aside. */
export function keptForRevert(
  { reads, writes }: Pick<AccountBudget, 'reads' | 'writes'>,
  reserved: number,
): number {
  return Math.max(0, Math.min(reserved, Math.floor(reads.left('elb')), Math.floor(writes.left('elb')))); // prettier-ignore
}

export interface LoadPorts {
  readonly clock: Clock;
  readonly ledger: Pick<CallLedger, 'lastMinute' | 'recent'>;
  readonly budget: Pick<AccountBudget, 'reads' | 'writes'>;
  readonly observer: Pick<AwsObserver, 'quietMs' | 'progress'>;
  readonly looks: Pick<AwsLooks, 'spacingMs'>;
  /** `last` is null before the first look. */
  readonly memory: { readonly last: () => object | null };
}

/** As it is at this moment. */
export function loadNow({
  clock,
  ledger,
  budget,
  observer,
  looks,
  memory,
}: LoadPorts): AccountLoad {
  const monotonicMs = clock.monotonicMs();
  return accountLoadOf({
    ...{ monotonicMs, nowMs: clock.now(), calls: ledger.recent() },
    lastMinute: ledger.lastMinute(monotonicMs),
    ...{ quietMs: observer.quietMs(), spacingMs: looks.spacingMs() },
    reading: memory.last() === null ? observer.progress() : null,
    keptForRevert: keptForRevert(budget, observationPace.reserved),
  });
}
