/** For tests: a lab with one fleet, a yard on it that holds the fleet for a launch, and what EC2 says then. */
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { LoggedCall } from '../../../../e2e/aws-lab/call-log.ts';
import { openLab, operatorKeys, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../../../../e2e/aws-lab/made-by-hand.ts';
import type { Fleet } from '../../../../src-shared/fleet.ts';
import { asImageId, asRolloutId, asToken, generationLabel, type RolloutId } from '../../../../src-shared/ids.ts'; // prettier-ignore
import { nextNumber } from '../../../../src-shared/numbering.ts';
import type { LaunchGenerationOrder } from '../../port.ts';
import { good, onlyFleet, openLabYard, panelKeys, type LabYard } from '../aws-yard.fixture.ts';

/** Calls of the product, not of whoever made the fleet. */
export const mine = { caller: panelKeys.accessKeyId } as const;

interface Operator {
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingV2Client;
}

export interface LaunchScene {
  readonly lab: () => Lab;
  readonly made: () => MadeFleet;
  /** Of somebody else in the account. */
  readonly operator: () => Operator;
  /** Another panel: it has looked once. Closed after the test. */
  readonly open: () => Promise<{ readonly yard: LabYard; readonly fleet: Fleet }>;
  /** The yard holds the fleet for the launch of its next generation. */
  readonly begun: (size?: number) => Promise<{
    readonly yard: LabYard;
    readonly fleet: Fleet;
    readonly order: LaunchGenerationOrder;
    /** `storefront-v003`, as its template and its group are called. */
    readonly name: string;
    /** What this panel has sent since. */
    readonly calls: (action?: string) => readonly LoggedCall[];
  }>;
  /** Servers that a launch started, oldest first. */
  readonly launched: (
    by: RolloutId,
  ) => Promise<readonly { readonly id: string; readonly state: string }[]>;
}

/** Called within `describeWithMoto`: its hooks are that one's. One fleet for all tests, as making one takes seconds. */
export function launchScene(): LaunchScene {
  let lab: Lab;
  let made: MadeFleet;
  let operator: Operator;
  let yards: LabYard[] = [];
  let launches = 0;
  beforeAll(async () => {
    lab = await openLab();
    made = await lab.makeFleet({ instances: 2, routes: 'both' });
    const place = { endpoint: lab.endpoint, region: lab.region, credentials: operatorKeys };
    operator = { ec2: new EC2Client(place), elb: new ElasticLoadBalancingV2Client(place) };
  }, 60_000);
  afterAll(async () => {
    operator.ec2.destroy();
    operator.elb.destroy();
    await lab.close();
  });
  afterEach(async () => {
    lab.faults.clear();
    lab.health.clear();
    for (const yard of yards) {
      const { fleets } = good(await yard.observe());
      for (const { id, rollout } of fleets) {
        if (rollout !== null) await yard.finish(id, rollout.id, rollout.epoch);
      }
      yard.close();
    }
    yards = [];
  });

  const open: LaunchScene['open'] = async () => {
    const yard = openLabYard(lab);
    yards.push(yard);
    return { yard, fleet: await onlyFleet(yard) };
  };
  return {
    lab: () => lab,
    made: () => made,
    operator: () => operator,
    open,
    begun: async (size = 2) => {
      const { yard, fleet } = await open();
      const recipe = fleet.generations.at(-1)?.recipe;
      if (recipe === undefined) throw new Error('The fleet has no generation.');
      launches += 1;
      const rollout = asRolloutId(`launch-${String(launches)}`);
      const number = nextNumber(fleet);
      const image = asImageId(made.generations[0]?.imageId ?? '');
      const common = { fleet: fleet.id, rollout, epoch: 1 };
      const owner = { name: 'ann', host: 'desk', panel: 'panel-1' };
      const intent = { kind: 'launch', image, number, size, recipe } as const;
      good(await yard.claim({ ...common, owner, leaseMs: 60_000, intent }));
      const token = asToken(`${rollout}.launch`);
      const sinceMs = lab.nowMs();
      return {
        ...{ yard, fleet, name: `storefront-${generationLabel(number)}` },
        order: { ...common, number, size, token, image, recipe },
        calls: (action) =>
          lab.calls
            .mutations({ ...mine, sinceMs })
            .filter((call) => action === undefined || call.action === action),
      };
    },
    launched: async (by) => {
      const Filters = [{ Name: 'tag:blockyard:rollout', Values: [by] }];
      const said = await operator.ec2.send(new DescribeInstancesCommand({ Filters }));
      return (said.Reservations ?? [])
        .flatMap(({ Instances }) => Instances ?? [])
        .map(({ InstanceId: id = '', State }) => ({ id, state: State?.Name ?? '' }));
    },
  };
}
