/** What the blocks of a simulated generation answer, asked alone and under traffic. Pure. */
import type { GenerationTraffic } from '../../../src-shared/traffic.ts';

export interface SimAnswers {
  /** Asked alone, past the split. Of 500 and above it is that under traffic as well. */
  readonly status: number;
  readonly latencyMs: number;
  readonly text: string;
  /** Under traffic alone: the share of its answers that is an error, 0..1... */
  readonly errorShare: number;
  /** ... and the time that half of them take, where it is another one. */
  readonly latencyInTrafficMs?: number;
}

export const usualAnswers: SimAnswers = { status: 200, latencyMs: 5, text: '', errorShare: 0 };

export function errorShareOf({ status, errorShare }: SimAnswers): number {
  return status >= 500 ? 1 : errorShare;
}

export function latencyInTrafficOf({ latencyMs, latencyInTrafficMs }: SimAnswers): number {
  return latencyInTrafficMs ?? latencyMs;
}

/** Since the entry was opened; fractions, as an even stream gives them. */
export interface SimCount {
  readonly atMs: number;
  readonly requests: number;
  readonly errors: number;
}

export function countedAt(
  before: SimCount,
  answers: SimAnswers,
  requestsPerSecond: number,
  nowMs: number,
): SimCount {
  const more = (requestsPerSecond * (nowMs - before.atMs)) / 1000;
  return {
    atMs: nowMs,
    requests: before.requests + more,
    errors: before.errors + more * errorShareOf(answers),
  };
}

type Times = Pick<GenerationTraffic, 'p50Ms' | 'p95Ms' | 'p99Ms'>;

/** @param responses since the split changed: with none, there is none that half of them were quicker than. */
export function timesOf(answers: SimAnswers, responses: number): Times {
  if (responses === 0) return { p50Ms: null, p95Ms: null, p99Ms: null };
  const halfMs = latencyInTrafficOf(answers);
  return { p50Ms: halfMs, p95Ms: (halfMs * 9) / 5, p99Ms: (halfMs * 12) / 5 };
}
