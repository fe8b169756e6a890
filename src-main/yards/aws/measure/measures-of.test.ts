import { expect, it } from 'vitest';
import { generationIdOf } from '../../../../src-shared/ids.ts';
import type { FleetGrouping } from '../discover/group-fleets.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import type { AwsReading, EntryRule, JsonObject } from '../discover/reading.ts';
import { measuredEntry } from './measured-groups.ts';
import { periodsIn, type MetricAnswer } from './measures-of.ts';
import { dimensionOf, metricQueries, type Metric } from './metric-queries.ts';

const elb = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
const balancer = `${elb}:loadbalancer/app/shop/50dc6c495c0c9188`;
const group = (name: string): string => `${elb}:targetgroup/${name}/73e2d6bc24d8a067`;
const v1 = generationIdOfGroup(group('shop-v001'));
const v2 = generationIdOfGroup(group('shop-v002'));
const groups = [v1, v2].map((generation, at) => ({
  generation,
  targetGroup: `targetgroup/shop-v00${String(at + 1)}/73e2d6bc24d8a067`,
  loadBalancer: 'app/shop/50dc6c495c0c9188',
}));

it('asks for everything of both at once, in the dimensions of CloudWatch', () => {
  const asked = metricQueries(groups, ['app/shop/50dc6c495c0c9188'], 60_000);
  expect(asked).toHaveLength(11);
  expect(new Set(asked.map(({ query }) => query.Id)).size).toBe(11);
  expect(asked[3]?.query).toEqual({
    Id: 'q3',
    MetricStat: {
      Metric: {
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'TargetResponseTime',
        Dimensions: [
          { Name: 'TargetGroup', Value: 'targetgroup/shop-v001/73e2d6bc24d8a067' },
          { Name: 'LoadBalancer', Value: 'app/shop/50dc6c495c0c9188' },
        ],
      },
      Period: 60,
      Stat: 'p95',
    },
  });
  expect(dimensionOf(balancer)).toBe('app/shop/50dc6c495c0c9188');
  expect(dimensionOf(`${elb}:loadbalancer/net/shop/50dc6c495c0c9188`)).toBeNull();
});

it('takes missing errors beside requests for none, and missing requests for nothing known', () => {
  const asked = metricQueries(groups, ['app/shop/50dc6c495c0c9188'], 60_000);
  const told: Record<string, Record<number, number>> = {
    [`${v1} requests`]: { 0: 100, 60_000: 120 },
    [`${v1} errors`]: { 60_000: 7, 120_000: 9 },
    [`${v1} p95`]: { 0: 0.25 },
    [`${v2} errors`]: { 0: 50 },
    [`${v2} requests`]: { 60_000: Number.NaN, 120_000: 0 },
    'null own-errors': { 60_000: 3, 120_000: 0 },
  };
  const answers = asked.map((one): MetricAnswer => {
    const of: Metric = one.metric;
    const values = told[`${String(one.generation)} ${of}`] ?? {};
    return {
      asked: one,
      values: new Map(Object.entries(values).map(([at, v]) => [Number(at), v])),
    };
  });
  expect(periodsIn(answers, [v1, v2])).toEqual({
    generations: [
      {
        generation: v1,
        periods: [
          { startMs: 0, requests: 100, errors: 0, p50Ms: null, p95Ms: 250, p99Ms: null },
          { startMs: 60_000, requests: 120, errors: 7, p50Ms: null, p95Ms: null, p99Ms: null },
        ],
      },
      { generation: v2, periods: [] },
    ],
    unanswered: [{ startMs: 60_000, count: 3 }],
  });
  expect(periodsIn([], [generationIdOf('shop', 9)]).generations[0]?.periods).toEqual([]);
});

function ruleOf(arn: string, actions: readonly JsonObject[]): EntryRule {
  const where = { listenerArn: `${arn}-listener`, loadBalancerArn: balancer };
  return { kind: 'rule', arn, ...where, priority: 1, conditions: [], actions };
}

function entryBeside(others: readonly EntryRule[], type = 'application') {
  const own = ruleOf('own', [{ Type: 'forward' }]);
  const grouping = {
    rules: [own],
    attached: [{ arn: group('shop-v001') }, { arn: group('shop-v002') }],
    idle: [],
  } as unknown as FleetGrouping;
  const loadBalancers = [{ arn: balancer, name: 'shop', type }];
  const reading = { rules: [own, ...others], loadBalancers } as unknown as AwsReading;
  return measuredEntry(grouping, reading, [v1, v2]);
}

it('counts the 5xx of a load balancer alone where they can be nobody else’s', () => {
  const quiet = [
    ruleOf('to https', [{ Type: 'redirect' }]),
    ruleOf('gone', [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]),
  ];
  expect(entryBeside(quiet)).toEqual({
    ok: true,
    value: { groups, ownErrorsOf: ['app/shop/50dc6c495c0c9188'], notes: [] },
  });
  const loud = [
    ruleOf('other', [{ Type: 'forward' }]),
    ruleOf('closed', [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }]),
  ];
  for (const rule of loud) {
    expect(entryBeside([...quiet, rule])).toMatchObject({
      value: { ownErrorsOf: [], notes: [expect.stringMatching(/^The 5xx that shop answers/u)] },
    });
  }
  expect(entryBeside([], 'network')).toMatchObject({ ok: false, fault: { code: 'refused' } });
});
