/**
 * What a release has seen, folded from look to look: the baseline, how long its share has been in place,
 * what troubles the candidate, and for how long it was seen to do well.
 */
import type { Fleet } from '../../src-shared/fleet.ts';
import { noMemory, type ReleaseIntent } from '../../src-shared/release.ts';
import type { ReleaseChecks, ReleaseMemory } from '../../src-shared/release-schema.ts';
import type { Fault } from '../../src-shared/result.ts';
import type { CheckedAnswer } from '../yards/port.ts';
import type { Limits } from '../yards/yard-pace.ts';
import { trafficOf } from './live-traffic.ts';

/** What the candidate does worse than it may. */
export interface Trouble {
  readonly because: string;
}

/** Times are monotonic milliseconds. */
export interface ReleaseFacts {
  readonly memory: ReleaseMemory;
  readonly proof: {
    readonly inARow: number;
    /** What the last answer lacked; null when it was good, and before the first. */
    readonly wrong: string | null;
    /** When the first check was answered. */
    readonly sinceMs: number | null;
  };
  /** The present share, and since when it is seen. */
  readonly share: { readonly at: number; readonly sinceMs: number } | null;
  /** What troubles the candidate, in looks one after the other. */
  readonly trouble: (Trouble & { readonly sinceMs: number; readonly looks: number }) | null;
  /** The last look, when it showed the candidate doing well with all traffic. */
  readonly bakedAtMs: number | null;
}

export const noReleaseFacts: ReleaseFacts = {
  memory: noMemory,
  proof: { inARow: 0, wrong: null, sinceMs: null },
  share: null,
  trouble: null,
  bakedAtMs: null,
};

export interface ReleaseLook {
  readonly fleet: Fleet;
  readonly intent: ReleaseIntent;
  /** As of `ReleaseScene`. */
  readonly at: number | null;
  /** The last share, which is all of the traffic. */
  readonly last: number;
  readonly trouble: Trouble | null;
  /** Only a switch that was verified is baked. */
  readonly isVerified: boolean;
  readonly nowMs: number;
  readonly limits: Pick<Limits, 'bakeGapMs'>;
}

/** Call it once per observation. */
export function withReleaseLook(facts: ReleaseFacts, look: ReleaseLook): ReleaseFacts {
  const { fleet, intent, at, last, trouble, nowMs, limits } = look;
  const { revision } = fleet.split;
  if (at === null) return { ...facts, share: null, trouble: null, bakedAtMs: null };
  if (at === -1) {
    if (facts.memory.revision !== null) return { ...facts, bakedAtMs: null };
    const baseline = baselineOf(fleet, intent) ?? facts.memory.baseline;
    return { ...facts, memory: { ...facts.memory, baseline }, share: null, bakedAtMs: null };
  }
  const share = facts.share?.at === at ? facts.share : { at, sinceMs: nowMs };
  const isBaking = at === last && look.isVerified && trouble === null;
  // Only between two good looks, and none so far apart that nobody knows what was in between.
  const gapMs = facts.bakedAtMs === null ? Number.POSITIVE_INFINITY : nowMs - facts.bakedAtMs;
  const bakedMs = facts.memory.bakedMs + (isBaking && gapMs <= limits.bakeGapMs ? gapMs : 0);
  const before = facts.share?.at === at ? facts.trouble : null;
  return {
    ...facts,
    memory: { ...facts.memory, revision, bakedMs },
    share,
    trouble:
      trouble === null
        ? null
        : { ...trouble, sinceMs: before?.sinceMs ?? nowMs, looks: (before?.looks ?? 0) + 1 },
    bakedAtMs: isBaking ? nowMs : null,
  };
}

/** So many answers a second tell something: the rates are taken over 2 s. */
const tellingPerSecond = 5;

function baselineOf(fleet: Fleet, { from }: ReleaseIntent): ReleaseMemory['baseline'] {
  const traffic = trafficOf(fleet, from);
  if (!fleet.traffic.isCounted || traffic === undefined) return null;
  const { requestsPerSecond, errorsPerSecond, p95Ms } = traffic;
  if (requestsPerSecond < tellingPerSecond) return null;
  return { errorShare: Math.min(1, errorsPerSecond / requestsPerSecond), p95Ms };
}

/** Folds one check of the candidate in isolation in. @param nowMs monotonic. */
export function withCheck(
  facts: ReleaseFacts,
  answer: CheckedAnswer | Fault,
  checks: ReleaseChecks,
  nowMs: number,
): ReleaseFacts {
  const wrong = wrongnessOf(answer, checks);
  const { inARow, sinceMs } = facts.proof;
  const proof = {
    inARow: wrong === null ? inARow + 1 : 0,
    wrong,
    sinceMs: sinceMs ?? nowMs,
  };
  return { ...facts, proof };
}

function wrongnessOf(answer: CheckedAnswer | Fault, checks: ReleaseChecks): string | null {
  const { path, status, text, withinMs } = checks;
  if ('code' in answer) return `${path} got no answer: ${answer.message}`;
  if (answer.status !== status)
    return `${path} answered with status ${answer.status} instead of ${status}`;
  if (text !== null && answer.hasText !== true) return `the answer to ${path} lacks "${text}"`;
  if (answer.latencyMs > withinMs)
    return `${path} took ${Math.round(answer.latencyMs)} ms; ${withinMs} ms are allowed`;
  return null;
}
