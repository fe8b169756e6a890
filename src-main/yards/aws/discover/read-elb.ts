/** Asks ELBv2. */
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { allPages, listIn, type AwsReader } from './aws-reader.ts';
import { pageSizes } from './call-budget.ts';
import {
  attributesOf,
  defaultRuleOf,
  groupOf,
  listenerOf,
  loadBalancerOf,
  ruleOf,
  tagsOf,
  targetOf,
} from './read-elb-rows.ts';
import { recordOf } from './reading.ts';

type ElbReader = Pick<
  AwsReader,
  'loadBalancers' | 'targetGroups' | 'listeners' | 'rules' | 'targets' | 'attributes' | 'tags'
>;

export function createElbReader(client: ElasticLoadBalancingV2Client): ElbReader {
  const PageSize = pageSizes.elb;
  return {
    loadBalancers: () =>
      allPages(async (Marker) => {
        const out = await client.send(new DescribeLoadBalancersCommand({ PageSize, Marker }));
        const rows = listIn(out.LoadBalancers, 'DescribeLoadBalancers');
        return { items: rows.flatMap(loadBalancerOf), next: out.NextMarker };
      }),
    targetGroups: () =>
      allPages(async (Marker) => {
        const out = await client.send(new DescribeTargetGroupsCommand({ PageSize, Marker }));
        const rows = listIn(out.TargetGroups, 'DescribeTargetGroups');
        return { items: rows.flatMap(groupOf), next: out.NextMarker };
      }),
    async listeners(LoadBalancerArn) {
      const rows = await allPages(async (Marker) => {
        const command = new DescribeListenersCommand({ LoadBalancerArn, PageSize, Marker });
        const out = await client.send(command);
        return { items: listIn(out.Listeners, 'DescribeListeners'), next: out.NextMarker };
      });
      return { listeners: rows.flatMap(listenerOf), defaults: rows.flatMap(defaultRuleOf) };
    },
    rules: (listener) =>
      allPages(async (Marker) => {
        const command = new DescribeRulesCommand({ ListenerArn: listener.arn, PageSize, Marker });
        const out = await client.send(command);
        const rows = listIn(out.Rules, 'DescribeRules');
        return { items: rows.flatMap((row) => ruleOf(row, listener)), next: out.NextMarker };
      }),
    // Has no pages: all targets of a group at once.
    async targets(TargetGroupArn) {
      const out = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      return listIn(out.TargetHealthDescriptions, 'DescribeTargetHealth').flatMap(targetOf);
    },
    async attributes(TargetGroupArn) {
      const out = await client.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
      return attributesOf(listIn(out.Attributes, 'DescribeTargetGroupAttributes'));
    },
    async tags(arns) {
      const out = await client.send(new DescribeTagsCommand({ ResourceArns: [...arns] }));
      const rows = listIn(out.TagDescriptions, 'DescribeTags');
      return recordOf(rows.map((row) => [row.ResourceArn ?? '', tagsOf(row.Tags)]));
    },
  };
}
