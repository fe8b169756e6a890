/** The second opinion as a release hears it: which window is asked for, what comes of an answer, and when it is trouble. Pure. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import type { HeardOpinion, Opinion, OpinionMemory, OpinionTerms, Side } from '../../../src-shared/opinion-schema.ts'; // prettier-ignore
import type { ReleaseIntent } from '../../../src-shared/release.ts';
import type { ReleaseMemory } from '../../../src-shared/release-schema.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Measures } from '../../yards/measures.ts';
import { judge, sideText, type Judgement } from '../canary/judge.ts';
import { sideOf, type Window } from '../canary/side-of.ts';
import type { ReleaseFacts, Trouble } from './release-facts.ts';

/** So long before its first traffic the baseline is measured... */
const baselineMs = 15 * 60_000;
/** ... and no further back than this: of a bake of days the newest hours count. */
const longestMs = 3 * 3_600_000;

const noOpinionMemory: OpinionMemory = { sharedAtMs: null, baseline: null, okAlarms: null };

/** @param nowMs epoch milliseconds. */
export function windowAt({ opinion }: ReleaseMemory, nowMs: number): Window {
  const sharedAtMs = opinion?.sharedAtMs ?? nowMs;
  return { fromMs: Math.max(sharedAtMs - baselineMs, nowMs - longestMs), toMs: nowMs };
}

/** Once its first share is seen: what the candidate answered before belongs to another life. */
export function sharedSince(
  { opinion = noOpinionMemory }: ReleaseMemory,
  { fleet, intent }: { readonly fleet: Fleet; readonly intent: ReleaseIntent },
): Pick<ReleaseMemory, 'opinion'> {
  if (intent.terms.opinion === undefined) return {};
  const sharedAtMs = opinion.sharedAtMs ?? fleet.split.changedAtMs;
  return { opinion: { ...opinion, sharedAtMs } };
}

/** What was heard before it had traffic is no opinion on it. */
export function askedAnew(heard: HeardOpinion | null): HeardOpinion | null {
  return heard?.kind === 'heard' ? { kind: 'asked', source: heard.opinion.source } : heard;
}

/** What a yard kept besides what we know. */
export function opinionTogether(
  { opinion: known }: ReleaseMemory,
  { opinion: kept }: ReleaseMemory,
): Pick<ReleaseMemory, 'opinion'> {
  if (known === undefined || kept === undefined) {
    const one = known ?? kept;
    return one === undefined ? {} : { opinion: one };
  }
  return {
    opinion: {
      sharedAtMs: known.sharedAtMs ?? kept.sharedAtMs,
      baseline: larger(known.baseline, kept.baseline),
      okAlarms: known.okAlarms ?? kept.okAlarms,
    },
  };
}

export interface HearingGround {
  readonly terms: OpinionTerms;
  readonly intent: ReleaseIntent;
  readonly candidate: GenerationId;
  readonly label: string;
  readonly fromLabel: string;
  readonly source: string;
  /** As it was asked for. */
  readonly window: Window;
}

/** Folds an answer in. */
export function withMeasures(
  facts: ReleaseFacts,
  measures: Measures,
  ground: HearingGround,
): ReleaseFacts {
  const { terms, intent, candidate: id, label, fromLabel, source, window } = ground;
  const before = facts.memory.opinion ?? noOpinionMemory;
  const { sharedAtMs } = before;
  const baseline = larger(before.baseline, sideOf(measures, intent.from, window));
  const candidate =
    sharedAtMs === null ? null : sideOf(measures, id, { ...window, fromMs: sharedAtMs });
  const isBefore = sharedAtMs === null && facts.memory.sent === 0;
  // The newest before any traffic: one that rings while it waits for a press is not the candidate's doing.
  const okAlarms = isBefore ? okPlaces(terms, measures) : before.okAlarms;
  const alarms = terms.alarms.map((name, place) => ({
    name,
    state: stateOf(measures, name),
    wasOk: okAlarms === null ? null : okAlarms.includes(place),
  }));
  const counted: Judgement =
    sharedAtMs === null
      ? { verdict: 'cannot-say', because: noTrafficYet(label, fromLabel, baseline) }
      : judge({ baseline, candidate, label, fromLabel }, intent.terms.guards);
  const opinion: Opinion = {
    ...byAlarms(alarms, counted),
    ...{ source, baseline, candidate, alarms },
    measuredToMs: newestIn(measures),
    notes: [...measures.notes],
  };
  return {
    ...facts,
    memory: { ...facts.memory, opinion: { sharedAtMs, baseline, okAlarms } },
    opinion: { kind: 'heard', opinion, silentBecause: null },
  };
}

/** Nobody answered: what was heard before stands, and says that it is not new. */
export function withSilence(facts: ReleaseFacts, because: string, source: string): ReleaseFacts {
  const before = facts.opinion;
  const opinion: HeardOpinion =
    before?.kind === 'heard'
      ? { ...before, silentBecause: because }
      : { kind: 'silent', source, because };
  return { ...facts, opinion };
}

/** Null before it has traffic: then it is nobody's trouble. */
export function opinionTrouble(heard: HeardOpinion | null, at: number | null): Trouble | null {
  if (at === null || at < 0 || heard?.kind !== 'heard') return null;
  const { verdict, because, source } = heard.opinion;
  return verdict === 'fails' ? { because: `by ${source}, ${because}`, needsMs: null } : null;
}

function noTrafficYet(label: string, fromLabel: string, baseline: Side | null): string {
  const before =
    baseline === null ? `nothing was measured of ${fromLabel}` : sideText(fromLabel, baseline);
  return `${label} has no traffic yet; ${before}`;
}

function byAlarms(alarms: Opinion['alarms'], counted: Judgement): Judgement {
  const name = (alarm: Opinion['alarms'][number]): string => `"${plain(alarm.name, 80)}"`;
  const rings = alarms.filter(({ state }) => state === 'alarm');
  const fresh = rings.find(({ wasOk }) => wasOk === true);
  if (fresh !== undefined) {
    return { verdict: 'fails', because: `the alarm ${name(fresh)} rings and was OK before` };
  }
  if (counted.verdict !== 'passes') return counted;
  const missing = alarms.find(({ state }) => state === 'missing');
  if (missing !== undefined) {
    return { verdict: 'cannot-say', because: `there is no alarm called ${name(missing)}` };
  }
  const [old] = rings;
  if (old === undefined) return counted;
  const before =
    old.wasOk === null ? 'and how it was before is not known' : 'as before the release';
  return { verdict: 'cannot-say', because: `the alarm ${name(old)} rings, ${before}` };
}

function okPlaces({ alarms }: OpinionTerms, measures: Measures): number[] {
  return alarms.flatMap((name, place) => (stateOf(measures, name) === 'ok' ? [place] : []));
}

function stateOf({ alarms }: Measures, name: string): Opinion['alarms'][number]['state'] {
  return alarms.find((alarm) => alarm.name === name)?.state ?? 'missing';
}

function newestIn({ generations, periodMs }: Measures): number | null {
  const ends = generations.flatMap(({ periods }) => periods.map(({ startMs }) => startMs + periodMs)); // prettier-ignore
  return ends.length === 0 ? null : Math.max(...ends);
}

/** The one that tells more. */
function larger(one: Side | null, other: Side | null): Side | null {
  if (one === null || other === null) return one ?? other;
  return other.requests >= one.requests ? other : one;
}
