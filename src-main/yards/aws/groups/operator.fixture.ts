/** What AWS shows the operator of auto scaling groups, past the panel. Test support. */
import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-auto-scaling';
import { operatorKeys, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import { panelKeys } from '../aws-yard.fixture.ts';

/** Calls of the panel, in the lab's log. */
export const mine = { caller: panelKeys.accessKeyId } as const;

export function openOperator({ endpoint, region }: Lab): AutoScalingClient {
  return new AutoScalingClient({ endpoint, region, credentials: operatorKeys, maxAttempts: 1 });
}

export async function groupsBy(operator: AutoScalingClient) {
  const { AutoScalingGroups = [] } = await operator.send(new DescribeAutoScalingGroupsCommand({}));
  return Object.fromEntries(AutoScalingGroups.map((one) => [one.AutoScalingGroupName ?? '', one]));
}

/** Smallest, wanted and largest size and how many servers there are; empty: AWS lists no such group. */
export async function sizesOf(operator: AutoScalingClient, name: string) {
  const one = (await groupsBy(operator))[name];
  if (one === undefined) return [];
  return [one.MinSize, one.DesiredCapacity, one.MaxSize, one.Instances?.length];
}

export async function scheduledOf(operator: AutoScalingClient, AutoScalingGroupName: string) {
  const command = new DescribeScheduledActionsCommand({ AutoScalingGroupName });
  return (await operator.send(command)).ScheduledUpdateGroupActions ?? [];
}
