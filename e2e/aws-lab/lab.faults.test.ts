import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab } from './lab.ts';
import { productKeys, sdkFor, weighted } from './lab.fixture.ts';
import type { MadeFleet } from './made-by-hand.ts';
import { motoPresence } from './moto-server.ts';

describe.skipIf(motoPresence().kind === 'absent')('faults, by the real SDK', () => {
  let lab: Lab;
  let fleet: MadeFleet;
  beforeAll(async () => {
    lab = await openLab();
    fleet = await lab.makeFleet();
  }, 60_000);
  afterEach(() => lab.faults.clear());
  afterAll(() => lab.close());

  const describeBalancers = new DescribeLoadBalancersCommand({});
  const caller = productKeys.accessKeyId;

  test('throttles as each service says it, as often as asked, and only whom it is set for', async () => {
    const { elb, ec2, ssm } = sdkFor(lab);
    const set = lab.faults.add({ effect: { kind: 'throttled' }, on: { caller }, times: 3 });
    await expect(elb.send(describeBalancers)).rejects.toMatchObject({
      name: 'Throttling',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
      name: 'RequestLimitExceeded',
      $metadata: { httpStatusCode: 503 },
    });
    await expect(lab.cli('elbv2', 'describe-load-balancers')).resolves.toContain('storefront');
    await expect(ssm.send(new GetParameterCommand({ Name: 'x' }))).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    expect(set.struck).toBe(3);
    expect((await elb.send(describeBalancers)).LoadBalancers).toHaveLength(1);
  });

  test('says expired tokens and denials as each service does', async () => {
    const { elb, ec2, ssm } = sdkFor(lab);
    const expired = lab.faults.add({ effect: { kind: 'expired' } });
    await expect(elb.send(describeBalancers)).rejects.toMatchObject({ name: 'ExpiredToken' });
    await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
      name: 'RequestExpired',
    });
    expired.remove();
    lab.faults.add({ effect: { kind: 'denied' } });
    await expect(elb.send(describeBalancers)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /^User: arn:\S+ is not authorized to perform: elasticloadbalancing:DescribeLoadBalancers/,
      ) as string,
    });
    await expect(ec2.send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining('Encoded authorization failure message') as string,
    });
    await expect(ssm.send(new GetParameterCommand({ Name: 'x' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    lab.faults.clear();
    expect((await ec2.send(new DescribeInstancesCommand({}))).Reservations).not.toHaveLength(0);
  });

  test('empty, well-formed but empty, and HTML answers come with status 200', async () => {
    const { elb } = sdkFor(lab);
    const empty = lab.faults.add({ effect: { kind: 'empty' } });
    const read = await elb.send(describeBalancers).catch((error: unknown) => error);
    // The SDK takes it for an answer that says nothing: exactly the danger.
    expect(read).toMatchObject({ $metadata: { httpStatusCode: 200 } });
    expect(read).not.toHaveProperty('LoadBalancers.0');
    empty.remove();
    const nothing = lab.faults.add({ effect: { kind: 'empty-result' } });
    expect((await elb.send(describeBalancers)).LoadBalancers ?? []).toEqual([]);
    nothing.remove();
    lab.faults.add({ effect: { kind: 'html' } });
    const page = await elb.send(describeBalancers).catch((error: unknown) => error);
    expect(page).not.toHaveProperty('LoadBalancers.0');
    lab.faults.clear();
    expect((await elb.send(describeBalancers)).LoadBalancers).toHaveLength(1);
  });

  test('stale reads answer what was true when the fault was set', async () => {
    const { elb } = sdkFor(lab);
    const read = async (): Promise<unknown> => {
      const { Rules } = await elb.send(
        new DescribeRulesCommand({ ListenerArn: fleet.listenerArn }),
      );
      const rule = Rules?.find((one) => one.IsDefault === true);
      return rule?.Actions?.[0]?.ForwardConfig?.TargetGroups?.map((group) => group.Weight);
    };
    const write = (...weights: number[]): Promise<unknown> =>
      elb.send(
        new ModifyListenerCommand({
          ListenerArn: fleet.listenerArn,
          DefaultActions: weighted(fleet, ...weights),
        }),
      );
    await write(100, 0);
    await read();
    lab.faults.add({ effect: { kind: 'stale' }, on: { action: 'DescribeRules' } });
    await write(0, 100);
    expect(await read()).toEqual([100, 0]);
    lab.faults.clear();
    expect(await read()).toEqual([0, 100]);
  });

  test('a lost reply was carried out, a lost request was not, and both look the same', async () => {
    const { ssm } = sdkFor(lab);
    const put = (Name: string): Promise<unknown> =>
      ssm.send(new PutParameterCommand({ Name, Value: 'x', Type: 'String' }));
    const get = (Name: string): Promise<unknown> => ssm.send(new GetParameterCommand({ Name }));
    lab.calls.clear();
    lab.faults.add({ effect: { kind: 'lost-reply' }, on: { action: 'PutParameter' }, times: 1 });
    await expect(put('/carried-out')).rejects.toMatchObject({ code: 'ECONNRESET' });
    lab.faults.add({ effect: { kind: 'lost-request' }, on: { action: 'PutParameter' }, times: 1 });
    await expect(put('/never-came')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(get('/carried-out')).resolves.toMatchObject({ Parameter: { Value: 'x' } });
    await expect(get('/never-came')).rejects.toMatchObject({ name: 'ParameterNotFound' });
    expect(lab.calls.mutations({ caller })).toMatchObject([
      { action: 'PutParameter', status: 'cut', reachedMoto: true },
      { action: 'PutParameter', status: 'cut', reachedMoto: false },
    ]);
  });

  test('slow answers come late', async () => {
    const { elb } = sdkFor(lab);
    lab.faults.add({ effect: { kind: 'slow', ms: 2000 }, after: 1 });
    const took = async (): Promise<number> => {
      const startedAt = performance.now();
      await elb.send(describeBalancers);
      return performance.now() - startedAt;
    };
    const [atOnce, late] = [await took(), await took()];
    expect(late).toBeGreaterThanOrEqual(1990);
    expect(atOnce).toBeLessThan(late);
  });

  test('the log and the recorder of moto agree on what was written', async () => {
    const { elb } = sdkFor(lab);
    const sinceMs = lab.nowMs();
    const before = (await lab.moto.recorded()).length;
    await elb.send(
      new ModifyListenerCommand({
        ListenerArn: fleet.listenerArn,
        DefaultActions: weighted(fleet, 1, 0),
      }),
    );
    await elb.send(describeBalancers);
    expect(lab.calls.mutations({ caller, sinceMs })).toHaveLength(1);
    const recorded = (await lab.moto.recorded()).slice(before);
    expect(recorded.filter((one) => one.body.includes('Action=Modify'))).toHaveLength(1);
    expect(recorded.filter((one) => one.headers['Authorization']?.includes(caller))).toHaveLength(
      2,
    );
  });
});
