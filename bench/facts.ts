/**
 * Facts and texts of two sides compared, over one pass through both: each written as JSON and hashed, which says whether
 * they differ, and nothing more. Less than that nobody can do who wants to know: every byte of both is read once. Both
 * begin where a comparison does, with what a yard has told, in memory.
 */
import { createHash } from 'node:crypto';
import type { Comparison } from '../src-shared/plan.ts';
import { compareGenerations } from '../src-main/compare/compare-generations.ts';
import { compareImages } from '../src-main/compare/compare-images.ts';
import { atMost, told, type Figure } from './figure.ts';
import { median } from './median.ts';
import {
  recordedEnvironments,
  recordedGenerations,
  recordedImages,
  type RecordedSides,
} from './recorded-facts.ts';

const rounds = 60;
/** In a row, so that the clock can tell. */
const times = 5;
const nowMs = Date.parse('2026-11-20T10:00:00Z');

export function measureFacts(): Promise<readonly Figure[]> {
  return Promise.resolve([
    ...figures('generations', recordedGenerations(), (a, b) => compareGenerations(a, b, nowMs)),
    ...figures('images', recordedImages(), (a, b) => compareImages(a, b, nowMs)),
    ...figures('environments', recordedEnvironments(), (a, b) => compareGenerations(a, b, nowMs)),
  ]);
}

function figures<Side>(
  what: string,
  sides: RecordedSides<Side>,
  compare: (a: Side, b: Side) => Comparison,
): readonly Figure[] {
  const { a, b } = sides;
  judge(compare(a, b), sides);
  // The controls: a side beside itself has nothing of it, and the bound tells the two apart.
  judge(compare(a, a), { changedFacts: [], changedLines: 0 });
  if (digestOf(a) === digestOf(b)) throw new Error('Both sides are one.');
  const bare: number[] = [];
  const own: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(msOf(times, () => [digestOf(a), digestOf(b)]));
    own.push(msOf(times, () => compare(a, b)));
  }
  const ratios = own.map((ms, round) => ms / (bare[round] ?? Number.NaN));
  return [
    atMost(`facts-of-${what}-over-one-pass`, median(ratios), 'x', 5),
    told(`facts-of-${what}`, median(own), 'ms'),
    told(`facts-of-${what}-one-pass`, median(bare), 'ms'),
  ];
}

function digestOf(side: unknown): string {
  return createHash('sha256').update(JSON.stringify(side)).digest('hex');
}

/** A quick answer that is wrong is no figure: what was planted is found, and nothing else. */
function judge(
  { rows, texts }: Comparison,
  planted: Pick<RecordedSides<unknown>, 'changedFacts' | 'changedLines'>,
): void {
  const facts = rows.filter(({ change }) => change !== 'equal').map(({ fact }) => fact);
  const lines = texts.flatMap((text) => text.lines);
  const counts = ['removed', 'added'].map(
    (kind) => lines.filter((one) => one.kind === kind).length,
  );
  const isRight =
    facts.toSorted().join() === planted.changedFacts.toSorted().join() &&
    counts.every((count) => count === planted.changedLines);
  if (!isRight) {
    throw new Error(`Found were ${facts.join(', ')} and ${counts.join(' and ')} lines.`);
  }
}

function msOf(count: number, work: () => unknown): number {
  const startedAt = performance.now();
  for (let at = 0; at < count; at += 1) work();
  return (performance.now() - startedAt) / count;
}
