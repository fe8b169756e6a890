/** Launching and ending where AWS refuses in the middle, answers late, or knows less than it did. */
import { ModifyInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import {
  CreateTargetGroupCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, it } from 'vitest';
import { asToken } from '../../../../src-shared/ids.ts';
import { nextNumber } from '../../../../src-shared/numbering.ts';
import { called, good, onlyFleet } from '../aws-yard.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';
import { launchScene, mine } from './launch-scene.fixture.ts';

describeWithMoto('a launch that AWS refuses or forgets', () => {
  const { lab, made, operator, open, begun, launched } = launchScene();
  const protect = (InstanceId: string, Value: boolean) =>
    operator().ec2.send(
      new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value } }),
    );
  const refuse = (action: string, code: string, times = Infinity, status = 400) =>
    lab().faults.add({
      effect: { kind: 'error', status, code, message: 'As AWS words it.' },
      on: { action, ...mine },
      times,
    });
  const said = (
    answer: Awaited<ReturnType<Awaited<ReturnType<typeof begun>>['yard']['launchGeneration']>>,
  ): string =>
    // prettier-ignore
    answer.ok ? 'done' : `${answer.fault.code}: ${answer.fault.message} ${answer.fault.todo ?? ''}`;

  it('says which quota is used up, and the next launch takes the number after it, in any process', async () => {
    const { yard, order } = await begun();
    refuse('CreateTargetGroup', 'TooManyTargetGroups', 1);
    expect(said(await yard.launchGeneration(order))).toMatch(
      /^refused: AWS refused CreateTargetGroup: too many target groups\. AWS says: "As AWS words it\." Remove there what is no longer needed, or ask AWS for a higher quota\.$/u,
    );
    const after = order.number + 1;
    expect(nextNumber(await onlyFleet(yard))).toBe(after);
    const other = await open();
    expect(nextNumber(other.fleet)).toBe(after);
    expect(await launched(order.rollout)).toEqual([]);
  }, 60_000);

  it('takes over no target group of that name that it did not make', async () => {
    const { yard, order, name, calls } = await begun();
    const [, newest] = made().generations;
    const { elb } = operator();
    const TargetGroupArns = [newest?.groupArn ?? ''];
    const { TargetGroups } = await elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns }));
    const VpcId = TargetGroups?.[0]?.VpcId;
    await elb.send(new CreateTargetGroupCommand({ Name: name, Protocol: 'HTTP', Port: 9, VpcId }));
    expect(said(await yard.launchGeneration(order))).toBe(
      `conflict: The target group ${name} exists already, and this launch did not make it. Look at the fleet again. If nothing there uses it, remove it in AWS.`,
    );
    expect(calls().map(({ action }) => action)).toEqual(['CreateLaunchTemplate', 'CreateTargetGroup']); // prettier-ignore
  }, 60_000);

  it('goes on where reads do not show yet what was started, and starts nothing twice', async () => {
    const { yard, order, calls } = await begun();
    // Right after RunInstances: EC2 answers that there is nothing, then knows them.
    let isNew = false;
    lab().faults.add({
      effect: { kind: 'empty-result' },
      on: {
        action: 'DescribeInstances',
        ...mine,
        where: () => {
          isNew ||= calls('RunInstances').length > 0;
          return isNew;
        },
      },
      times: 1,
    });
    good(await yard.launchGeneration(order));
    expect(await launched(order.rollout)).toHaveLength(2);
    expect(calls('RunInstances')).toHaveLength(2);
    const fleet = await onlyFleet(yard);
    expect(fleet.generations.at(-1)?.blocks).toHaveLength(2);
  }, 60_000);

  it('repeats what was throttled or mismatched in one zone alone, with the same token, and reaches its size', async () => {
    const { yard, order, calls } = await begun();
    refuse('RunInstances', 'RequestLimitExceeded', 1, 503);
    expect(said(await yard.launchGeneration(order))).toMatch(/^throttled: No server was started in subnet-\S+: AWS takes no more calls of RunInstances for the moment\. Wait a few seconds/u); // prettier-ignore
    expect(await launched(order.rollout)).toHaveLength(1);
    refuse('RunInstances', 'IdempotentParameterMismatch', 1);
    expect(said(await yard.launchGeneration(order))).toMatch(/^unknown-outcome: /u);
    good(await yard.launchGeneration(order));
    expect(await launched(order.rollout)).toHaveLength(2);
    const tokens = calls('RunInstances').map(({ params }) => params['ClientToken']);
    expect(tokens).toHaveLength(4);
    expect(new Set(tokens).size).toBe(2);
    // Pinned by number: no later version of the template changes what a repeat starts.
    const versions = calls('RunInstances').map(({ params }) => params['LaunchTemplate.Version']);
    expect(new Set(versions)).toEqual(new Set(['1']));
  }, 60_000);

  it('names the server that is protected, ends the others, and goes on once it is not', async () => {
    const { yard, fleet, order, name } = await begun();
    good(await yard.launchGeneration(order));
    const [first] = await launched(order.rollout);
    const id = first?.id ?? '';
    await protect(id, true);
    const generation = called(await onlyFleet(yard), name);
    const token = asToken('retire-1');
    const retire = { fleet: fleet.id, generation, rollout: order.rollout, epoch: 1, token };
    const answer = await yard.retireGeneration(retire);
    expect(answer.ok ? '' : answer.fault.message).toMatch(new RegExp(`^AWS ends \\d of 2 servers: ${id} is protected against termination\\.$`, 'u')); // prettier-ignore
    expect(answer.ok ? '' : answer.fault.todo).toBe('Switch that protection off in AWS, then retire it again.'); // prettier-ignore
    await protect(id, false);
    // One that EC2 does not find fails the whole call; nothing is taken for gone by that.
    refuse('TerminateInstances', 'InvalidInstanceID.NotFound', 1);
    expect(await yard.retireGeneration(retire)).toMatchObject({
      fault: { code: 'unknown-outcome' },
    });
    good(await yard.retireGeneration(retire));
    expect((await launched(order.rollout)).map(({ state }) => state)).toEqual([
      'terminated',
      'terminated',
    ]);
  }, 60_000);
});
