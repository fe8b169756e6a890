/** Asks Auto Scaling which groups there are. One call for each 100 groups of the account. */
import {
  DescribeAutoScalingGroupsCommand,
  type AutoScalingClient,
  type AutoScalingGroup,
  type Instance as SdkMember,
  type LaunchTemplateSpecification,
  type MixedInstancesPolicy,
} from '@aws-sdk/client-auto-scaling';

import type { EC2Client } from '@aws-sdk/client-ec2';
import { allPages, inBatches, listIn, type AwsReader } from './aws-reader.ts';
import { pageSizes } from './call-budget.ts';
import type {
  MixedPolicy,
  ScalingGroup,
  ScalingMember,
  ScalingTemplate,
  WholePolicy,
} from './scaling-group.ts';
import { readScalingDetails, scalingTroubleOf } from './read-asg-details.ts';
import { tagsOf } from './read-elb-rows.ts';

export type AsgReader = Pick<AwsReader, 'scalingGroups' | 'scalingDetails' | 'scalingTrouble'>;

export function createAsgReader(client: AutoScalingClient, ec2: EC2Client): AsgReader {
  const page = (names: readonly string[] | null) =>
    allPages(async (NextToken) => {
      const out = await client.send(
        new DescribeAutoScalingGroupsCommand({
          ...(names === null ? {} : { AutoScalingGroupNames: [...names] }),
          MaxRecords: pageSizes.autoscaling,
          NextToken,
        }),
      );
      const rows = listIn(out.AutoScalingGroups, 'DescribeAutoScalingGroups');
      return { items: rows.flatMap(scalingGroupOf), next: out.NextToken };
    });
  return {
    async scalingGroups(names) {
      if (names === null) return page(null);
      // An empty list of names would mean all of them.
      return (await Promise.all(inBatches(names, pageSizes.autoscaling).map(page))).flat();
    },
    scalingDetails: (group) => readScalingDetails({ autoScaling: client, ec2 }, group),
    scalingTrouble: (name) => scalingTroubleOf(client, name),
  };
}

/** What has no name cannot be addressed and is left out. */
export function scalingGroupOf(row: AutoScalingGroup): ScalingGroup[] {
  if (row.AutoScalingGroupName === undefined) return [];
  const mixed = row.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  const sources = (row.TrafficSources ?? []).flatMap(({ Type, Identifier }) =>
    Type === 'elbv2' ? (Identifier ?? []) : [],
  );
  return [
    {
      name: row.AutoScalingGroupName,
      arn: row.AutoScalingGroupARN ?? '',
      createdAtMs: row.CreatedTime?.getTime() ?? 0,
      status: row.Status ?? null,
      sizes: {
        min: row.MinSize ?? 0,
        desired: row.DesiredCapacity ?? 0,
        max: row.MaxSize ?? 0,
      },
      template: templateOf(row.LaunchTemplate ?? mixed),
      mixed: row.MixedInstancesPolicy === undefined ? null : mixedOf(row.MixedInstancesPolicy, row),
      launchConfiguration: row.LaunchConfigurationName ?? null,
      zones: row.AvailabilityZones ?? [],
      subnetIds: (row.VPCZoneIdentifier ?? '').split(',').filter((id) => id !== ''),
      targetGroupArns: [...new Set([...(row.TargetGroupARNs ?? []), ...sources])],
      loadBalancerNames: row.LoadBalancerNames ?? [],
      health: {
        type: row.HealthCheckType ?? 'EC2',
        graceMs: (row.HealthCheckGracePeriod ?? 0) * 1000,
      },
      instances: (row.Instances ?? []).flatMap(memberOf),
      suspended: (row.SuspendedProcesses ?? []).flatMap(({ ProcessName }) => ProcessName ?? []),
      warmPool:
        row.WarmPoolConfiguration === undefined ? null : { instances: row.WarmPoolSize ?? 0 },
      tags: tagsOf(row.Tags),
    },
  ];
}

function templateOf(row: LaunchTemplateSpecification | undefined): ScalingTemplate | null {
  if (row === undefined) return null;
  return {
    id: row.LaunchTemplateId ?? null,
    name: row.LaunchTemplateName ?? null,
    // Without one AWS takes the default version, whichever that is when a server is started.
    version: row.Version ?? '$Default',
  };
}

function mixedOf(
  policy: MixedInstancesPolicy,
  { DesiredCapacityType: unit = 'units' }: Pick<AutoScalingGroup, 'DesiredCapacityType'>,
): MixedPolicy {
  const { LaunchTemplate, InstancesDistribution: spread } = policy;
  return {
    overrides: (LaunchTemplate?.Overrides ?? []).map((one) => ({
      type: one.InstanceType ?? null,
      weight: one.WeightedCapacity === undefined ? null : Number(one.WeightedCapacity),
      template: templateOf(one.LaunchTemplateSpecification),
    })),
    distribution: {
      base: spread?.OnDemandBaseCapacity ?? 0,
      percent: spread?.OnDemandPercentageAboveBaseCapacity ?? 100,
      onDemand: spread?.OnDemandAllocationStrategy ?? null,
      spot: spread?.SpotAllocationStrategy ?? null,
      pools: spread?.SpotInstancePools ?? null,
    },
    unit: unit === 'units' ? null : unit,
    // What is undefined is no JSON.
    whole: JSON.parse(JSON.stringify(policy)) as WholePolicy,
  };
}

function memberOf(row: SdkMember): ScalingMember[] {
  if (row.InstanceId === undefined) return [];
  return [
    {
      id: row.InstanceId,
      zone: row.AvailabilityZone ?? '',
      lifecycle: row.LifecycleState ?? '',
      health: row.HealthStatus ?? '',
      isProtected: row.ProtectedFromScaleIn ?? false,
      template: templateOf(row.LaunchTemplate),
    },
  ];
}
