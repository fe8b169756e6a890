/**
 * The control of the observation's figure: the least a script with the bare SDK has to ask to know the
 * same of a region, with all that does not wait for each other asked at once. Test support.
 */
import { paginateDescribeInstances, type EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeTargetHealthCommand,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';

/** Instances seen. */
export async function pageThrough(
  client: ElasticLoadBalancingV2Client,
  ec2: EC2Client,
): Promise<number> {
  const [groups] = await Promise.all([targetGroups(client), entries(client)]);
  const health = groups.map((TargetGroupArn) =>
    client.send(new DescribeTargetHealthCommand({ TargetGroupArn })),
  );
  await Promise.all(health);
  let seen = 0;
  for await (const page of paginateDescribeInstances({ client: ec2, pageSize: 1000 }, {})) {
    for (const { Instances } of page.Reservations ?? []) seen += Instances?.length ?? 0;
  }
  return seen;
}

async function targetGroups(client: ElasticLoadBalancingV2Client): Promise<readonly string[]> {
  const arns: string[] = [];
  for await (const page of paginateDescribeTargetGroups({ client, pageSize: 400 }, {})) {
    arns.push(...(page.TargetGroups ?? []).flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []));
  }
  return arns;
}

async function entries(client: ElasticLoadBalancingV2Client): Promise<void> {
  for await (const page of paginateDescribeLoadBalancers({ client, pageSize: 400 }, {})) {
    const arns = (page.LoadBalancers ?? []).flatMap((one) => one.LoadBalancerArn ?? []);
    await Promise.all(arns.map((arn) => rulesBehind(client, arn)));
  }
}

async function rulesBehind(
  client: ElasticLoadBalancingV2Client,
  LoadBalancerArn: string,
): Promise<void> {
  for await (const page of paginateDescribeListeners({ client }, { LoadBalancerArn })) {
    for (const { ListenerArn } of page.Listeners ?? []) {
      // Paging is what is measured; nothing is done with what comes.
      const pages = paginateDescribeRules({ client }, { ListenerArn });
      while ((await pages.next()).done !== true);
    }
  }
}
