/**
 * CloudWatch's answers as periods. CloudWatch counts 5xx only when there are some: with requests and no 5xx in a
 * period there were none. Without requests there is no period at all, for nothing tells a quiet minute from one that was not
 * delivered yet. Pure.
 */
import type { GenerationId } from '../../../../src-shared/ids.ts';
import type { MeasuredPeriod, Measures } from '../../measures.ts';
import type { AskedMetric, Metric } from './metric-queries.ts';

/** Of one query: values by the start of their period, epoch milliseconds. */
export type Values = ReadonlyMap<number, number>;

export interface MetricAnswer {
  readonly asked: AskedMetric;
  readonly values: Values;
}

export function periodsIn(
  answers: readonly MetricAnswer[],
  generations: readonly GenerationId[],
): Pick<Measures, 'generations' | 'unanswered'> {
  const ownErrors = added(answers.filter(({ asked }) => asked.metric === 'own-errors'));
  return {
    generations: generations.map((generation) => ({
      generation,
      periods: periodsOf(answers.filter(({ asked }) => asked.generation === generation)),
    })),
    unanswered: sorted(ownErrors)
      .filter(([, count]) => count > 0)
      .map(([startMs, count]) => ({ startMs, count })),
  };
}

function periodsOf(answers: readonly MetricAnswer[]): readonly MeasuredPeriod[] {
  const of = (metric: Metric): readonly MetricAnswer[] =>
    answers.filter(({ asked }) => asked.metric === metric);
  const errors = added(of('errors'));
  const [p50, p95, p99] = (['p50', 'p95', 'p99'] as const).map((metric) => slowest(of(metric)));
  return sorted(added(of('requests')))
    .filter(([, requests]) => requests > 0)
    .map(([startMs, requests]) => ({
      startMs,
      requests,
      errors: Math.min(requests, errors.get(startMs) ?? 0),
      p50Ms: p50?.get(startMs) ?? null,
      p95Ms: p95?.get(startMs) ?? null,
      p99Ms: p99?.get(startMs) ?? null,
    }));
}

/** Of a group behind several load balancers. */
function added(answers: readonly MetricAnswer[]): Values {
  return merged(answers, (one, other) => one + other);
}

/** Percentiles of two load balancers have no common one: the worse stands for both. CloudWatch tells seconds. */
function slowest(answers: readonly MetricAnswer[]): Values {
  const seconds = merged(answers, Math.max);
  return new Map([...seconds].map(([startMs, value]) => [startMs, value * 1000]));
}

function merged(
  answers: readonly MetricAnswer[],
  together: (one: number, other: number) => number,
): Map<number, number> {
  const all = new Map<number, number>();
  for (const { values } of answers) {
    for (const [startMs, value] of values) {
      if (!Number.isFinite(value) || value < 0) continue;
      const known = all.get(startMs);
      all.set(startMs, known === undefined ? value : together(known, value));
    }
  }
  return all;
}

function sorted(values: Values): readonly (readonly [number, number])[] {
  return [...values].sort(([one], [other]) => one - other);
}
