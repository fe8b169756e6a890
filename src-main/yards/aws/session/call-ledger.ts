/**
 * Counts what is asked of AWS, reads and mutations apart: for the stated budget, for "exactly one
 * mutating call", and to see throttling coming. It never holds a parameter or an answer.
 */
import type { AwsService } from '../preflight/operations.ts';

export type CallOutcome = 'ok' | 'throttled' | 'denied' | 'refused' | 'no-answer';

/** One HTTP request; a repeat by the SDK is a call of its own. */
export interface AwsCall {
  readonly service: AwsService;
  readonly action: string;
  readonly isMutation: boolean;
  /** On the reserved connections of the revert path. */
  readonly isReserved: boolean;
  /** Monotonic milliseconds. */
  readonly startedAtMs: number;
  readonly ms: number;
  readonly outcome: CallOutcome;
}

export interface CallCounts {
  readonly reads: number;
  readonly mutations: number;
  readonly throttled: number;
}

export interface CallLedger {
  readonly record: (call: AwsCall) => void;
  /** Since the start of this ledger. */
  readonly totals: () => CallCounts;
  /** Calls begun in the 60 s before `monotonicMs`, as far as they are remembered. */
  readonly lastMinute: (monotonicMs: number) => CallCounts;
  /** Told of each call from now on. */
  readonly watch: (listener: (call: AwsCall) => void) => void;
  /** Oldest first, at most `remembered`. */
  readonly recent: () => readonly AwsCall[];
}

const none: CallCounts = { reads: 0, mutations: 0, throttled: 0 };

function plus(counts: CallCounts, call: AwsCall): CallCounts {
  return {
    reads: counts.reads + (call.isMutation ? 0 : 1),
    mutations: counts.mutations + (call.isMutation ? 1 : 0),
    throttled: counts.throttled + (call.outcome === 'throttled' ? 1 : 0),
  };
}

/** @param remembered calls kept; older ones stay in the totals only. */
export function createCallLedger(remembered = 2000): CallLedger {
  let totals = none;
  let calls: AwsCall[] = [];
  const listeners: ((call: AwsCall) => void)[] = [];
  return {
    record(call) {
      totals = plus(totals, call);
      calls.push(call);
      if (calls.length >= remembered * 2) calls = calls.slice(-remembered);
      for (const listener of listeners) listener(call);
    },
    watch: (listener) => void listeners.push(listener),
    totals: () => totals,
    lastMinute: (nowMs) =>
      calls.filter((call) => call.startedAtMs > nowMs - 60_000).reduce(plus, none),
    recent: () => calls.slice(-remembered),
  };
}
