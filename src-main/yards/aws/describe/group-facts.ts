/** The target group of a generation: where traffic arrives and what decides who may serve. */
import {
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Fact } from '../../../../src-shared/fleet.ts';
import { maskValue, type MarkSecret } from '../../../masking/mask-secrets.ts';
import { factOf, nothingDescribed, partOr, type DescribedPart } from './described-part.ts';

export function readGroup(elb: ElasticLoadBalancingV2Client, arn: string): Promise<DescribedPart> {
  return partOr('The target group', async () => {
    const out = await elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }));
    const group = out.TargetGroups?.[0];
    if (group === undefined) {
      return { kind: 'unread', because: 'AWS does not list the target group any more.' };
    }
    return { ...nothingDescribed, facts: groupFacts(group) };
  });
}

/** A row for each attribute: AWS adds new ones, and each of them changes how requests are spread. */
export function readAttributes(
  elb: ElasticLoadBalancingV2Client,
  arn: string,
  mark: MarkSecret,
): Promise<DescribedPart> {
  return partOr('What else is set for the target group', async () => {
    const out = await elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }));
    const facts = (out.Attributes ?? []).flatMap(({ Key = '', Value = '' }) =>
      factOf(`Target group ${Key}`, maskValue(Key, Value, mark)),
    );
    return { ...nothingDescribed, facts };
  });
}

function groupFacts(group: TargetGroup): Fact[] {
  const { HealthCheckProtocol, HealthCheckPort, Matcher } = group;
  const seconds = (value: number | undefined): string => (value === undefined ? '?' : `${value} s`);
  return [
    ...factOf('Target group', group.TargetGroupName),
    ...factOf('Target port', group.Port),
    ...factOf('Target protocol', [group.Protocol, group.ProtocolVersion].filter((part) => part !== undefined).join(' ')), // prettier-ignore
    ...factOf('Health checks', group.HealthCheckEnabled ?? true),
    ...factOf('Health check', `${HealthCheckProtocol ?? '?'} at ${HealthCheckPort ?? '?'}`),
    ...factOf('Health path', group.HealthCheckPath),
    ...factOf('Health check answers', Matcher?.HttpCode ?? Matcher?.GrpcCode),
    ...factOf('Health check pace', `every ${seconds(group.HealthCheckIntervalSeconds)} within ${seconds(group.HealthCheckTimeoutSeconds)}`), // prettier-ignore
    ...factOf('Healthy after', group.HealthyThresholdCount),
    ...factOf('Unhealthy after', group.UnhealthyThresholdCount),
  ];
}
