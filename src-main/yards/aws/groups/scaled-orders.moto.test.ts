/** Orders about auto scaling groups at the yard itself: what is copied, every answer that is lost, what is refused. */
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import {
  AttachInstancesCommand,
  AttachLoadBalancerTargetGroupsCommand,
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  DeleteScheduledActionCommand,
  DescribePoliciesCommand,
  DescribeLifecycleHooksCommand,
  DetachInstancesCommand,
  EnableMetricsCollectionCommand,
  PutLifecycleHookCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
  PutWarmPoolCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { beforeEach, expect, it } from 'vitest';
import { type Lab } from '../../../../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../../../../e2e/aws-lab/made-by-hand.ts';
import { asBlockId, asToken, type GenerationId } from '../../../../src-shared/ids.ts';
import type { Result } from '../../../../src-shared/result.ts';
import { called, good, onlyFleet, switchTo, type LabYard } from '../aws-yard.fixture.ts';
import { releaseAction } from '../discover/scaling-group.ts';
import { describeWithMoto } from '../moto.fixture.ts';

import { mine, owner, rollout, scaledScene, v3 } from './scaled-scene.fixture.ts';

describeWithMoto('orders about auto scaling groups', () => {
  const { lab: labNow, operator: operatorNow, open, groups, sizes, scheduled, ids, generation, behalf, begun, withLost } = scaledScene(); // prettier-ignore
  let lab: Lab;
  let operator: AutoScalingClient;
  beforeEach(() => {
    [lab, operator] = [labNow(), operatorNow()];
  });

  it('copies what the group before has, counts its own requests, holds both, and says what it lacks', async () => {
    const { made, yard, order } = await begun();
    const before = 'storefront-v002';
    const [, second] = made.generations;
    const label = (arn = '') => `app/storefront/1/${arn.split(':').at(-1) ?? ''}`;
    const at = { AutoScalingGroupName: before };
    const tracking = { TargetValue: 100, PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: label(second?.groupArn) } } as const; // prettier-ignore
    await operator.send(new PutScalingPolicyCommand({ ...at, PolicyName: 'requests', PolicyType: 'TargetTrackingScaling', TargetTrackingConfiguration: tracking })); // prettier-ignore
    await operator.send(new PutLifecycleHookCommand({ ...at, LifecycleHookName: 'drain', LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 30, DefaultResult: 'CONTINUE' })); // prettier-ignore
    await operator.send(new PutScheduledUpdateGroupActionCommand({ ...at, ScheduledActionName: 'night', Recurrence: '0 22 * * *', MinSize: 1 })); // prettier-ignore
    await operator.send(new EnableMetricsCollectionCommand({ ...at, Metrics: ['GroupDesiredCapacity'], Granularity: '1Minute' })); // prettier-ignore
    await operator.send(new PutWarmPoolCommand({ ...at, MinSize: 1 }));
    await operator.send(new UpdateAutoScalingGroupCommand({ ...at, TerminationPolicies: ['OldestInstance'], MaxInstanceLifetime: 864_000 })); // prettier-ignore
    good(await yard.launchGeneration(order));
    const fresh = (await groups())[v3];
    const old = (await groups())[before];
    expect(fresh).toMatchObject({
      ...{ MinSize: 2, DesiredCapacity: 2, MaxSize: 4, HealthCheckType: 'ELB', HealthCheckGracePeriod: 60 }, // prettier-ignore
      ...{ TerminationPolicies: ['OldestInstance'], MaxInstanceLifetime: 864_000 },
      VPCZoneIdentifier: old?.VPCZoneIdentifier,
      LaunchTemplate: { Version: '1' },
      EnabledMetrics: [{ Metric: 'GroupDesiredCapacity' }],
    });
    const target = fresh?.TargetGroupARNs?.[0] ?? '';
    expect(fresh?.TargetGroupARNs).toHaveLength(1);
    expect(target).toContain(`targetgroup/${v3}/`);
    const { ScalingPolicies } = await operator.send(new DescribePoliciesCommand({ AutoScalingGroupName: v3 })); // prettier-ignore
    expect(ScalingPolicies).toMatchObject([{ PolicyName: 'requests', TargetTrackingConfiguration: { TargetValue: 100, PredefinedMetricSpecification: { ResourceLabel: label(target) } } }]); // prettier-ignore
    const { LifecycleHooks } = await operator.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName: v3 })); // prettier-ignore
    expect(LifecycleHooks).toMatchObject([{ LifecycleHookName: 'drain', HeartbeatTimeout: 30, DefaultResult: 'CONTINUE' }]); // prettier-ignore
    const plans = (await scheduled(v3)).map(({ ScheduledActionName, MinSize, DesiredCapacity, MaxSize }) => [ScheduledActionName, MinSize, DesiredCapacity, MaxSize]); // prettier-ignore
    // Only the smallest size comes back: what it has grown to until then stays.
    expect(plans.toSorted()).toEqual([[releaseAction, 1, undefined, undefined], ['night', 1, undefined, undefined]]); // prettier-ignore
    // What serves is held, too: without its traffic it would shrink. The other one is not.
    expect([await sizes('storefront-v001'), await sizes(before)]).toEqual([[2, 2, 4, 2], [1, 2, 4, 2]]); // prettier-ignore
    expect((await scheduled('storefront-v001')).map(({ ScheduledActionName, MinSize }) => [ScheduledActionName, MinSize])).toEqual([[releaseAction, 1]]); // prettier-ignore
    // Spread over the zones, and each marked as this launch's.
    expect(new Set(fresh?.Instances?.map(({ AvailabilityZone }) => AvailabilityZone)).size).toBe(2);
    const notes = (generation(await onlyFleet(yard)).notes ?? []).join(' ');
    expect(notes).toContain('It was launched without what the group before has: its warm pool.');
    expect(notes).toMatch(
      /storefront-v003 is held at 2 or more until .* UTC by a scheduled action/u,
    );
    // As on AWS: a name is taken once, only an empty group goes, and one that is taken out is replaced.
    const again = new CreateAutoScalingGroupCommand({ AutoScalingGroupName: v3, MinSize: 0, MaxSize: 1, LaunchTemplate: { LaunchTemplateName: v3 } }); // prettier-ignore
    await expect(operator.send(again)).rejects.toThrow('already exists');
    const end = new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: v3 });
    await expect(operator.send(end)).rejects.toThrow('while there are instances');
    const [out = ''] = await ids(v3);
    await operator.send(new DetachInstancesCommand({ AutoScalingGroupName: v3, InstanceIds: [out], ShouldDecrementDesiredCapacity: false })); // prettier-ignore
    expect((await ids(v3)).filter((each) => each !== out)).toHaveLength(2);
  }, 60_000);

  it('tells in the words of AWS why its servers do not start, and goes on when there is room', async () => {
    const { yard, order } = await begun();
    lab.scaling.noRoom = 'We currently do not have sufficient t3.medium capacity in eu-central-1a.';
    good(await yard.launchGeneration(order));
    const short = generation(await onlyFleet(yard));
    expect([short.size, short.blocks.length, short.rung]).toEqual([2, 0, 'warm']);
    expect((short.notes ?? []).join(' ')).toContain('storefront-v003 has 0 of 2 servers. AWS says: "We currently do not have sufficient t3.medium capacity in eu-central-1a."'); // prettier-ignore
    lab.scaling.noRoom = undefined;
    await operator.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: v3, MinSize: 2 }),
    );
    expect(generation(await onlyFleet(yard)).blocks).toHaveLength(2);
  }, 60_000);

  it('makes nothing twice and ends nothing twice, whichever answer is lost', async () => {
    const { fleet, order } = await begun();
    await operator.send(new PutScalingPolicyCommand({ AutoScalingGroupName: 'storefront-v002', PolicyName: 'cpu', PolicyType: 'TargetTrackingScaling', TargetTrackingConfiguration: { TargetValue: 50, PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' } } })); // prettier-ignore
    const launching = ['CreateLaunchTemplate', 'CreateTargetGroup', 'ModifyListener', 'CreateAutoScalingGroup', 'PutScheduledUpdateGroupAction', 'UpdateAutoScalingGroup', 'PutScalingPolicy']; // prettier-ignore
    await withLost(launching, (yard) => yard.launchGeneration(order));
    expect(await sizes(v3)).toEqual([2, 2, 4, 2]);
    expect(await sizes('storefront-v001')).toEqual([2, 2, 4, 2]);
    const id = called(fleet, 'storefront-v001').replace('v001', 'v003').split('/')[0] ?? '';
    const found = await onlyFleet(open());
    const { id: third, blocks } = generation(found);
    expect(third.startsWith(id)).toBe(true);
    const [first, other] = blocks;
    const changing = ['CreateOrUpdateTags', 'UpdateAutoScalingGroup'];
    const add = { ...behalf(fleet, 'add-3'), generation: third, size: 3 };
    const added = await withLost(changing, (yard) => yard.addBlock(add));
    expect(await sizes(v3)).toEqual([3, 3, 4, 3]);
    expect(blocks.map((block) => block.id)).not.toContain(added);
    const shown = await onlyFleet(open());
    expect([generation(shown).size, shown.rollout?.launched]).toEqual([3, [third, added]]);
    const fresh = await withLost(
      changing,
      (yard) =>
      yard.launchBlock({ ...behalf(fleet, 'fresh'), generation: third, replaces: asBlockId(first?.id ?? '') }), // prettier-ignore
    );
    expect(await sizes(v3)).toEqual([3, 4, 4, 4]);
    const beside = generation(await onlyFleet(open()));
    expect(beside.size).toBe(3);
    expect(beside.blocks.find((block) => block.id === fresh)?.replaces).toBe(first?.id);
    const ends = ['TerminateInstanceInAutoScalingGroup'];
    const end = { ...behalf(fleet, 'end-old'), block: asBlockId(first?.id ?? '') };
    await withLost(ends, (yard) => yard.terminateBlock(end));
    expect(await sizes(v3)).toEqual([3, 3, 4, 3]);
    expect(await ids(v3)).not.toContain(first?.id);
    // Smaller than it is held: the hold goes down with it, and so does what comes back.
    const down = { ...behalf(fleet, 'end-2'), block: asBlockId(other?.id ?? ''), size: 2 };
    await withLost(['UpdateAutoScalingGroup', ...ends], (yard) => yard.terminateBlock(down));
    expect(await sizes(v3)).toEqual([2, 2, 4, 2]);
    expect(await open().terminateBlock({ ...down, token: asToken('x') })).toMatchObject({ ok: false }); // prettier-ignore
    const retiring = ['UpdateAutoScalingGroup', 'DeleteAutoScalingGroup'];
    const retire = { ...behalf(fleet, 'retire'), generation: third };
    await withLost(retiring, (yard) => yard.retireGeneration(retire));
    expect(Object.keys(await groups()).toSorted()).toEqual(['storefront-v001', 'storefront-v002']);
    expect(lab.calls.mutations(mine).filter(({ action }) => /RunInstances|TerminateInstances$/.test(action))).toEqual([]); // prettier-ignore
  }, 120_000);

  it('is let go by AWS at its time, with no panel left, and by the end of the overlap', async () => {
    const { yard, order, fleet } = await begun({ holdMs: 2500 });
    good(await yard.launchGeneration(order));
    yard.close();
    expect([await sizes('storefront-v001'), await sizes(v3)]).toEqual([
      [2, 2, 4, 2],
      [2, 2, 4, 2],
    ]);
    const mins = async () => [(await sizes('storefront-v001'))[0], (await sizes(v3))[0]];
    await expect.poll(mins, { timeout: 6000 }).toEqual([1, 1]);
    expect([await scheduled('storefront-v001'), await scheduled(v3)]).toEqual([[], []]);
    // Held again for a day: the end of the third leaves nothing beside the one that serves.
    const next = open();
    await next.observe();
    good(await next.launchGeneration(order));
    expect(await mins()).toEqual([2, 2]);
    const retire = { ...behalf(fleet, 'retire'), generation: called(await onlyFleet(next), v3) };
    good(await next.retireGeneration(retire));
    // No schedule of it comes to pass before it is over.
    expect(lab.calls.mutations(mine).map(({ action }) => action)).not.toContain('SuspendProcesses');
    expect(await sizes('storefront-v001')).toEqual([1, 2, 4, 2]);
    expect(await scheduled('storefront-v001')).toEqual([]);
  }, 60_000);

  it('holds again before traffic moves and while the way back stands, which is scaled to what is then shown', async () => {
    const { yard, order, fleet } = await begun();
    good(await yard.launchGeneration(order));
    const v1 = called(fleet, 'storefront-v001');
    const id = called(await onlyFleet(yard), v3);
    good(await yard.finish(fleet.id, rollout, 1));
    const mins = async () => [(await sizes('storefront-v001'))[0], (await sizes(v3))[0]];
    /** As AWS leaves a group when a hold is over. */
    const lapse = async (...names: string[]): Promise<void> => {
      for (const AutoScalingGroupName of names) {
        await operator.send(new DeleteScheduledActionCommand({ AutoScalingGroupName, ScheduledActionName: releaseAction })); // prettier-ignore
        await operator.send(
          new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize: 1 }),
        );
      }
    };
    const move = async (by: LabYard, from: GenerationId, to: GenerationId): Promise<void> => {
      const now = await onlyFleet(by);
      const move = switchTo(now, to, false);
      const intent = { kind: 'cut-over', from, to, expectedRevision: now.split.revision } as const;
      good(await by.claim({ fleet: now.id, rollout: move.rollout, owner, intent, leaseMs: 60_000, epoch: 1 })); // prettier-ignore
      good(await by.route(move));
      good(await by.finish(now.id, move.rollout, 1));
    };
    await lapse('storefront-v001', v3);
    expect(await mins()).toEqual([1, 1]);
    await move(open(), v1, id);
    expect(await mins()).toEqual([2, 2]);
    expect((await scheduled('storefront-v001')).map(({ MinSize }) => MinSize)).toEqual([1]);
    await move(open(), id, v1);
    // Any panel renews the hold of the way back, and of what serves with no change under way none.
    await lapse('storefront-v001', v3);
    const next = open();
    expect((await onlyFleet(next)).previous).toBe(id);
    await expect.poll(mins, { timeout: 5000 }).toEqual([1, 2]);
    const shown = async (by = next): Promise<readonly number[]> => {
      const { size, blocks } = generation(await onlyFleet(by));
      return [size, blocks.length];
    };
    const intent = { kind: 'scale', generation: id, size: 3, from: 2 } as const;
    good(await next.claim({ fleet: fleet.id, rollout, owner, intent, leaseMs: 60_000, epoch: 1 }));
    good(await next.addBlock({ ...behalf(fleet, 'add-3'), generation: id, size: 3 }));
    expect(await shown()).toEqual([3, 3]);
    const [one = ''] = await ids(v3);
    good(await next.terminateBlock({ ...behalf(fleet, 'end-2'), block: asBlockId(one), size: 2 }));
    expect(await shown()).toEqual([2, 2]);
    // Its hold is over, and a policy has taken one: it lacks it still, and gets it with the next.
    await lapse(v3);
    await operator.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: v3, DesiredCapacity: 1 })); // prettier-ignore
    const later = open();
    expect(await shown(later)).toEqual([2, 1]);
    const [left = ''] = await ids(v3);
    const end = { ...behalf(fleet, 'end-0'), block: asBlockId(left), size: 0 };
    expect(await later.terminateBlock(end)).toMatchObject({
      ok: false,
      fault: { code: 'conflict' },
    });
    good(await later.addBlock({ ...behalf(fleet, 'again-3'), generation: id, size: 3 }));
    expect(await shown(later)).toEqual([3, 3]);
  }, 60_000);
  it('retires for good though a schedule of the operator wants servers again while it is emptied', async () => {
    const { yard, order, fleet } = await begun();
    good(await yard.launchGeneration(order));
    const retire = { ...behalf(fleet, 'retire'), generation: called(await onlyFleet(yard), v3) };
    lab.health.drainingMs = 4000;
    // In the middle of the drain. Carried out, AWS would keep a group with servers in it.
    const noon = (AutoScalingGroupName: string) =>
      operator.send(new PutScheduledUpdateGroupActionCommand({ AutoScalingGroupName, ScheduledActionName: 'noon', StartTime: new Date(Date.now() + 2000), MinSize: 1, DesiredCapacity: 2, MaxSize: 4 })); // prettier-ignore
    // The control: emptied in the same way, with its schedules left as they are.
    const control = 'storefront-v002';
    await noon(v3);
    await noon(control);
    await operator.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: control, MinSize: 0, DesiredCapacity: 0, MaxSize: 0 })); // prettier-ignore
    good(await yard.retireGeneration(retire));
    expect(Object.keys(await groups()).toSorted()).toEqual(['storefront-v001', control]);
    const ends = lab.calls.mutations(mine).map(({ action }) => action).filter((action) => /^SuspendP|^UpdateAuto|^DeleteAuto/.test(action)); // prettier-ignore
    expect(ends.slice(-4, -1)).toEqual(['SuspendProcesses', 'UpdateAutoScalingGroup', 'DeleteAutoScalingGroup']); // prettier-ignore
    await expect.poll(async () => (await sizes(control)).slice(0, 3), { timeout: 10_000 }).toEqual([1, 2, 4]); // prettier-ignore
    expect((await sizes(control))[3]).toBeGreaterThan(0);
  }, 60_000);

  const changes: Readonly<Record<string, (made: MadeFleet) => Promise<unknown>>> = {
    'was not started by it': async () => {
      const [stranger = ''] = await ids('storefront-v001');
      return operator.send(new AttachInstancesCommand({ AutoScalingGroupName: v3, InstanceIds: [stranger] })); // prettier-ignore
    },
    'another template': (made) =>
      operator.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: v3, LaunchTemplate: { LaunchTemplateId: made.generations[0]?.launchTemplateId, Version: '1' } })), // prettier-ignore
    'fills other target groups': (made) =>
      operator.send(new AttachLoadBalancerTargetGroupsCommand({ AutoScalingGroupName: v3, TargetGroupARNs: [made.generations[0]?.groupArn ?? ''] })), // prettier-ignore
  };

  it('changes nothing of a group of others, nor of its own that somebody has changed', async () => {
    const { made, yard, order, fleet } = await begun();
    good(await yard.launchGeneration(order));
    const now = await onlyFleet(yard);
    const { id, blocks } = generation(now);
    const template = { LaunchTemplateId: (await groups())[v3]?.LaunchTemplate?.LaunchTemplateId, Version: '1' }; // prettier-ignore
    const [own = ''] = (await groups())[v3]?.TargetGroupARNs ?? [];
    const at = { AutoScalingGroupName: v3 } as const;
    const undo = async (words: string): Promise<void> => {
      if (words === 'another template') await operator.send(new UpdateAutoScalingGroupCommand({ ...at, LaunchTemplate: template })); // prettier-ignore
      if (words !== 'was not started by it') return;
      const InstanceIds = (await ids(v3)).filter((each) => !blocks.some((block) => block.id === each)); // prettier-ignore
      await operator.send(new DetachInstancesCommand({ ...at, InstanceIds, ShouldDecrementDesiredCapacity: true })); // prettier-ignore
    };
    expect(own).toContain(v3);
    for (const [words, change] of Object.entries(changes)) {
      await change(made);
      const sinceMs = lab.nowMs();
      const answers: Result<unknown>[] = [
        await yard.retireGeneration({ ...behalf(fleet, 'r'), generation: id }),
        await yard.addBlock({ ...behalf(fleet, 'a'), generation: id, size: 3 }),
        await yard.terminateBlock({ ...behalf(fleet, 't'), block: asBlockId(blocks[0]?.id ?? '') }),
      ];
      for (const answer of answers) {
        expect(answer.ok ? 'done' : answer.fault.message).toContain(words);
      }
      expect(lab.calls.mutations({ ...mine, sinceMs })).toEqual([]);
      await undo(words);
    }
    const foreign = { ...behalf(fleet, 'f'), generation: called(fleet, 'storefront-v002') };
    expect(await yard.retireGeneration(foreign)).toMatchObject({ ok: false, fault: { code: 'refused' } }); // prettier-ignore
    expect(await yard.addBlock({ ...foreign, size: 3 })).toMatchObject({ ok: false });
    expect((await groups())['storefront-v002']?.DesiredCapacity).toBe(2);
  }, 60_000);
});
