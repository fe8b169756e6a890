/** Generations that fetch their work and that auto scaling groups fill: real processes, a real queue, and AWS's groups. */
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import {
  DescribePoliciesCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
} from '@aws-sdk/client-auto-scaling';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asBlockId, asImageId, asRolloutId, asToken } from '../../../../src-shared/ids.ts';
import type { Result } from '../../../../src-shared/result.ts';
import { good, onlyFleet, type LabYard } from '../aws-yard.fixture.ts';
import { releaseAction } from '../discover/scaling-group.ts';
import { mine, openOperator, sizesOf, scheduledOf } from '../groups/operator.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';
import { workerScene } from './worker-scene.fixture.ts';

const declaredGroups = { kind: 'groups', prefix: 'runners-' } as const;

describeWithMoto('auto scaling groups whose servers fetch their work', () => {
  const scene = workerScene();
  const { image, openEngine, openPanel, seen, of, healthy, act, cutOver, done, atRest } = scene;
  let operator: AutoScalingClient;
  beforeEach(() => {
    operator = openOperator(scene.lab());
  });
  afterEach(() => {
    operator.destroy();
  });

  /** As people make it by hand: its size follows the length of a queue. */
  const madeByHand = async (name: string, ami: string): Promise<void> => {
    const lab = scene.lab();
    const data = JSON.stringify({ ImageId: ami, InstanceType: 't3.small' });
    await lab.cli('ec2', 'create-launch-template', '--launch-template-name', name, '--launch-template-data', data); // prettier-ignore
    const subnets = JSON.parse(await lab.cli('ec2', 'describe-subnets')) as { Subnets: { SubnetId: string }[] }; // prettier-ignore
    await lab.cli('autoscaling', 'create-auto-scaling-group', '--auto-scaling-group-name', name, '--launch-template', `LaunchTemplateName=${name},Version=1`, '--min-size', '1', '--max-size', '4', '--desired-capacity', '2', '--vpc-zone-identifier', subnets.Subnets[0]?.SubnetId ?? ''); // prettier-ignore
    const backlog = { MetricName: 'Backlog', Namespace: 'Jobs', Dimensions: [{ Name: 'AutoScalingGroupName', Value: name }], Statistic: 'Average' as const }; // prettier-ignore
    await operator.send(new PutScalingPolicyCommand({ AutoScalingGroupName: name, PolicyName: 'backlog', PolicyType: 'TargetTrackingScaling', TargetTrackingConfiguration: { TargetValue: 10, CustomizedMetricSpecification: backlog } })); // prettier-ignore
  };
  const sizes = (name: string) => sizesOf(operator, name);

  it('launches, gives the work over and back, replaces, scales and retires: no job is lost or done twice', async () => {
    const ami = await image('runners-1');
    await madeByHand('runners-v001', ami);
    await openEngine(declaredGroups);
    const queue = scene.queue();
    const first = await healthy(1);
    const v1 = of(first, 1).id;
    expect(await cutOver(v1)).toMatchObject({ kind: 'verified' });
    queue.setOn(true);
    await done(3);
    const launched = await act({ kind: 'launch', image: asImageId(ami), size: 2 });
    expect(launched, launched.text).toMatchObject({ kind: 'done' });
    const v2 = of(await healthy(1, 2), 2);
    expect([v2.id, v2.isForeign, v2.image]).toEqual(['runners-v002', undefined, ami]);
    // A group of its own, like the one before, and both are held: a policy takes nobody away.
    expect([await sizes('runners-v001'), await sizes('runners-v002')]).toEqual([[2, 2, 4, 2], [2, 2, 4, 2]]); // prettier-ignore
    expect((await scheduledOf(operator, 'runners-v002')).map(({ ScheduledActionName, MinSize }) => [ScheduledActionName, MinSize])).toEqual([[releaseAction, 1]]); // prettier-ignore
    const { ScalingPolicies } = await operator.send(new DescribePoliciesCommand({ AutoScalingGroupName: 'runners-v002' })); // prettier-ignore
    expect(ScalingPolicies).toMatchObject([{ PolicyName: 'backlog', TargetTrackingConfiguration: { CustomizedMetricSpecification: { Dimensions: [{ Value: 'runners-v002' }] } } }]); // prettier-ignore
    expect((v2.notes ?? []).join(' ')).toContain('runners-v002 is held at 2 or more until');
    const over = await cutOver(v2.id);
    expect(over, over.text).toMatchObject({ kind: 'verified' });
    await done(8);
    const back = await act({ kind: 'revert', to: v1 });
    expect(back, back.text).toMatchObject({ kind: 'verified' });
    await done(12);
    const again = await cutOver(v2.id);
    expect(again, again.text).toMatchObject({ kind: 'verified' });
    const [ill] = of(await seen(), 2).blocks;
    const replaced = await act({ kind: 'replace', generation: v2.id, block: ill?.id ?? asBlockId('') }); // prettier-ignore
    expect(replaced, replaced.text).toMatchObject({ kind: 'done' });
    const more = await act({ kind: 'scale', generation: v2.id, size: 3 });
    expect(more, more.text).toMatchObject({ kind: 'done' });
    expect((await sizes('runners-v002')).slice(1)).toEqual([3, 4, 3]);
    await done(16);
    const home = await act({ kind: 'revert', to: v1 });
    expect(home, home.text).toMatchObject({ kind: 'verified' });
    const less = await act({ kind: 'scale', generation: v2.id, size: 2 });
    expect(less, less.text).toMatchObject({ kind: 'done' });
    const retired = await act({ kind: 'retire', generation: v2.id, typedName: v2.id });
    expect(retired, retired.text).toMatchObject({ kind: 'done' });
    expect(of(await seen(), 2)).toMatchObject({ rung: 'retired', blocks: [] });
    expect(await sizes('runners-v002')).toEqual([]);
    // The overlap is over: what serves may follow its queue again.
    expect(await sizes('runners-v001')).toEqual([1, 2, 4, 2]);
    const retireForeign = act({ kind: 'retire', generation: v1, typedName: v1 });
    const foreign = await retireForeign.then(
      ({ kind }) => kind,
      () => 'refused',
    );
    expect(foreign).not.toBe('done');
    await done(20);
    const { lost, twice, fetched, done: finished } = await atRest();
    expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
    expect(finished).toBe(fetched);
    const writes = scene
      .lab()
      .calls.mutations(mine)
      .map(({ action }) => action);
    expect(writes.filter((action) => /RunInstances|TerminateInstances$|Target/u.test(action))).toEqual([]); // prettier-ignore
  }, 240_000);

  it('makes nothing twice and ends nothing twice, whichever answer is lost', async () => {
    const lab = scene.lab();
    await madeByHand('runners-v001', await image('runners-1'));
    await operator.send(new PutScheduledUpdateGroupActionCommand({ AutoScalingGroupName: 'runners-v001', ScheduledActionName: 'night', Recurrence: '0 22 * * *', MinSize: 1 })); // prettier-ignore
    const panel = openPanel(declaredGroups);
    const fleet = await onlyFleet(panel);
    const { recipe, image: ami } = of(fleet, 1);
    const by = { fleet: fleet.id, rollout: asRolloutId('launch-1'), epoch: 1 };
    const made = { image: ami, number: 2, size: 2, recipe };
    good(await panel.claim({ ...by, intent: { kind: 'launch', ...made }, owner: { name: 'ann', host: 'desk', panel: 'panel-1' }, leaseMs: 120_000 })); // prettier-ignore
    const behalf = (step: string) => ({ ...by, token: asToken(`launch-1.${step}`) });
    const withLost = async <Value>(
      actions: readonly string[],
      act: (yard: LabYard) => Promise<Result<Value>>,
    ): Promise<Value> => {
      const faults = actions.map((action) =>
        lab.faults.add({ effect: { kind: 'lost-reply' }, on: { action, ...mine }, times: 1 }),
      );
      for (let turn = 0; ; turn += 1) {
        const yard = openPanel(declaredGroups);
        // Its hooks answer within the look.
        good(await yard.observe());
        const answer = await act(yard);
        if (answer.ok || turn > actions.length) {
          expect(faults.map(({ struck }) => struck)).toEqual(actions.map(() => 1));
          return good(answer);
        }
        expect(answer.fault).toMatchObject({ code: 'unknown-outcome' });
      }
    };
    const launching = ['CreateLaunchTemplate', 'CreateAutoScalingGroup', 'PutScheduledUpdateGroupAction', 'UpdateAutoScalingGroup', 'PutScalingPolicy']; // prettier-ignore
    const v2 = await withLost(launching, (yard) => yard.launchGeneration({ ...behalf('launch'), ...made })); // prettier-ignore
    expect([await sizes('runners-v001'), await sizes('runners-v002')]).toEqual([[1, 2, 4, 2], [2, 2, 4, 2]]); // prettier-ignore
    const changing = ['CreateOrUpdateTags', 'UpdateAutoScalingGroup'];
    const add = { ...behalf('add-3'), generation: v2, size: 3 };
    const added = await withLost(changing, (yard) => yard.addBlock(add));
    expect((await sizes('runners-v002')).slice(1)).toEqual([3, 4, 3]);
    expect((await onlyFleet(openPanel(declaredGroups))).rollout?.launched).toEqual([v2, added]);
    const down = { ...behalf('end-2'), block: added, size: 2 };
    await withLost(['TerminateInstanceInAutoScalingGroup'], (yard) => yard.terminateBlock(down));
    expect((await sizes('runners-v002')).slice(1)).toEqual([2, 4, 2]);
    const retire = { ...behalf('retire'), generation: v2 };
    const retiring = ['SuspendProcesses', 'UpdateAutoScalingGroup', 'DeleteAutoScalingGroup'];
    await withLost(retiring, (yard) => yard.retireGeneration(retire));
    expect(await sizes('runners-v002')).toEqual([]);
  }, 180_000);
});
