/** Baseline against candidate in one verdict and one sentence. Pure. */
import type { CanaryVerdict, Side } from '../../../src-shared/opinion-schema.ts';
import { judgeErrors, shareOf, type Counts } from './error-judgement.ts';
import { isEnough, judgeLatency } from './latency-judgement.ts';
import { leastPeriods, leastRequests, leastTimed } from './canary-figures.ts';

export interface Judgement {
  readonly verdict: CanaryVerdict;
  /** A whole sentence without its full stop. */
  readonly because: string;
}

export interface JudgedSides {
  readonly baseline: Side | null;
  readonly candidate: Side | null;
  /** `v003` */
  readonly label: string;
  /** Of the baseline: `v001` */
  readonly fromLabel: string;
}

/** As the guards of a release have them. */
export interface Margins {
  readonly errorShare: number;
  readonly latencyTimes: number;
}

const none: Side = {
  ...{ requests: 0, errors: 0, p95Ms: null, timedRequests: 0, timedPeriods: 0 },
  ...{ fromMs: 0, toMs: 0 },
};

export function judge(sides: JudgedSides, { errorShare, latencyTimes }: Margins): Judgement {
  const { label, fromLabel } = sides;
  const baseline = sides.baseline ?? none;
  const candidate = sides.candidate ?? none;
  const errors = judgeErrors(baseline, candidate, errorShare);
  const latency = judgeLatency(baseline, candidate, latencyTimes);
  if (errors.verdict === 'fails') {
    const because = `${label} answered ${errorText(candidate)} with a 5xx, ${fromLabel} ${errorText(baseline)}: more than the ${shareText(errorShare)} that are allowed, and more than chance`;
    return { verdict: 'fails', because };
  }
  if (latency.verdict === 'fails') {
    const because = `the p95 of ${label} is ${msText(candidate.p95Ms ?? 0)}, that of ${fromLabel} ${msText(baseline.p95Ms ?? 0)}: more than the ${msText(latency.allowedMs ?? 0)} that are allowed`;
    return { verdict: 'fails', because };
  }
  if (errors.verdict === 'cannot-say') {
    const because = tooFew(sides, baseline, candidate, errors.needed);
    return { verdict: 'cannot-say', because };
  }
  if (latency.verdict === 'cannot-say') {
    const who = isEnough(baseline) && baseline.p95Ms !== null ? label : fromLabel;
    const side = who === label ? candidate : baseline;
    const because = `there are too few times to tell the p95 of ${who}: ${countText(side.timedRequests)} requests in ${String(side.timedPeriods)} periods of at least 20, and ${countText(leastTimed)} in ${String(leastPeriods)} are needed`;
    return { verdict: 'cannot-say', because };
  }
  const because = `${sideText(label, candidate)}; ${sideText(fromLabel, baseline)}`;
  return { verdict: 'passes', because };
}

/** `v003 answered 0.2 % of 4 000 requests with a 5xx, p95 90 ms` */
export function sideText(label: string, side: Side): string {
  const slow = side.p95Ms === null ? '' : `, p95 ${msText(side.p95Ms)}`;
  return `${label} answered ${errorText(side)} with a 5xx${slow}`;
}

function tooFew(
  { label, fromLabel }: JudgedSides,
  baseline: Counts,
  candidate: Counts,
  needed: number,
): string {
  const seen = `${countText(candidate.requests)} requests of ${label} and ${countText(baseline.requests)} of ${fromLabel} were measured in whole periods`;
  const isMany = Math.min(baseline.requests, candidate.requests) >= needed;
  const least = Math.max(needed, leastRequests);
  return isMany
    ? `${seen}, with ${shareText(shareOf(candidate))} and ${shareText(shareOf(baseline))} of 5xx: more than is allowed, but it may be chance`
    : `${seen}; ${countText(least)} of each are needed`;
}

function errorText(side: Counts): string {
  return `${shareText(shareOf(side))} of ${countText(side.requests)} requests`;
}

/** `0.4 %` */
function shareText(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '<0.1 %';
  return `${Number(value.toFixed(1)).toString()} %`;
}

function msText(ms: number): string {
  return `${String(Math.round(ms))} ms`;
}

/** `12 480` */
function countText(count: number): string {
  // eslint-disable-next-line regexp/no-super-linear-move -- the digits of one number
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/gu, ' ');
}
