/**
 * Errors of the candidate against those of the baseline: two shares with the margin that the guards allow. It
 * fails when even the least difference that three standard deviations leave open (Newcombe's bound, from the
 * Wilson ranges of both) is more than that; it passes when both sides have so many requests that twice the margin would have
 * been seen. In between it cannot be said. Pure.
 */
import type { CanaryVerdict, Side } from '../../../src-shared/opinion-schema.ts';
import { deviations, leastNeeded, leastRequests, mostNeeded } from './canary-figures.ts';
import { wilsonRange } from './wilson.ts';

export type Counts = Pick<Side, 'requests' | 'errors'>;

export interface ErrorJudgement {
  readonly verdict: CanaryVerdict;
  /** Requests of each side from which on it can pass. */
  readonly needed: number;
}

/** @param margin share of errors that the candidate may have more, 0..1. */
export function judgeErrors(baseline: Counts, candidate: Counts, margin: number): ErrorJudgement {
  const before = shareOf(baseline);
  const needed = neededRequests(before, margin);
  const fewest = Math.min(baseline.requests, candidate.requests);
  if (fewest < leastRequests) return { verdict: 'cannot-say', needed };
  if (leastDifference(baseline, candidate) > margin) return { verdict: 'fails', needed };
  // Worse than allowed, but not for certain: more requests will tell.
  const isWithin = shareOf(candidate) - before <= margin;
  return { verdict: fewest >= needed && isWithin ? 'passes' : 'cannot-say', needed };
}

export function shareOf({ requests, errors }: Counts): number {
  return requests === 0 ? 0 : Math.min(1, errors / requests);
}

function leastDifference(baseline: Counts, candidate: Counts): number {
  const [before, now] = [shareOf(baseline), shareOf(candidate)];
  const { high } = wilsonRange(before * baseline.requests, baseline.requests, deviations);
  const { low } = wilsonRange(now * candidate.requests, candidate.requests, deviations);
  return now - before - Math.hypot(now - low, high - before);
}

/** Of each side, to see a candidate that has twice the margin more errors. */
function neededRequests(before: number, margin: number): number {
  const then = Math.min(1, before + 2 * margin);
  const variance = before * (1 - before) + then * (1 - then);
  const needed = margin === 0 ? mostNeeded : (deviations ** 2 * variance) / margin ** 2;
  return Math.ceil(Math.min(mostNeeded, Math.max(leastNeeded, needed)));
}
