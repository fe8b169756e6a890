/**
 * The p95 of the candidate against that of the baseline, each that of the middle request's period: so half of the requests were
 * in periods at least as slow, and one bad minute decides nothing. Pure.
 */
import type { CanaryVerdict, Side } from '../../../src-shared/opinion-schema.ts';
import { leastPeriods, leastSlowerMs, leastTimed } from './canary-figures.ts';

export type Timed = Pick<Side, 'p95Ms' | 'timedRequests' | 'timedPeriods'>;

export interface LatencyJudgement {
  readonly verdict: CanaryVerdict;
  /** Null while nothing is known of the baseline. */
  readonly allowedMs: number | null;
}

/** @param times so many times the baseline's the p95 may take, at least 1. */
export function judgeLatency(baseline: Timed, candidate: Timed, times: number): LatencyJudgement {
  const before = baseline.p95Ms;
  if (before === null || !isEnough(baseline)) return { verdict: 'cannot-say', allowedMs: null };
  const allowedMs = Math.max(before * times, before + leastSlowerMs);
  if (candidate.p95Ms === null || !isEnough(candidate)) return { verdict: 'cannot-say', allowedMs };
  return { verdict: candidate.p95Ms > allowedMs ? 'fails' : 'passes', allowedMs };
}

export function isEnough({ timedRequests, timedPeriods }: Timed): boolean {
  return timedRequests >= leastTimed && timedPeriods >= leastPeriods;
}
