/** The reads in the list of operations, each asked as small as it can be. */
import {
  DescribeAutoScalingGroupsCommand,
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
  DescribeScalingActivitiesCommand,
  DescribeScheduledActionsCommand,
} from '@aws-sdk/client-auto-scaling';
import { ListChangedBlocksCommand, ListSnapshotBlocksCommand } from '@aws-sdk/client-ebs';
import {
  DescribeImagesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  GetImageAncestryCommand,
} from '@aws-sdk/client-ec2';
import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';

import { claimsPath } from '../claims/claim-records.ts';
import { applicationNamespace } from '../measure/metric-queries.ts';
import type { AwsClients } from '../session/clients.ts';
import type { PermissionGround } from './permission-ground.ts';

type Read = () => Promise<unknown>;

/** Null: the last look has seen nothing that it could be asked about. */
export type PermissionReads = Readonly<Record<string, Read | null>>;

/** Dry where EC2 takes it so: then user data does not even travel. */
export function permissionReads(
  clients: Pick<AwsClients, 'ec2' | 'ebs' | 'elb' | 'autoScaling' | 'cloudWatch' | 'ssm' | 'sts'>,
  ground: PermissionGround,
): PermissionReads {
  const { ec2, ebs, elb, autoScaling, cloudWatch, ssm, sts } = clients;
  const { loadBalancer, listener, targetGroup, launchTemplate, snapshot } = ground;
  const instance = ground.instance?.id ?? null;
  const image = ground.instance?.imageId ?? null;
  const dry = { DryRun: true } as const;
  return {
    DescribeLoadBalancers: () => elb.send(new DescribeLoadBalancersCommand({ PageSize: 1 })),
    DescribeTargetGroups: () => elb.send(new DescribeTargetGroupsCommand({ PageSize: 1 })),
    DescribeListeners: about(loadBalancer, (arn) =>
      elb.send(new DescribeListenersCommand({ LoadBalancerArn: arn, PageSize: 1 })),
    ),
    DescribeRules: about(listener, (arn) =>
      elb.send(new DescribeRulesCommand({ ListenerArn: arn, PageSize: 1 })),
    ),
    DescribeTargetGroupAttributes: about(targetGroup, (arn) =>
      elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn })),
    ),
    DescribeTargetHealth: about(targetGroup, (arn) =>
      elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn })),
    ),
    DescribeTags: about(targetGroup, (arn) =>
      elb.send(new DescribeTagsCommand({ ResourceArns: [arn] })),
    ),
    DescribeInstances: about(instance, (id) =>
      ec2.send(new DescribeInstancesCommand({ ...dry, InstanceIds: [id] })),
    ),
    DescribeInstanceAttribute: about(instance, (id) =>
      ec2.send(
        new DescribeInstanceAttributeCommand({ ...dry, InstanceId: id, Attribute: 'userData' }),
      ),
    ),
    DescribeInstanceStatus: () =>
      ec2.send(new DescribeInstanceStatusCommand({ ...dry, MaxResults: 5 })),
    DescribeImages: about(image, (id) =>
      ec2.send(new DescribeImagesCommand({ ...dry, ImageIds: [id] })),
    ),
    GetImageAncestry: about(image, (id) =>
      ec2.send(new GetImageAncestryCommand({ ...dry, ImageId: id })),
    ),
    DescribeLaunchTemplates: () =>
      ec2.send(new DescribeLaunchTemplatesCommand({ ...dry, MaxResults: 1 })),
    DescribeLaunchTemplateVersions: about(launchTemplate, (id) =>
      ec2.send(new DescribeLaunchTemplateVersionsCommand({ ...dry, LaunchTemplateId: id })),
    ),
    // With itself: nothing of it differs.
    ListChangedBlocks: about(snapshot, (id) =>
      ebs.send(
        new ListChangedBlocksCommand({
          FirstSnapshotId: id,
          SecondSnapshotId: id,
          MaxResults: 100,
        }),
      ),
    ),
    ListSnapshotBlocks: about(snapshot, (id) =>
      ebs.send(new ListSnapshotBlocksCommand({ SnapshotId: id, MaxResults: 100 })),
    ),
    GetMetricData: () => cloudWatch.send(new GetMetricDataCommand(oneMetric(ground.seenAtMs))),
    DescribeAlarms: () => cloudWatch.send(new DescribeAlarmsCommand({ MaxRecords: 1 })),
    DescribeAutoScalingGroups: () =>
      autoScaling.send(new DescribeAutoScalingGroupsCommand({ MaxRecords: 1 })),
    DescribePolicies: () => autoScaling.send(new DescribePoliciesCommand({ MaxRecords: 1 })),
    DescribeScheduledActions: () =>
      autoScaling.send(new DescribeScheduledActionsCommand({ MaxRecords: 1 })),
    DescribeScalingActivities: () =>
      autoScaling.send(new DescribeScalingActivitiesCommand({ MaxRecords: 1 })),
    DescribeLifecycleHooks: about(ground.scalingGroup, (name) =>
      autoScaling.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName: name })),
    ),
    GetParametersByPath: () =>
      ssm.send(new GetParametersByPathCommand({ Path: claimsPath, Recursive: true })),
    GetCallerIdentity: () => sts.send(new GetCallerIdentityCommand({})),
  };
}

function about(thing: string | null, ask: (thing: string) => Promise<unknown>): Read | null {
  return thing === null ? null : () => ask(thing);
}

/** The requests of nobody in particular, in the minute before. */
function oneMetric(nowMs: number): GetMetricDataCommandInput {
  const Metric = { Namespace: applicationNamespace, MetricName: 'RequestCount' };
  return {
    StartTime: new Date(nowMs - 60_000),
    EndTime: new Date(nowMs),
    MetricDataQueries: [{ Id: 'q0', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
  };
}
