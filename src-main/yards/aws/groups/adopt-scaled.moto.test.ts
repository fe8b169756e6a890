/** A generation that an auto scaling group of others fills, adopted and then worked on. */
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import {
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  PutScheduledUpdateGroupActionCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { beforeEach, expect, it } from 'vitest';
import { operatorKeys, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import { asBlockId, asImageId } from '../../../../src-shared/ids.ts';
import { good, onlyFleet } from '../aws-yard.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';

import { mine, owner, rollout, scaledScene } from './scaled-scene.fixture.ts';

describeWithMoto('adopting what an auto scaling group fills', () => {
  const { lab: labNow, operator: operatorNow, open, groups, sizes, ids, generation, behalf, withLost } = scaledScene(); // prettier-ignore
  let lab: Lab;
  let operator: AutoScalingClient;
  beforeEach(() => {
    [lab, operator] = [labNow(), operatorNow()];
  });

  it('adopts one that others made, whichever answer is lost, and replaces, scales and retires it as its own', async () => {
    const made = await lab.makeFleet({ scales: true, instances: 2, smallest: 1, routes: 'default' }); // prettier-ignore
    const name = 'storefront-v002';
    const at = { AutoScalingGroupName: name } as const;
    const from = (Version: string) =>
      operator.send(new UpdateAutoScalingGroupCommand({ ...at, LaunchTemplate: { LaunchTemplateId: made.generations[1]?.launchTemplateId, Version } })); // prettier-ignore
    await operator.send(new PutScheduledUpdateGroupActionCommand({ ...at, ScheduledActionName: 'night', Recurrence: '0 22 * * *', MinSize: 1 })); // prettier-ignore
    const first = open();
    const fleet = await onlyFleet(first);
    const { id, number, blocks } = generation(fleet, name);
    const intent = { kind: 'adopt', generation: id, number } as const;
    good(await first.claim({ fleet: fleet.id, rollout, owner, leaseMs: 120_000, epoch: 1, intent })); // prettier-ignore
    const order = { ...behalf(fleet, 'adopt'), generation: id, number };
    await from('$Latest');
    const sinceMs = lab.nowMs();
    const unpinned = open();
    const shown = generation(await onlyFleet(unpinned), name);
    const why =
      'starts servers from $Latest of its launch template, which can be another one tomorrow';
    expect(shown).toMatchObject({ isForeign: true, whyNotAdopted: expect.stringContaining(why) as string }); // prettier-ignore
    const refusal = await unpinned.adoptGeneration(order);
    expect(refusal.ok ? '' : refusal.fault.message).toContain(why);
    expect(lab.calls.mutations({ ...mine, sinceMs })).toEqual([]);

    await from('1');
    const before = (await groups())[name];
    const adopting = ['CreateLaunchTemplate', 'CreateOrUpdateTags', 'CreateTags', 'AddTags'];
    await withLost(adopting, (yard) => yard.adoptGeneration(order));
    expect(generation(await onlyFleet(open()), name).isForeign).toBeUndefined();
    // What it starts servers from stays theirs, by its number; ours is the record.
    const after = (await groups())[name];
    expect(after).toMatchObject({ LaunchTemplate: before?.LaunchTemplate, MinSize: 1, DesiredCapacity: 2, MaxSize: 4 }); // prettier-ignore
    expect(after?.Instances).toEqual(before?.Instances);
    const foreign = (after?.Tags ?? []).filter(({ Key }) => !Key?.startsWith('blockyard:'));
    expect(foreign).toEqual(before?.Tags);
    const templates = JSON.parse(await lab.cli('ec2', 'describe-launch-templates')) as { LaunchTemplates: { LaunchTemplateName: string; Tags?: { Key: string; Value: string }[] }[] }; // prettier-ignore
    const names = templates.LaunchTemplates.map((one) => one.LaunchTemplateName);
    expect(names.toSorted()).toEqual(['storefront-v001', name, `${name}-adopted`]);
    const tags = templates.LaunchTemplates.flatMap(({ Tags = [] }) => Tags).map(({ Key, Value }) => [Key, Value]); // prettier-ignore
    expect(Object.fromEntries(tags)).toMatchObject({
      'blockyard:scaled-by': name,
      'blockyard:starts-from': `${made.generations[1]?.launchTemplateId ?? ''} 1`,
      'blockyard:sizes': 'min 1 desired 2 max 4',
      'blockyard:scheduled': 'night (0 22 * * *, min 1)',
    });

    const yard = open();
    await yard.observe();
    const ill = asBlockId(blocks[0]?.id ?? '');
    good(await yard.launchBlock({ ...behalf(fleet, 'fresh'), generation: id, replaces: ill }));
    await yard.observe();
    good(await yard.terminateBlock({ ...behalf(fleet, 'end-old'), block: ill }));
    good(await yard.addBlock({ ...behalf(fleet, 'add-3'), generation: id, size: 3 }));
    expect(await sizes(name)).toEqual([1, 3, 4, 3]);
    expect(await ids(name)).not.toContain(ill);
    const retire = { ...behalf(fleet, 'retire'), generation: id };
    await from('$Latest');
    const changed = await yard.retireGeneration(retire);
    expect(changed.ok ? '' : changed.fault.message).toContain('another template than it was adopted with'); // prettier-ignore
    await from('1');
    const others = await ids('storefront-v001');
    good(await yard.retireGeneration(retire));
    expect(Object.keys(await groups())).toEqual(['storefront-v001']);
    expect(await ids('storefront-v001')).toEqual(others);
    expect(generation(await onlyFleet(open()), name)).toMatchObject({
      rung: 'retired',
      blocks: [],
    });
    expect(lab.calls.mutations(mine).filter(({ action }) => /RunInstances|TerminateInstances$/.test(action))).toEqual([]); // prettier-ignore
  }, 120_000);

  it('adopts a group of several types and prices once it is pinned, and launches one like it', async () => {
    const made = await lab.makeFleet({ scales: 'later', instances: 2, routes: 'default' });
    const [first, second] = made.generations;
    const name = 'storefront-v002';
    const overrides = [{ InstanceType: 't3.medium' }, { InstanceType: 't3a.medium' }] as const;
    const distribution = { OnDemandBaseCapacity: 1, OnDemandPercentageAboveBaseCapacity: 0, SpotAllocationStrategy: 'price-capacity-optimized' }; // prettier-ignore
    const mixed = (Version: string) => ({
      LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: second?.launchTemplateId, Version }, Overrides: [...overrides] }, // prettier-ignore
      InstancesDistribution: distribution,
    });
    const kept = { AutoScalingGroupName: name, MinSize: 0, MaxSize: 4, DesiredCapacity: 2, VPCZoneIdentifier: (await groups())[name]?.VPCZoneIdentifier, TargetGroupARNs: [second?.groupArn ?? ''], HealthCheckType: 'ELB', HealthCheckGracePeriod: 60 }; // prettier-ignore
    await operator.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, MinSize: 0, DesiredCapacity: 0 })); // prettier-ignore
    await expect.poll(async () => (await ids(name)).length, { timeout: 10_000 }).toBe(0);
    await operator.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name }));
    await operator.send(new CreateAutoScalingGroupCommand({ ...kept, MixedInstancesPolicy: mixed('$Latest') })); // prettier-ignore
    const members = (await groups())[name]?.Instances ?? [];
    expect(members.map(({ InstanceType }) => InstanceType)).toEqual(['t3.medium', 't3a.medium']);

    const yard = open();
    const fleet = await onlyFleet(yard);
    const { id, number, whyNotAdopted = '', notes = [] } = generation(fleet, name);
    expect(notes.join(' ')).toContain('t3.medium; t3a.medium; 1 on demand at least; 100 % of the rest at the spot price'); // prettier-ignore
    const [, command = ''] = whyNotAdopted.split('Pin it first: aws ');
    // What the refusal says to do is done as it stands.
    const words = [...command.matchAll(/'([^']*)'|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare ?? ''); // prettier-ignore
    await lab.cli(...words);
    const next = open();
    await next.observe();
    const intent = { kind: 'adopt', generation: id, number } as const;
    good(await next.claim({ fleet: fleet.id, rollout, owner, leaseMs: 120_000, epoch: 1, intent }));
    good(await next.adoptGeneration({ ...behalf(fleet, 'adopt'), generation: id, number }));
    const ec2 = new EC2Client({ endpoint: lab.endpoint, region: lab.region, credentials: operatorKeys }); // prettier-ignore
    const described = await ec2.send(new DescribeLaunchTemplatesCommand({ Filters: [{ Name: 'tag-key', Values: ['blockyard:mixed'] }] })); // prettier-ignore
    const recorded = described.LaunchTemplates?.[0]?.Tags?.find(({ Key }) => Key === 'blockyard:mixed')?.Value; // prettier-ignore
    expect(recorded).toBe('t3.medium; t3a.medium; 1 on demand at least; 100 % of the rest at the spot price; spot by price-capacity-optimized'); // prettier-ignore

    const later = open();
    const { recipe } = generation(await onlyFleet(later), name);
    good(await later.launchGeneration({ ...behalf(fleet, 'launch'), number: 3, size: 2, image: asImageId(first?.imageId ?? ''), recipe })); // prettier-ignore
    const fresh = (await groups())['storefront-v003'];
    const own = fresh?.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
    expect(own).toMatchObject({ Version: '1' });
    expect(own?.LaunchTemplateId).not.toBe(second?.launchTemplateId);
    expect(fresh?.MixedInstancesPolicy).toMatchObject({ LaunchTemplate: { Overrides: overrides }, InstancesDistribution: distribution }); // prettier-ignore
    const started = await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'tag:aws:autoscaling:groupName', Values: ['storefront-v003'] }] })); // prettier-ignore
    const servers = (started.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
    ec2.destroy();
    expect(servers.map((one) => [one.InstanceType, one.InstanceLifecycle, one.ImageId]).toSorted()).toEqual([['t3.medium', undefined, first?.imageId], ['t3a.medium', 'spot', first?.imageId]]); // prettier-ignore
  }, 120_000);
});
