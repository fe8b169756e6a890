import {
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  EnableImageDeregistrationProtectionCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateRuleCommand,
  DeregisterTargetsCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, openLab } from './lab.ts';
import { healthIn, sdkFor, weighted } from './lab.fixture.ts';
import { motoPresence } from './moto-server.ts';
import { asOnAws } from './truths/truths.ts';

describe.skipIf(motoPresence().kind === 'absent')('what AWS does and moto does not', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterEach(async () => {
    Object.assign(lab.truths, asOnAws);
    await lab.reset();
  });
  afterAll(() => lab.close());

  test('default rules are changed by ModifyListener only', async () => {
    const { elb } = sdkFor(lab);
    const fleet = await lab.makeFleet();
    const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn: fleet.listenerArn }));
    const RuleArn = Rules?.find((rule) => rule.IsDefault === true)?.RuleArn;
    const modify = new ModifyRuleCommand({ RuleArn, Actions: weighted(fleet, 0, 1) });
    await expect(elb.send(modify)).rejects.toMatchObject({
      name: 'OperationNotPermittedException',
      Code: 'OperationNotPermitted',
    });
    await elb.send(
      new ModifyRuleCommand({ RuleArn: fleet.ruleArn, Actions: weighted(fleet, 0, 1) }),
    );
    lab.truths.refusesDefaultRules = false;
    await elb.send(modify);
  });

  test('a weight of 1000 is refused', async () => {
    const { elb } = sdkFor(lab);
    const fleet = await lab.makeFleet();
    const modify = (weight: number): Promise<unknown> =>
      elb.send(
        new ModifyListenerCommand({
          ListenerArn: fleet.listenerArn,
          DefaultActions: weighted(fleet, weight, 0),
        }),
      );
    await expect(modify(1000)).rejects.toMatchObject({ name: 'ValidationError' });
    await modify(999);
    lab.truths.refusesHeavyWeights = false;
    await modify(1000);
  });

  test('targets of groups that nothing lists are unused; listed at weight 0 they are checked', async () => {
    const { elb } = sdkFor(lab);
    const fleet = await lab.makeFleet({ attachesIdle: false, routes: 'default' });
    const idle = fleet.generations[1]!.groupArn;
    expect(await healthIn(elb, idle)).toMatchObject([
      { State: 'unused', Reason: 'Target.NotInUse' },
      { State: 'unused', Reason: 'Target.NotInUse' },
    ]);
    lab.health.settling = { kind: 'reads', reads: 2 };
    await elb.send(
      new ModifyListenerCommand({
        ListenerArn: fleet.listenerArn,
        DefaultActions: weighted(fleet, 1, 0),
      }),
    );
    const states: unknown[] = [];
    for (let read = 0; read < 3; read += 1) states.push((await healthIn(elb, idle))[0]?.State);
    expect(states).toEqual(['initial', 'initial', 'healthy']);
    lab.truths.tellsHealth = false;
    expect(await healthIn(elb, idle)).toMatchObject([{ State: 'healthy' }, { State: 'healthy' }]);
  });

  test('health that a test sets stays bad until it is unset', async () => {
    const { elb } = sdkFor(lab);
    const fleet = await lab.makeFleet();
    const { groupArn, instanceIds } = fleet.generations[0]!;
    const names = [
      'failed-checks',
      'timeout',
      'code-mismatch',
      'unavailable',
      'unhealthy-draining',
    ];
    const seen: unknown[] = [];
    for (const name of names) {
      lab.health.set(instanceIds[0]!, name as 'timeout');
      const [first, second] = await healthIn(elb, groupArn);
      seen.push(`${first?.State ?? ''} ${first?.Reason ?? ''}`);
      expect(second).toEqual({ State: 'healthy' });
    }
    expect(seen).toEqual([
      'unhealthy Target.FailedHealthChecks',
      'unhealthy Target.Timeout',
      'unhealthy Target.ResponseCodeMismatch',
      'unavailable Target.HealthCheckDisabled',
      'unhealthy.draining Target.FailedHealthChecks',
    ]);
    lab.health.unset(instanceIds[0]!);
    expect((await healthIn(elb, groupArn))[0]).toEqual({ State: 'healthy' });
  });

  test('leaving takes time, and coming back starts over', async () => {
    const { elb } = sdkFor(lab);
    const fleet = await lab.makeFleet();
    const { groupArn: TargetGroupArn, instanceIds } = fleet.generations[0]!;
    const Targets = [{ Id: instanceIds[0] }];
    lab.health.drainingMs = 400;
    lab.health.settling = { kind: 'ms', ms: 400 };
    await elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets }));
    const stateOf = async (): Promise<unknown> =>
      (await healthIn(elb, TargetGroupArn)).map((health) => health.State).sort();
    expect(await stateOf()).toContain('draining');
    await expect.poll(stateOf, { timeout: 5000 }).toEqual(['healthy']);
    await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
    expect(await stateOf()).toEqual(['healthy', 'initial']);
    await expect.poll(stateOf, { timeout: 5000 }).toEqual(['healthy', 'healthy']);
  });

  test('zones that are not enabled and stopped servers get no traffic', async () => {
    const { elb, ec2 } = sdkFor(lab);
    const fleet = await lab.makeFleet({ zones: 2, instances: 3 });
    const { groupArn, instanceIds } = fleet.generations[0]!;
    const { Reservations } = await ec2.send(
      new DescribeInstancesCommand({ InstanceIds: [...instanceIds] }),
    );
    expect(Reservations).toHaveLength(3);
    await ec2.send(new StopInstancesCommand({ InstanceIds: [instanceIds[0]!] }));
    expect(await healthIn(elb, groupArn)).toMatchObject([
      { State: 'unused', Reason: 'Target.InvalidState' },
      { State: 'healthy' },
      {
        State: 'unused',
        Reason: 'Target.NotInUse',
        Description: 'Target is in an Availability Zone that is not enabled for the load balancer',
      },
    ]);
  });

  test('lists come in pages, every item once, and rules in no order', async () => {
    const { elb } = sdkFor(lab);
    const fleet = await lab.makeFleet({ routes: 'default' });
    await Promise.all(
      Array.from({ length: 9 }, (_, place) =>
        elb.send(
          new CreateRuleCommand({
            ListenerArn: fleet.listenerArn,
            Priority: place + 1,
            Conditions: [{ Field: 'path-pattern', Values: [`/${place}`] }],
            Actions: weighted(fleet, 1),
          }),
        ),
      ),
    );
    const pages: string[][] = [];
    let Marker: string | undefined;
    do {
      const page = await elb.send(
        new DescribeRulesCommand({ ListenerArn: fleet.listenerArn, PageSize: 4, Marker }),
      );
      pages.push((page.Rules ?? []).map((rule) => rule.Priority ?? ''));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(pages.map((page) => page.length)).toEqual([4, 4, 2]);
    const sorted = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'default'];
    expect(pages.flat().toSorted()).toEqual(sorted);
    expect(pages.flat()).not.toEqual(sorted);
    lab.truths.pageSize = 1;
    const groups = await elb.send(new DescribeTargetGroupsCommand({}));
    expect(groups.TargetGroups).toHaveLength(1);
    expect(groups.NextMarker).toBeDefined();
    lab.truths.pages = false;
    const all = await elb.send(new DescribeTargetGroupsCommand({ PageSize: 1 }));
    expect(all.TargetGroups).toHaveLength(2);
  });

  test('images are kept from being deregistered when it is asked for; groups name who uses them now', async () => {
    const { ec2, elb } = sdkFor(lab);
    const fleet = await lab.makeFleet({ routes: 'default' });
    const [, idle] = fleet.generations;
    const ImageId = idle!.imageId;
    const protection = async (): Promise<string | undefined> => {
      const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId] }));
      return Images?.[0]?.DeregistrationProtection;
    };
    expect(await protection()).toBe('disabled');
    await ec2.send(new EnableImageDeregistrationProtectionCommand({ ImageId }));
    expect(await protection()).toBe('enabled-without-cooldown');
    const deregister = new DeregisterImageCommand({ ImageId });
    await expect(ec2.send(deregister)).rejects.toMatchObject({ name: 'OperationNotPermitted' });
    const users = async (): Promise<number | undefined> => {
      const order = new DescribeTargetGroupsCommand({ TargetGroupArns: [idle!.groupArn] });
      return (await elb.send(order)).TargetGroups?.[0]?.LoadBalancerArns?.length;
    };
    expect(await users()).toBe(1);
    const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn: fleet.generations[0]!.groupArn }]; // prettier-ignore
    await elb.send(new ModifyListenerCommand({ ListenerArn: fleet.listenerArn, DefaultActions }));
    expect(await users()).toBe(0);
    // moto by itself: it goes on calling them used, knows no protection, and lets go of the image.
    Object.assign(lab.truths, { tellsUse: false, keepsImages: false });
    expect(await users()).toBe(1);
    expect(await protection()).toBeUndefined();
    await ec2.send(deregister);
  });
});
