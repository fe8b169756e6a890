/** For tests: the contract of yards on a lab, with generations of servers or of auto scaling groups. */
import { AutoScalingClient, CreateOrUpdateTagsCommand } from '@aws-sdk/client-auto-scaling';
import { CreateTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  AddTagsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll } from 'vitest';
import { openLab, operatorKeys, type Lab } from '../../../e2e/aws-lab/lab.ts';
import type { MadeGeneration } from '../../../e2e/aws-lab/made-by-hand.ts';
import type { Yard } from '../port.ts';
import { testAttaching, testYardContract } from '../yard-contract.fixture.ts';
import { labMarker, openLabYard, type LabYard } from './aws-yard.fixture.ts';

/** What both generations consist of. */
export type Backing = 'servers' | 'groups';

/** Called within `describeWithMoto`: its hooks are that one's. */
export function testContractOn(backing: Backing): void {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterAll(() => lab.close());

  const bench = async (attachesIdle: boolean) => {
    await lab.reset();
    const scales = backing === 'groups';
    const made = await lab.makeFleet({ routes: 'default', attachesIdle, scales });
    for (const one of made.generations) {
      if ((one.autoScalingGroup !== undefined) !== scales) {
        throw new Error(`${one.name} does not consist of ${backing}.`);
      }
    }
    await markAsOurs(made.generations[1]);
    const yards: LabYard[] = [];
    await Promise.all(
      made.generations.map(({ groupArn, name }) =>
        lab.dataPlane.serve(groupArn, name.replace('storefront-', ''), 1),
      ),
    );
    return {
      openYard: () => {
        const yard = openLabYard(lab, { marker: labMarker });
        yards.push(yard);
        return yard;
      },
      secondPage: 'v002',
      drop: (yard: Yard) => yards.find((one) => one === yard)?.close(),
      close: () => {
        for (const yard of yards) yard.close();
        return Promise.resolve();
      },
    };
  };

  /** As a launch of ours would have left it: only such a generation is made larger or smaller. */
  const markAsOurs = async (second: MadeGeneration | undefined): Promise<void> => {
    if (second === undefined) throw new Error('There is no second generation.');
    const { endpoint, region } = lab;
    const options = { endpoint, region, credentials: operatorKeys };
    const elb = new ElasticLoadBalancingV2Client(options);
    const mark = { Key: 'blockyard:rollout', Value: 'by-hand' };
    const { autoScalingGroup: group, groupArn, instanceIds, launchTemplateId } = second;
    const Tags = [
      mark,
      { Key: 'blockyard:template', Value: launchTemplateId },
      ...(group === undefined ? [] : [{ Key: 'blockyard:scaled-by', Value: group }]),
    ];
    await elb.send(new AddTagsCommand({ ResourceArns: [groupArn], Tags }));
    elb.destroy();
    if (group === undefined) {
      const ec2 = new EC2Client(options);
      await ec2.send(new CreateTagsCommand({ Resources: [...instanceIds], Tags: [mark] }));
      ec2.destroy();
      return;
    }
    const scaling = new AutoScalingClient(options);
    const of = { ResourceId: group, ResourceType: 'auto-scaling-group' };
    await scaling.send(new CreateOrUpdateTagsCommand({ Tags: [{ ...of, ...mark, PropagateAtLaunch: true }] })); // prettier-ignore
    scaling.destroy();
  };

  testYardContract(() => bench(true));
  testAttaching(() => bench(false));
}
