/** CloudWatch, asked for the second opinion on a release: one GetMetricData, and one DescribeAlarms where alarms are named. */
import {
  DescribeAlarmsCommand,
  paginateGetMetricData,
  type CloudWatchClient,
} from '@aws-sdk/client-cloudwatch';
import type { AlarmState } from '../../../../src-shared/opinion-schema.ts';
import { fail, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { Measures, MeasuresOrder } from '../../measures.ts';
import type { Observed } from '../discover/observe.ts';
import type { Pacer } from '../discover/pacer.ts';
import { attempt } from '../session/clients.ts';
import { measuredEntry } from './measured-groups.ts';
import { metricQueries, type AskedMetric } from './metric-queries.ts';
import { periodsIn, type MetricAnswer } from './measures-of.ts';

/** How CloudWatch keeps what load balancers report. */
export interface MetricTimes {
  /** Load balancers report each minute. */
  readonly periodMs: number;
  /** A period that has ended may still lack what some nodes of the load balancer had to tell. */
  readonly settleMs: number;
}

export const cloudWatchTimes: MetricTimes = { periodMs: 60_000, settleMs: 60_000 };

export interface MeasurePorts {
  readonly cloudWatch: CloudWatchClient;
  readonly last: () => Observed | null;
  readonly pacer: Pick<Pacer, 'turn'>;
  readonly times: MetricTimes;
}

export async function readMeasures(
  ports: MeasurePorts,
  order: MeasuresOrder,
): Promise<Result<Measures>> {
  const last = ports.last();
  const grouping = last?.groupings.find(({ id }) => id === order.fleet);
  if (last === null || grouping === undefined) {
    const message = `Nothing is known of ${plain(order.fleet, 80)} yet.`;
    return fail({ code: 'not-found', message });
  }
  const entry = measuredEntry(grouping, last.reading, order.generations);
  if (!entry.ok) return entry;
  const { groups, ownErrorsOf, notes } = entry.value;
  const { periodMs } = ports.times;
  return attempt(async () => {
    const asked = metricQueries(groups, ownErrorsOf, periodMs);
    const [answers, alarms] = await Promise.all([
      askMetrics(ports, asked, order),
      askAlarms(ports, order.alarms),
    ]);
    return { periodMs, ...periodsIn(answers, order.generations), alarms, notes };
  });
}

async function askMetrics(
  { cloudWatch, pacer, times }: MeasurePorts,
  asked: readonly AskedMetric[],
  { fromMs, toMs }: MeasuresOrder,
): Promise<readonly MetricAnswer[]> {
  const { periodMs, settleMs } = times;
  const startMs = Math.ceil(fromMs / periodMs) * periodMs;
  const endMs = Math.floor((toMs - settleMs) / periodMs) * periodMs;
  const values = new Map(asked.map(({ query }) => [query.Id, new Map<number, number>()]));
  if (endMs > startMs && asked.length > 0) {
    await pacer.turn('cloudwatch');
    const input = {
      StartTime: new Date(startMs),
      EndTime: new Date(endMs),
      ScanBy: 'TimestampAscending' as const,
      MetricDataQueries: asked.map(({ query }) => query),
    };
    for await (const page of paginateGetMetricData({ client: cloudWatch }, input)) {
      for (const { Id, Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
        Timestamps.forEach((at, index) => {
          const value = Values[index];
          // Only whole periods: one that reaches beyond the end is not over.
          if (value !== undefined && at.getTime() + periodMs <= endMs) {
            values.get(Id)?.set(at.getTime(), value);
          }
        });
      }
    }
  }
  return asked.map((one) => ({ asked: one, values: values.get(one.query.Id) ?? new Map() }));
}

const states: Readonly<Record<string, AlarmState>> = {
  OK: 'ok',
  ALARM: 'alarm',
  INSUFFICIENT_DATA: 'insufficient-data',
};

async function askAlarms(
  { cloudWatch, pacer }: MeasurePorts,
  names: readonly string[],
): Promise<Measures['alarms']> {
  if (names.length === 0) return [];
  await pacer.turn('cloudwatch');
  const { MetricAlarms = [], CompositeAlarms = [] } = await cloudWatch.send(
    new DescribeAlarmsCommand({
      AlarmNames: [...names],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    }),
  );
  const found = new Map(
    [...MetricAlarms, ...CompositeAlarms].map((one) => [one.AlarmName ?? '', one.StateValue ?? '']),
  );
  return names.map((name) => {
    const state = found.get(name);
    // Something else than the three words says nothing.
    const told = state === undefined ? 'missing' : (states[state] ?? 'insufficient-data');
    return { name, state: told };
  });
}
