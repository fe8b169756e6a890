/** Periods of one generation as one side of the comparison. Pure. */
import type { Side } from '../../../src-shared/opinion-schema.ts';
import type { MeasuredPeriod, Measures } from '../../yards/measures.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import { leastInPeriod } from './canary-figures.ts';

export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Over the whole periods in the window. What nobody answered is an error of whoever alone had traffic in that
 * period; where two had, nobody can tell whose it was, and it is left to the guards.
 * @returns null when nothing was measured.
 */
export function sideOf(measures: Measures, generation: GenerationId, window: Window): Side | null {
  const { periodMs } = measures;
  const periods = periodsOf(measures, generation)
    .filter(({ startMs }) => startMs >= window.fromMs && startMs + periodMs <= window.toMs)
    .map((period) => withUnanswered(period, generation, measures));
  const [first] = periods;
  const last = periods.at(-1);
  if (first === undefined || last === undefined) return null;
  const telling = periods.filter(isTelling);
  return {
    requests: sum(periods.map(({ requests }) => requests)),
    errors: sum(periods.map(({ errors }) => errors)),
    p95Ms: middleP95(telling),
    timedRequests: sum(telling.map(({ requests }) => requests)),
    timedPeriods: telling.length,
    fromMs: first.startMs,
    toMs: last.startMs + periodMs,
  };
}

type Telling = MeasuredPeriod & { readonly p95Ms: number };

function isTelling(period: MeasuredPeriod): period is Telling {
  return period.p95Ms !== null && period.requests >= leastInPeriod;
}

function periodsOf({ generations }: Measures, id: GenerationId): readonly MeasuredPeriod[] {
  const found = generations.find(({ generation }) => generation === id)?.periods ?? [];
  return found.filter(({ requests }) => requests > 0).sort((a, b) => a.startMs - b.startMs);
}

function withUnanswered(
  period: MeasuredPeriod,
  generation: GenerationId,
  { generations, unanswered }: Measures,
): MeasuredPeriod {
  const { startMs } = period;
  const hadOthers = generations.some(
    (other) =>
      other.generation !== generation &&
      other.periods.some((one) => one.startMs === startMs && one.requests > 0),
  );
  const count = hadOthers ? 0 : (unanswered.find((one) => one.startMs === startMs)?.count ?? 0);
  const requests = period.requests + count;
  return { ...period, requests, errors: Math.min(requests, period.errors + count) };
}

/** Weighted by requests, the upper of the two middle ones. */
function middleP95(periods: readonly Telling[]): number | null {
  const all = sum(periods.map(({ requests }) => requests));
  let seen = 0;
  for (const { p95Ms, requests } of periods.toSorted((a, b) => a.p95Ms - b.p95Ms)) {
    seen += requests;
    if (2 * seen > all) return p95Ms;
  }
  return null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
