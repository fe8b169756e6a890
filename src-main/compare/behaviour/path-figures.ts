/** What came of the sample requests to one path, as figures of both sides and of their pairs. Pure. */
import type { SampledPath, SampledSide } from '../../../src-shared/behaviour-schema.ts';
import { nearestRank } from '../../../src-shared/nearest-rank.ts';

export interface Sample {
  /** Null: no whole answer. */
  readonly status: number | null;
  readonly ms: number;
  readonly bytes: number;
}

export interface Pair {
  readonly a: Sample;
  readonly b: Sample;
}

const fewestForP95 = 20;

export function pathFigures(path: string, asked: readonly Pair[]): SampledPath {
  const both = asked.filter(({ a, b }) => isGood(a) && isGood(b));
  const differences = both.map(({ a, b }) => b.ms - a.ms);
  const countOf = (test: (pair: Pair) => boolean): number => asked.filter(test).length;
  return {
    path,
    a: sideOf(asked.map(({ a }) => a)),
    b: sideOf(asked.map(({ b }) => b)),
    pairs: {
      answered: both.length,
      slowerA: differences.filter((one) => one < 0).length,
      slowerB: differences.filter((one) => one > 0).length,
      differenceMs: tenths(nearestRank(differences, 0.5)),
      failedA: countOf(({ a, b }) => !isGood(a) && isGood(b)),
      failedB: countOf(({ a, b }) => isGood(a) && !isGood(b)),
    },
  };
}

function isGood({ status }: Sample): boolean {
  return status !== null && status < 400;
}

function sideOf(samples: readonly Sample[]): SampledSide {
  const times = samples.filter(isGood).map(({ ms }) => ms);
  const counts = new Map<number | null, number>();
  for (const { status } of samples) counts.set(status, (counts.get(status) ?? 0) + 1);
  const answered = samples.filter(({ status }) => status !== null);
  return {
    asked: samples.length,
    timesMs: times.map((one) => tenths(one) ?? 0),
    p50Ms: tenths(nearestRank(times, 0.5)),
    p95Ms: times.length < fewestForP95 ? null : tenths(nearestRank(times, 0.95)),
    statuses: [...counts]
      .map(([status, count]) => ({ status, count }))
      .sort((one, other) => other.count - one.count),
    bytes: nearestRank(
      answered.map(({ bytes }) => bytes),
      0.5,
    ),
  };
}

function tenths(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 10) / 10;
}
