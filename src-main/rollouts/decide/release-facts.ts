/**
 * What a release has seen, folded from look to look: the baseline, how long its share has been in place,
 * what troubles the candidate, and for how long it was seen to do well.
 */
import type { Denial } from '../../../src-shared/denial.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import type { Compared } from '../../../src-shared/findings-schema.ts';
import type { HeardOpinion } from '../../../src-shared/opinion-schema.ts';
import { noMemory, type ReleaseIntent } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import type { ReleaseChecks, ReleaseMemory } from '../../../src-shared/release-schema.ts';
import type { Fault } from '../../../src-shared/result.ts';
import type { CheckedAnswer } from '../../yards/port.ts';
import type { Limits } from '../../yards/yard-pace.ts';
import { trafficOf } from '../live-traffic.ts';

/** What the candidate does worse than it may. */
export interface Trouble {
  readonly because: string;
  /** So long it has to last, where one bad moment is seen for long; null: as usual. */
  readonly needsMs: number | null;
}

/** Times are monotonic milliseconds. */
export interface ReleaseFacts {
  readonly memory: ReleaseMemory;
  readonly proof: {
    readonly inARow: number;
    /** What the last answer lacked; null when it was good, and before the first. */
    readonly wrong: string | null;
    /** When the first check was answered... */
    readonly sinceMs: number | null;
    /** ... and the last. */
    readonly atMs: number | null;
    /** The yard may not make what it needs for a check: it does not become allowed by asking again. */
    readonly denial?: Denial | undefined;
  };
  /** The present share, and since when it is seen. */
  readonly share: ShareFacts | null;
  /** What troubles the candidate, in looks one after the other. */
  readonly trouble: (Trouble & { readonly sinceMs: number; readonly looks: number }) | null;
  /** The last look, when it showed the candidate doing well with all traffic. */
  readonly bakedAtMs: number | null;
  /** Of the generation that serves, at the first look. */
  readonly first: Counted | null;
  /** The second opinion; null before it is asked. */
  readonly opinion: HeardOpinion | null;
  /** What differs from the generation that serves; null before it was compared. */
  readonly findings: Compared | null;
  /** Since when sample requests to both are on their way; null: none are. */
  readonly samplingSinceMs: number | null;
}

export interface ShareFacts {
  readonly at: number;
  readonly sinceMs: number;
  /** Seen in place, between looks that are close together. */
  readonly watchedMs: number;
  readonly lookedAtMs: number;
  /** All of the traffic was seen to go there, once. */
  readonly wasVerified: boolean;
  /** Of the candidate when it began. */
  readonly counted: Counted | null;
}

/** Since the entry was opened; what nobody answered is an error of whoever may have had it. */
export interface Counted {
  readonly requests: number;
  readonly errors: number;
}

export function countedOf(fleet: Fleet, generation: GenerationId): Counted | null {
  const traffic = trafficOf(fleet, generation);
  if (!fleet.traffic.isCounted || traffic === undefined) return null;
  const { lost } = fleet.traffic;
  return { requests: traffic.requests + lost, errors: traffic.errors + lost };
}

/** Null when a counter began anew meanwhile. */
export function countedSince(before: Counted | null, now: Counted | null): Counted | null {
  if (before === null || now === null) return null;
  const [requests, errors] = [now.requests - before.requests, now.errors - before.errors];
  return requests < 0 || errors < 0 ? null : { requests, errors };
}

export const noReleaseFacts: ReleaseFacts = {
  memory: noMemory,
  proof: { inARow: 0, wrong: null, sinceMs: null, atMs: null },
  share: null,
  trouble: null,
  bakedAtMs: null,
  first: null,
  opinion: null,
  findings: null,
  samplingSinceMs: null,
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
    const first = facts.first ?? countedOf(fleet, intent.from);
    const baseline = baselineOf(fleet, intent, first) ?? facts.memory.baseline;
    const memory = { ...facts.memory, baseline };
    return { ...facts, memory, first, share: null, bakedAtMs: null };
  }
  const share = shareAfter(facts.share, look, at);
  const isBaking = at === last && look.isVerified && trouble === null;
  // Only between two good looks, and none so far apart that nobody knows what was in between.
  const gapMs = facts.bakedAtMs === null ? Number.POSITIVE_INFINITY : nowMs - facts.bakedAtMs;
  const bakedMs = facts.memory.bakedMs + (isBaking && gapMs <= limits.bakeGapMs ? gapMs : 0);
  const known = facts.share?.at === at ? facts.trouble : null;
  const before = known?.needsMs === trouble?.needsMs ? known : null;
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

function shareAfter(before: ShareFacts | null, look: ReleaseLook, at: number): ShareFacts {
  const { nowMs, limits, isVerified } = look;
  if (before?.at !== at) {
    const counted = countedOf(look.fleet, releasedId(look.fleet, look.intent));
    const times = { sinceMs: nowMs, watchedMs: 0, lookedAtMs: nowMs };
    return { at, ...times, wasVerified: isVerified, counted };
  }
  const gapMs = nowMs - before.lookedAtMs;
  const watchedMs = before.watchedMs + (gapMs <= limits.bakeGapMs ? gapMs : 0);
  const wasVerified = before.wasVerified || isVerified;
  return { ...before, watchedMs, lookedAtMs: nowMs, wasVerified };
}

/** Fewer answers than this tell nothing. */
const tellingAnswers = 50;
/** Of the newest 2 s, over which the rates are taken. */
const tellingPerSecond = 5;

/** Over all of the looks before its traffic was moved; at first over the newest 2 s. */
function baselineOf(
  fleet: Fleet,
  { from }: ReleaseIntent,
  first: Counted | null,
): ReleaseMemory['baseline'] {
  const traffic = trafficOf(fleet, from);
  if (!fleet.traffic.isCounted || traffic === undefined) return null;
  const { requestsPerSecond, errorsPerSecond, p95Ms } = traffic;
  const all = countedSince(first, countedOf(fleet, from));
  if (all !== null && all.requests >= tellingAnswers) {
    return { errorShare: all.errors / all.requests, p95Ms };
  }
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
  // Who has to turn something takes the time that it takes: the patience of the proof begins after it.
  if ('code' in answer && answer.waits === true) {
    const because = answer.message.replace(/\.$/u, '');
    const proof = { inARow: 0, wrong: because, sinceMs: null, atMs: nowMs };
    return { ...facts, proof };
  }
  const wrong = wrongnessOf(answer, checks);
  const { inARow, sinceMs } = facts.proof;
  const proof = {
    inARow: wrong === null ? inARow + 1 : 0,
    wrong,
    sinceMs: sinceMs ?? nowMs,
    atMs: nowMs,
    ...('code' in answer && answer.denial !== undefined && { denial: answer.denial }),
  };
  return { ...facts, proof };
}

function wrongnessOf(answer: CheckedAnswer | Fault, checks: ReleaseChecks): string | null {
  const { path, status, text, withinMs } = checks;
  if ('code' in answer) return `${path} got no answer: ${answer.message.replace(/\.$/u, '')}`;
  if (answer.status !== status)
    return `${path} answered with status ${answer.status} instead of ${status}`;
  if (text !== null && answer.hasText !== true) return `the answer to ${path} lacks "${text}"`;
  if (answer.latencyMs > withinMs)
    return `${path} took ${Math.round(answer.latencyMs)} ms; ${withinMs} ms are allowed`;
  return null;
}
