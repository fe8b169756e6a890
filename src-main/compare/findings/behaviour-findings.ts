/**
 * Of how two generations behave: only what cannot well be chance, and only to the worse where the conditions are not the
 * same. What comes has no traffic yet, so that it is quicker and smaller than what serves says nothing. Pure.
 */
import type {
  BehaviourReport,
  SampledPath,
  SampledSide,
} from '../../../src-shared/behaviour-schema.ts';
import { verdictOf } from '../../../src-shared/behaviour.ts';
import { durationText } from '../../../src-shared/block-starts.ts';
import type { StartStage } from '../../../src-shared/block-start-schema.ts';
import { bytesText } from '../../../src-shared/bytes-text.ts';
import type { Finding } from '../../../src-shared/findings-schema.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { nearestRank } from '../../../src-shared/nearest-rank.ts';
import { plain } from '../../../src-shared/wording.ts';
import { weightOf } from '../../../src-shared/roles.ts';
import type { Gathered } from './gathered.ts';

export interface TwoGenerations {
  readonly a: Generation;
  readonly b: Generation;
}

/** Of starts and of blocks: one that was slow or large by itself is in each of them. */
const fewest = 3;
/** Blocks of two generations never start under the same load... */
const leastSlowerMs = 1000;
const leastSlowerShare = 1 / 3;
/** ... and those that serve may have been started all at once, when their yard came up. */
const leastQuickerMs = 3000;
const leastQuickerShare = 1 / 2;
const leastBytes = 32_000_000;
const leastBytesShare = 1 / 2;

/** What their yard tells of them; nobody is asked for it. */
export function standingFindings(fleet: Fleet, sides: TwoGenerations): Gathered {
  const parts = [startUp(sides), memory(fleet, sides)];
  return together(parts.map((part) => (typeof part === 'string' ? missed(part) : judged(part))));
}

/** What the same sample requests to both have shown. */
export function sampleFindings(
  { paths, missing }: Pick<BehaviourReport, 'paths' | 'missing'>,
  { a, b }: TwoGenerations,
): Gathered {
  const told = paths.map((one) => pathFinding(one, labelOf(a), labelOf(b)));
  const parts = told.map((part) => (typeof part === 'string' ? missed(part) : judged(part)));
  const besides = missing.map((sentence) => missed(`Sample requests: ${sentence}`));
  return together([...parts, ...besides]);
}

/** @param because a sentence. */
export function unsampled(because: string): Gathered {
  return missed(`Sample requests: ${because}`);
}

export function together(parts: readonly Gathered[]): Gathered {
  return {
    areas: [...new Set(parts.flatMap(({ areas }) => areas))],
    findings: parts.flatMap(({ findings }) => findings),
    unlisted: parts.reduce((sum, { unlisted }) => sum + unlisted, 0),
    missing: parts.flatMap(({ missing }) => missing),
  };
}

function missed(sentence: string): Gathered {
  return { areas: [], findings: [], unlisted: 0, missing: [sentence] };
}

function judged(finding: Finding | null): Gathered {
  const findings = finding === null ? [] : [finding];
  return { areas: ['behaviour'], findings, unlisted: 0, missing: [] };
}

function labelOf(generation: Generation): string {
  return plain(labelOfGeneration(generation), 60);
}

function found(subject: string, before: string, after: string, why: string | null): Finding {
  return { area: 'behaviour', subject, before, after, kind: 'changed', why };
}

/** A text: why it cannot be said. */
function startUp({ a, b }: TwoGenerations): Finding | string | null {
  const [left, right] = [a.starts?.healthy, b.starts?.healthy];
  if (left === undefined || left.starts < fewest) return tooFewStarts(a);
  if (right === undefined || right.starts < fewest) return tooFewStarts(b);
  // Half of one side lies beyond all of the other: a slow one here and there is not enough.
  const by = right.medianMs - left.medianMs;
  const leastSlower = Math.max(leastSlowerMs, leastSlowerShare * left.medianMs);
  const leastQuicker = Math.max(leastQuickerMs, leastQuickerShare * left.medianMs);
  const isSlower = right.medianMs > left.slowestMs && by >= leastSlower;
  const isQuicker = left.medianMs > right.slowestMs && -by >= leastQuicker;
  if (!isSlower && !isQuicker) return null;
  const why = `Each launch and each replacement takes about ${durationText(by)} longer.`;
  return found('Start-up', startText(left), startText(right), isSlower ? why : null);
}

function startText({ medianMs, slowestMs, starts }: StartStage): string {
  return `healthy after ${durationText(medianMs)}, the slowest of ${String(starts)} after ${durationText(slowestMs)}`;
}

function tooFewStarts(generation: Generation): string {
  const seen = generation.starts?.healthy.starts ?? 0;
  const count = seen === 0 ? 'none' : seen === 1 ? 'only one' : `only ${String(seen)}`;
  return `Start-up: ${count} of the starts of ${labelOf(generation)} ${seen > 1 ? 'were' : 'was'} seen, which cannot be told from chance.`;
}

/** A text: why it cannot be said. */
function memory(fleet: Fleet, { a, b }: TwoGenerations): Finding | string | null {
  const [left, right] = [bytesOf(a), bytesOf(b)];
  const lacking = left.length === 0 ? a : right.length === 0 ? b : null;
  if (lacking !== null) return `Memory: what the blocks of ${labelOf(lacking)} hold is not known.`;
  const few = left.length < fewest ? a : right.length < fewest ? b : null;
  if (few !== null) return `Memory: too few blocks of ${labelOf(few)} are known to tell from chance.`; // prettier-ignore
  const [before, after] = [nearestRank(left, 0.5) ?? 0, nearestRank(right, 0.5) ?? 0];
  const isApart = Math.min(...right) > Math.max(...left);
  const isNotable = after - before >= Math.max(leastBytes, leastBytesShare * before);
  if (!isApart || !isNotable) return null;
  const why = `Each of its blocks holds more than any of ${labelOf(a)}${underTraffic(fleet, { a, b })}.`; // prettier-ignore
  return found('Memory', `${bytesText(before)} a block`, `${bytesText(after)} a block`, why);
}

/** Traffic takes memory, too: the same figures say more of what has had none. */
function underTraffic(fleet: Fleet, { a, b }: TwoGenerations): string {
  if (weightOf(fleet, b.id) === 0)
    return b.hasServed === false ? ', and it has had no traffic yet' : '';
  return weightOf(fleet, a.id) === 0 ? ', which has no traffic now' : '';
}

function bytesOf({ blocks }: Generation): number[] {
  return blocks.flatMap(({ memoryBytes }) => memoryBytes ?? []);
}

/** A text: why it cannot be said. */
function pathFinding(sampled: SampledPath, nameA: string, nameB: string): Finding | string | null {
  const { path, a, b } = sampled;
  if (a.asked === 0) return `${path}: not one pair of sample requests was through in time.`;
  const { kind, text } = verdictOf(sampled, nameA, nameB);
  switch (kind) {
    case 'slower':
      return found(`${path}, time`, timeText(a), timeText(b), text);
    case 'fails':
    case 'recovers':
      return found(`${path}, errors`, errorText(a), errorText(b), kind === 'fails' ? text : null);
    case 'cannot-say':
      return `${path}: ${text}`;
    // Faster: whoever has no traffic yet is that by itself.
    case 'faster':
    case 'alike':
      return null;
  }
}

function timeText({ p50Ms, timesMs }: SampledSide): string {
  return `${durationText(p50Ms ?? 0)} in the middle of ${String(timesMs.length)}`;
}

function errorText({ asked, timesMs, statuses }: SampledSide): string {
  const failed = `${String(asked - timesMs.length)} of ${String(asked)} failed`;
  const bad = statuses.filter(({ status }) => status === null || status >= 400);
  const named = bad.map(({ status }) => (status === null ? 'no answer' : `status ${String(status)}`)); // prettier-ignore
  return named.length === 0 ? failed : `${failed} (${named.join(', ')})`;
}
