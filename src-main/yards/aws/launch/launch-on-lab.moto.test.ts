/** Launching at the yard itself: every answer that is lost, every refusal, and what is made of the servers before. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import type { Fleet } from '../../../../src-shared/fleet.ts';
import { asImageId, asRolloutId, asToken } from '../../../../src-shared/ids.ts';
import type { LaunchGenerationOrder } from '../../port.ts';
import {
  called,
  good,
  onlyFleet,
  openLabYard,
  panelKeys,
  type LabYard,
} from '../aws-yard.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';

const owner = { name: 'ann', host: 'desk', panel: 'panel-1' };
const rollout = asRolloutId('launch-1');

interface Server {
  readonly InstanceId: string;
  readonly ImageId: string;
  readonly InstanceType: string;
  readonly SubnetId: string;
  readonly State: { readonly Name: string };
  readonly SecurityGroups: readonly { readonly GroupId: string }[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

describeWithMoto('a launch in an account', () => {
  let lab: Lab;
  let yards: LabYard[] = [];
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterAll(() => lab.close());
  beforeEach(() => lab.reset(), 30_000);
  afterEach(() => {
    for (const yard of yards.splice(0)) yard.close();
    yards = [];
  });

  const open = async (): Promise<{ yard: LabYard; fleet: Fleet }> => {
    const yard = openLabYard(lab);
    yards.push(yard);
    return { yard, fleet: await onlyFleet(yard) };
  };
  const begun = async (size = 2) => {
    const made = await lab.makeFleet({ instances: 2, routes: 'both' });
    const { yard, fleet } = await open();
    const newest = fleet.generations.at(-1);
    const order: LaunchGenerationOrder = {
      ...{ fleet: fleet.id, number: 3, size, rollout, epoch: 1, token: asToken('launch-1.launch') },
      image: asImageId(made.generations[0]?.imageId ?? ''),
      recipe: newest?.recipe ?? ({} as Fleet['generations'][number]['recipe']),
    };
    const { number, image, recipe } = order;
    good(
      await yard.claim({
        ...{ fleet: fleet.id, rollout, owner, leaseMs: 60_000, epoch: 1 },
        intent: { kind: 'launch', image, number, size, recipe },
      }),
    );
    return { made, yard, fleet, order };
  };
  const servers = async (): Promise<readonly Server[]> => {
    const said = JSON.parse(await lab.cli('ec2', 'describe-instances')) as {
      Reservations: { Instances: Server[] }[];
    };
    return said.Reservations.flatMap(({ Instances }) => Instances);
  };
  const launchedOnes = async (): Promise<readonly Server[]> =>
    (await servers()).filter(({ Tags = [] }) =>
      Tags.some(({ Key, Value }) => Key === 'blockyard:rollout' && Value === rollout),
    );
  const mine = { caller: panelKeys.accessKeyId } as const;

  it('starts servers like those before, with the new image, spread alike, and marks them', async () => {
    const { made, yard, fleet, order } = await begun(4);
    good(await yard.launchGeneration(order));
    const fresh = await launchedOnes();
    const model = (await servers()).find(({ InstanceId }) => made.generations[1]?.instanceIds.includes(InstanceId)); // prettier-ignore
    expect(fresh).toHaveLength(4);
    for (const one of fresh) {
      expect(one.ImageId).toBe(order.image);
      expect(one.InstanceType).toBe(model?.InstanceType);
      expect(one.SecurityGroups.map(({ GroupId }) => GroupId)).toEqual(model?.SecurityGroups.map(({ GroupId }) => GroupId)); // prettier-ignore
    }
    const before = (await servers()).filter(({ InstanceId }) => made.generations[1]?.instanceIds.includes(InstanceId)); // prettier-ignore
    expect(new Set(fresh.map(({ SubnetId }) => SubnetId))).toEqual(new Set(before.map(({ SubnetId }) => SubnetId))); // prettier-ignore
    const data = JSON.parse(await lab.cli('ec2', 'describe-launch-template-versions', '--launch-template-name', 'storefront-v003')) as { LaunchTemplateVersions: { LaunchTemplateData: { UserData?: string } }[] }; // prettier-ignore
    const sources = JSON.parse(await lab.cli('ec2', 'describe-launch-template-versions', '--launch-template-name', 'storefront-v002')) as typeof data; // prettier-ignore
    expect(data.LaunchTemplateVersions[0]?.LaunchTemplateData.UserData).toBe(sources.LaunchTemplateVersions[0]?.LaunchTemplateData.UserData); // prettier-ignore
    const now = await onlyFleet(yard);
    expect(now.split.weights.map(({ weight }) => weight)).toEqual([...fleet.split.weights.map(({ weight }) => weight), 0]); // prettier-ignore
    expect(now.rollout?.launched).toEqual([called(now, 'storefront-v003')]);
  }, 60_000);

  describe.each([
    'CreateLaunchTemplate',
    'CreateTargetGroup',
    'ModifyListener',
    'ModifyRule',
    'RunInstances',
    'RegisterTargets',
  ])('whose answer to %s is lost', (action) => {
    it('goes on where it was, by another process, and starts no server twice', async () => {
      const { yard, order } = await begun();
      const fault = lab.faults.add({ effect: { kind: 'lost-reply' }, on: { action, ...mine }, times: 1 }); // prettier-ignore
      const first = await yard.launchGeneration(order);
      expect(fault.struck).toBe(1);
      if (!first.ok) {
        expect(first.fault.code).toBe('unknown-outcome');
        yard.close();
        const next = await open();
        good(await next.yard.launchGeneration(order));
      }
      expect(await launchedOnes()).toHaveLength(2);
      const { yard: last } = await open();
      const fleet = await onlyFleet(last);
      expect(fleet.generations.map(({ number, blocks }) => [number, blocks.length])).toEqual([[1, 2], [2, 2], [3, 2]]); // prettier-ignore
    }, 60_000);
  });

  it('says where there is no room, keeps what did start to be retired, and ends only that', async () => {
    const { yard, fleet, order } = await begun();
    lab.faults.add({
      effect: { kind: 'error', status: 500, code: 'InsufficientInstanceCapacity', message: 'We currently do not have sufficient t3.medium capacity.' }, // prettier-ignore
      on: { action: 'RunInstances', ...mine },
      times: 1,
    });
    const answer = await yard.launchGeneration(order);
    expect(answer).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(answer.ok ? '' : answer.fault.message).toMatch(/^AWS has no room for the servers in subnet-/u); // prettier-ignore
    expect(await launchedOnes()).toHaveLength(1);
    const seen = await onlyFleet(yard);
    const generation = called(seen, 'storefront-v003');
    const retire = { fleet: fleet.id, generation, rollout, epoch: 1, token: asToken('retire-1') };
    expect(seen.generations.find(({ id }) => id === generation)?.rung).toBe('warm');
    // Broken off after the drain, and by a way back meanwhile: nothing is over, and it can be asked for again.
    const ends = { action: 'TerminateInstances', ...mine } as const;
    lab.faults.add({ effect: { kind: 'throttled' }, on: ends, times: 1 });
    expect(await yard.retireGeneration(retire)).toMatchObject({ ok: false, fault: { code: 'throttled' } }); // prettier-ignore
    const half = await onlyFleet(yard);
    expect(half.generations.find(({ id }) => id === generation)).toMatchObject({ rung: 'warm' });
    good(await yard.retireGeneration(retire));
    good(await yard.retireGeneration(retire));
    const after = await onlyFleet(yard);
    expect(after.generations.find(({ id }) => id === generation)).toMatchObject({ isAttached: false }); // prettier-ignore
    expect((await servers()).map(({ State }) => State.Name).sort()).toEqual(['running', 'running', 'running', 'running', 'terminated']); // prettier-ignore
  }, 60_000);

  it('ends nothing that it did not launch, nothing with traffic, and nothing without the fleet in its hand', async () => {
    const { yard, fleet, order } = await begun();
    const order2 = { fleet: fleet.id, rollout, epoch: 1, token: asToken('retire-2') };
    const foreign = { ...order2, generation: called(fleet, 'storefront-v002') };
    const refused = await yard.retireGeneration(foreign);
    expect(refused).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(refused.ok ? '' : refused.fault.message).toContain('not launched by Blockyard');
    good(await yard.launchGeneration(order));
    const now = await onlyFleet(yard);
    const own = { ...order2, generation: called(now, 'storefront-v003') };
    const other = { ...own, rollout: asRolloutId('somebody-else') };
    expect(await yard.retireGeneration(other)).toMatchObject({ ok: false, fault: { code: 'conflict' } }); // prettier-ignore
    // By hand, behind our back: the last look does not know it.
    const [rule] = now.entry.rules;
    expect(rule).toBeDefined();
    const sinceMs = lab.nowMs();
    await lab.cli('elbv2', 'modify-listener', '--listener-arn', await listenerArn(), '--default-actions', JSON.stringify([{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: arnOf(own.generation), Weight: 1 }] } }])); // prettier-ignore
    expect(await yard.retireGeneration(own)).toMatchObject({ ok: false, fault: { code: 'conflict' } }); // prettier-ignore
    expect(lab.calls.mutations({ ...mine, sinceMs }).map(({ action }) => action)).toEqual([]);
  }, 60_000);

  it('puts its servers back when traffic comes in the middle of a retirement', async () => {
    const { yard, fleet, order } = await begun();
    good(await yard.launchGeneration(order));
    lab.health.drainingMs = 60_000;
    const now = await onlyFleet(yard);
    const generation = called(now, 'storefront-v003');
    const retire = { fleet: fleet.id, generation, rollout, epoch: 1, token: asToken('retire-3') };
    const running = yard.retireGeneration(retire);
    await expect.poll(() => lab.calls.mutations({ ...mine }).map(({ action }) => action), { timeout: 10_000 }).toContain('DeregisterTargets'); // prettier-ignore
    await lab.cli('elbv2', 'modify-listener', '--listener-arn', await listenerArn(), '--default-actions', JSON.stringify([{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: arnOf(generation), Weight: 1 }] } }])); // prettier-ignore
    expect(await running).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    expect((await launchedOnes()).map(({ State }) => State.Name)).toEqual(['running', 'running']);
    const writes = lab.calls.mutations({ ...mine }).map(({ action }) => action);
    // Once by the launch, once more by this: blocks that are missing are shown for a while all the same.
    expect(writes.filter((action) => action === 'RegisterTargets')).toHaveLength(2);
    expect(writes.at(-1)).toBe('RegisterTargets');
    lab.health.drainingMs = 0;
    const after = await onlyFleet(yard);
    expect(after.generations.find(({ id }) => id === generation)?.blocks).toHaveLength(2);
  }, 60_000);

  it('ends nothing when a server that it does not know is registered in the group', async () => {
    const { made, yard, fleet, order } = await begun();
    good(await yard.launchGeneration(order));
    const generation = called(await onlyFleet(yard), 'storefront-v003');
    const [foreign = ''] = made.generations[0]?.instanceIds ?? [];
    await lab.cli('elbv2', 'register-targets', '--target-group-arn', arnOf(generation), '--targets', `Id=${foreign}`); // prettier-ignore
    const sinceMs = lab.nowMs();
    const retire = { fleet: fleet.id, generation, rollout, epoch: 1, token: asToken('retire-4') };
    const answer = await yard.retireGeneration(retire);
    expect(answer.ok ? '' : answer.fault.message).toContain(`${foreign} is registered in it`);
    expect(lab.calls.mutations({ ...mine, sinceMs }).map(({ action }) => action)).toEqual([]);
  }, 60_000);

  it('does not take a number that another template has', async () => {
    const { yard, order } = await begun();
    await lab.cli('ec2', 'create-launch-template', '--launch-template-name', 'storefront-v003', '--launch-template-data', JSON.stringify({ ImageId: order.image })); // prettier-ignore
    const answer = await yard.launchGeneration(order);
    expect(answer).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    expect(answer.ok ? '' : answer.fault.message).toBe('The launch template storefront-v003 exists already: the number is taken.'); // prettier-ignore
    expect(await launchedOnes()).toEqual([]);
  }, 60_000);

  async function listenerArn(): Promise<string> {
    const balancers = JSON.parse(await lab.cli('elbv2', 'describe-load-balancers')) as { LoadBalancers: { LoadBalancerArn: string }[] }; // prettier-ignore
    const arn = balancers.LoadBalancers[0]?.LoadBalancerArn ?? '';
    const said = JSON.parse(await lab.cli('elbv2', 'describe-listeners', '--load-balancer-arn', arn)) as { Listeners: { ListenerArn: string }[] }; // prettier-ignore
    return said.Listeners[0]?.ListenerArn ?? '';
  }

  function arnOf(generation: string): string {
    return `arn:aws:elasticloadbalancing:${lab.region}:123456789012:targetgroup/${generation}`;
  }
});
