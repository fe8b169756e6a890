/**
 * CloudWatch's GetMetricData for load balancers, out of what the data plane really answered. moto gives back what was put
 * into it, and knows no percentiles. As at AWS a count of errors is there only where there are some, and what was
 * not asked for by any client has no value at all.
 */
import * as z from 'zod';
import { type Answer, jsonAnswer } from '../aws-answers.ts';
import type { AwsCall } from '../aws-call.ts';
import type { ServedAnswer } from '../data-plane/data-plane.ts';

export interface MetricSettings {
  /** So late a period is told after its end; minutes at AWS. */
  lateMs: number;
}

export interface MetricTeller extends MetricSettings {
  /** Undefined: the question is about something else. */
  answer(call: AwsCall): Answer | undefined;
}

const namespace = 'AWS/ApplicationELB';
const queriesShape = z.array(
  z.object({
    Id: z.string(),
    MetricStat: z.object({
      Metric: z.object({
        Namespace: z.literal(namespace),
        MetricName: z.string(),
        Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
      }),
      Period: z.number().positive(),
      Stat: z.string(),
    }),
  }),
);
type Query = z.infer<typeof queriesShape>[number];

/** @param startedAtMs epoch milliseconds of moment 0 of the lab's clock */
export function openMetrics(
  answers: readonly ServedAnswer[],
  startedAtMs: number,
  nowMs: () => number,
): MetricTeller {
  const teller: MetricTeller = {
    lateMs: 0,
    answer(call) {
      const queries = readQueries(call.params.get('MetricDataQueries'));
      if (queries === undefined) return undefined;
      const fromMs = Number(call.params.get('StartTime')) * 1000;
      const toMs = Number(call.params.get('EndTime')) * 1000;
      const shownToMs = startedAtMs + nowMs() - teller.lateMs;
      const results = queries.map((query) => {
        const periodMs = query.MetricStat.Period * 1000;
        const found = new Map<number, ServedAnswer[]>();
        for (const answer of answers.filter((one) => isAbout(query, one))) {
          const at = Math.floor((startedAtMs + answer.atMs) / periodMs) * periodMs;
          if (at < fromMs || at >= toMs || at + periodMs > shownToMs) continue;
          found.set(at, [...(found.get(at) ?? []), answer]);
        }
        const values = [...found]
          .sort(([one], [other]) => one - other)
          .map(([at, those]) => [at / 1000, valueOf(query, those)] as const);
        return {
          Id: query.Id,
          Label: query.MetricStat.Metric.MetricName,
          Timestamps: values.map(([at]) => at),
          Values: values.map(([, value]) => value),
          StatusCode: 'Complete',
        };
      });
      return jsonAnswer(200, { MetricDataResults: results });
    },
  };
  return teller;
}

function readQueries(text: string | undefined): readonly Query[] | undefined {
  try {
    return queriesShape.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

function isAbout({ MetricStat: { Metric } }: Query, answer: ServedAnswer): boolean {
  const isThere = Metric.Dimensions.every(({ Name, Value }) => {
    const arn = Name === 'TargetGroup' ? answer.groupArn : answer.balancerArn;
    return arn?.endsWith(Name === 'TargetGroup' ? `:${Value}` : `:loadbalancer/${Value}`) === true;
  });
  if (!isThere) return false;
  const isError = typeof answer.status === 'number' && answer.status >= 500;
  switch (Metric.MetricName) {
    case 'RequestCount':
      return answer.groupArn !== undefined;
    case 'HTTPCode_Target_5XX_Count':
      return isError && answer.madeBy === 'server';
    case 'HTTPCode_ELB_5XX_Count':
      return isError && answer.madeBy === 'balancer';
    case 'TargetResponseTime':
      return answer.madeBy === 'server';
    default:
      return false;
  }
}

function valueOf({ MetricStat: { Stat } }: Query, answers: readonly ServedAnswer[]): number {
  const share = /^p(\d{1,2}(?:\.\d+)?)$/.exec(Stat)?.[1];
  if (share === undefined) return answers.length;
  const seconds = answers
    .map(({ startedAtMs, atMs }) => (atMs - startedAtMs) / 1000)
    .sort((one, other) => one - other);
  return seconds[Math.max(0, Math.ceil((Number(share) / 100) * seconds.length) - 1)] ?? 0;
}
