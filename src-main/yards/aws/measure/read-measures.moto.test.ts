/** What CloudWatch says of traffic that really went through a load balancer, and what is judged by it. */
import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { ModifyListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import { productKeys, sdkFor, weighted } from '../../../../e2e/aws-lab/lab.fixture.ts';
import type { MadeFleet } from '../../../../e2e/aws-lab/made-by-hand.ts';
import type { Fleet } from '../../../../src-shared/fleet.ts';
import { judge } from '../../../rollouts/canary/judge.ts';
import { sideOf } from '../../../rollouts/canary/side-of.ts';
import type { Measures } from '../../measures.ts';
import {
  called,
  good,
  onlyFleet,
  openLabYard,
  panelKeys,
  type LabYard,
} from '../aws-yard.fixture.ts';
import { sendTraffic } from '../engine-on-lab.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';

const margins = { errorShare: 0.1, latencyTimes: 3 };
/** Load balancers tell each minute; a test has no minutes. */
const metricTimes = { periodMs: 2000, settleMs: 0 };

describeWithMoto('the second opinion of CloudWatch', () => {
  let lab: Lab;
  let made: MadeFleet;
  let yard: LabYard;
  let fleet: Fleet;
  let fromMs = 0;
  let toMs = 0;

  beforeAll(async () => {
    lab = await openLab();
    const generations = ['v001', 'v002', 'v003', 'v004'];
    made = await lab.makeFleet({ routes: 'default', generations, instances: 1 });
    await Promise.all(
      made.generations.map(({ groupArn, name }) =>
        lab.dataPlane.serve(groupArn, name, 1, name.endsWith('v002') ? 2 : 0),
      ),
    );
    yard = openLabYard(lab, { metricTimes });
    fleet = await onlyFleet(yard);
  }, 60_000);
  afterAll(async () => {
    yard.close();
    await lab.close();
  });

  const measured = async (alarms: readonly string[] = []) => {
    const ids = ['v001', 'v002', 'v003', 'v004'].map((name) => called(fleet, `storefront-${name}`));
    return yard.measures({ fleet: fleet.id, generations: ids, fromMs, toMs, alarms });
  };
  const verdict = (measures: Measures, name: string) => {
    const side = (of: string) => sideOf(measures, called(fleet, `storefront-${of}`), { fromMs, toMs }); // prettier-ignore
    const sides = { baseline: side('v001'), candidate: side(name), label: name, fromLabel: 'v001' };
    return judge(sides, margins);
  };

  it('fails what answers errors, passes what does well, and cannot say of what nobody asks', async () => {
    const { elb } = sdkFor(lab);
    const DefaultActions = weighted(made, 1, 1, 1, 0);
    await elb.send(new ModifyListenerCommand({ ListenerArn: made.listenerArn, DefaultActions }));
    await lab.dataPlane.settled();
    fromMs = Date.now();
    const load = sendTraffic(lab.dataPlane.addressOf(made.loadBalancerArn), 3);
    // As long as it takes on a busy machine, of which only the number of requests depends.
    const soon = async () => {
      toMs = Date.now();
      return verdict(good(await measured()), 'v003');
    };
    const passes = {
      verdict: 'passes',
      because: expect.stringMatching(
        /^v003 answered 0 % of \d+ requests with a 5xx, p95 \d+ ms/u,
      ) as string,
    };
    await expect.poll(soon, { timeout: 50_000, interval: 500 }).toEqual(passes);
    await load.stop();

    const measures = good(await measured());
    expect(measures.notes).toEqual([]);
    expect(verdict(measures, 'v002')).toMatchObject({
      verdict: 'fails',
      because: expect.stringMatching(
        /^v002 answered (?:4|5)\d(?:\.\d)? % of \d+ requests with a 5xx, v001 0 %/u,
      ) as string,
    });
    expect(verdict(measures, 'v004')).toMatchObject({
      verdict: 'cannot-say',
      because: expect.stringMatching(
        /^0 requests of v004 and \d+ of v001 were measured in whole periods; \d+ of each are needed$/u,
      ) as string,
    });
    // Each request that went there in those periods, once.
    const { groupArn } = made.generations[1]!;
    const answered = lab.dataPlane.answers.filter((one) => one.groupArn === groupArn).length;
    const told = measures.generations[1]!.periods.reduce((sum, { requests }) => sum + requests, 0);
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(answered);
  }, 90_000);

  it('is one call, and what is not there yet is no good news', async () => {
    const calls = (): readonly string[] =>
      lab.calls.reads({ caller: panelKeys.accessKeyId }).map(({ action }) => action).filter((action) => action === 'GetMetricData' || action === 'DescribeAlarms'); // prettier-ignore
    const before = calls().length;
    lab.metrics.lateMs = 3_600_000;
    const late = good(await measured());
    expect(calls().slice(before)).toEqual(['GetMetricData']);
    expect(late.generations.map(({ periods }) => periods)).toEqual([[], [], [], []]);
    expect(verdict(late, 'v003')).toMatchObject({ verdict: 'cannot-say' });
    lab.metrics.lateMs = 0;
    // The control: it was there all the time.
    expect(verdict(good(await measured()), 'v003')).toMatchObject({ verdict: 'passes' });
    lab.faults.add({ effect: { kind: 'denied' }, on: { action: 'GetMetricData', caller: panelKeys.accessKeyId }, times: 1 }); // prettier-ignore
    expect(await measured()).toMatchObject({
      ok: false,
      fault: { code: 'denied', todo: 'Grant statement "WatchMeasures" of docs/iam-policy.json.' },
    });
  }, 60_000);

  it('tells how the alarms are that were named, and which are not there', async () => {
    const credentials = productKeys;
    const cloudWatch = new CloudWatchClient({ endpoint: lab.endpoint, region: lab.region, credentials, maxAttempts: 1 }); // prettier-ignore
    const states = { 'shop 5xx': 'ALARM', 'shop p99': 'OK' } as const;
    for (const [AlarmName, StateValue] of Object.entries(states)) {
      const metric = { Namespace: 'Shop', MetricName: 'errors', Statistic: 'Sum' } as const;
      const limit = { Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' } as const; // prettier-ignore
      await cloudWatch.send(new PutMetricAlarmCommand({ AlarmName, ...metric, ...limit }));
      await cloudWatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'test' })); // prettier-ignore
    }
    cloudWatch.destroy();
    const { alarms } = good(await measured(['shop p99', 'shop 5xx', 'no such']));
    expect(alarms).toEqual([
      { name: 'shop p99', state: 'ok' },
      { name: 'shop 5xx', state: 'alarm' },
      { name: 'no such', state: 'missing' },
    ]);
  }, 60_000);
});
