/** What the tests of the lab itself ask it with: the SDK as it comes, without retries. */
import { EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type TargetHealth,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { SSMClient } from '@aws-sdk/client-ssm';
import { onTestFinished } from 'vitest';
import type { Keys } from './control-plane.ts';
import type { Lab } from './lab.ts';
import type { MadeFleet } from './made-by-hand.ts';

export const productKeys: Keys = { accessKeyId: 'AKIAPRODUCT', secretAccessKey: 'product' };

export interface SdkClients {
  readonly elb: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
  readonly ssm: SSMClient;
}

export function sdkFor(lab: Lab, credentials = productKeys): SdkClients {
  const options = { endpoint: lab.endpoint, region: lab.region, credentials, maxAttempts: 1 };
  const clients = {
    elb: new ElasticLoadBalancingV2Client(options),
    ec2: new EC2Client(options),
    ssm: new SSMClient(options),
  };
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy();
  });
  return clients;
}

/** Health of each target, in the order of the answer. */
export async function healthIn(
  elb: ElasticLoadBalancingV2Client,
  groupArn: string,
): Promise<readonly TargetHealth[]> {
  const answer = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: groupArn }));
  return (answer.TargetHealthDescriptions ?? []).map((one) => one.TargetHealth ?? {});
}

/** Whole action list: the groups of a made fleet at these weights. */
export function weighted(fleet: MadeFleet, ...weights: readonly number[]) {
  return [
    {
      Type: 'forward' as const,
      ForwardConfig: {
        TargetGroups: weights.map((Weight, place) => ({
          TargetGroupArn: fleet.generations[place]?.groupArn,
          Weight,
        })),
      },
    },
  ];
}
