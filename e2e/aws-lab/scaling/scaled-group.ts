/** What the lab holds of one auto scaling group. */
import { numberIn, objectIn, objectsIn, textIn, type TreeObject } from './query-tree.ts';

export interface Member {
  readonly id: string;
  readonly zone: string;
  lifecycle: 'Pending' | 'InService' | 'Terminating';
  isHealthy: boolean;
  isProtected: boolean;
  /** Of its start; undefined for one that somebody attached. */
  readonly template: TreeObject | undefined;
  readonly type: string;
  readonly isSpot: boolean;
}

export interface Scheduled {
  readonly action: TreeObject;
  readonly timer: NodeJS.Timeout | undefined;
}

export interface ScaledGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: string;
  /** As it was created and updated, without the sizes. */
  settings: TreeObject;
  min: number;
  desired: number;
  max: number;
  targetGroups: readonly string[];
  tags: readonly TreeObject[];
  members: readonly Member[];
  readonly suspended: Set<string>;
  metrics: readonly string[];
  warmPool: TreeObject | undefined;
  readonly policies: Map<string, TreeObject>;
  readonly hooks: Map<string, TreeObject>;
  readonly scheduled: Map<string, Scheduled>;
  /** Newest first. */
  activities: readonly TreeObject[];
  /** Its starts and ends, one after the other. */
  work: Promise<void>;
  isDeleted: boolean;
}

export function templateIn({ settings }: ScaledGroup): TreeObject | undefined {
  const own = settings['LaunchTemplate'];
  if (typeof own === 'object') return own as TreeObject;
  const mixed = settings['MixedInstancesPolicy'] as TreeObject | undefined;
  const template = mixed?.['LaunchTemplate'] as TreeObject | undefined;
  return template?.['LaunchTemplateSpecification'] as TreeObject | undefined;
}

export interface Purchase {
  /** Undefined: as the template says. */
  readonly type: string | undefined;
  readonly isSpot: boolean;
}

/**
 * What a mixed instances policy says of the next server: the types in their order, one after the other, and of those above
 * the base the share of the spot market, rounded for servers on demand. AWS chooses by price and room instead.
 */
export function nextPurchase({ settings, members }: ScaledGroup): Purchase {
  const mixed = objectIn(settings, 'MixedInstancesPolicy');
  if (mixed === undefined) return { type: undefined, isSpot: false };
  const overrides = objectsIn(objectIn(mixed, 'LaunchTemplate') ?? {}, 'Overrides');
  const spread = objectIn(mixed, 'InstancesDistribution') ?? {};
  const base = numberIn(spread, 'OnDemandBaseCapacity') ?? 0;
  const percent = numberIn(spread, 'OnDemandPercentageAboveBaseCapacity') ?? 100;
  const living = members.filter(({ lifecycle }) => lifecycle !== 'Terminating');
  const onDemand = living.filter(({ isSpot }) => !isSpot).length;
  const above = Math.max(0, living.length + 1 - base);
  const one = overrides[living.length % Math.max(1, overrides.length)] ?? {};
  return {
    type: textIn(one, 'InstanceType'),
    isSpot: onDemand >= base + Math.ceil((above * percent) / 100),
  };
}

/** As DescribeAutoScalingGroups tells it. */
export function described(group: ScaledGroup): TreeObject {
  const { HealthCheckGracePeriod = '0', HealthCheckType = 'EC2', ...settings } = group.settings;
  return {
    ...settings,
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    MinSize: String(group.min),
    MaxSize: String(group.max),
    DesiredCapacity: String(group.desired),
    DefaultCooldown: settings['DefaultCooldown'] ?? '300',
    HealthCheckType,
    HealthCheckGracePeriod,
    AvailabilityZones: [...new Set(group.members.map(({ zone }) => zone))],
    TerminationPolicies: settings['TerminationPolicies'] ?? ['Default'],
    CreatedTime: group.createdAt,
    TargetGroupARNs: group.targetGroups,
    TrafficSources: group.targetGroups.map((Identifier) => ({ Identifier, Type: 'elbv2' })),
    Instances: group.members.map((member) => ({
      InstanceId: member.id,
      InstanceType: member.type,
      AvailabilityZone: member.zone,
      LifecycleState: member.lifecycle,
      HealthStatus: member.isHealthy ? 'Healthy' : 'Unhealthy',
      ProtectedFromScaleIn: String(member.isProtected),
      LaunchTemplate: member.template,
    })),
    SuspendedProcesses: [...group.suspended].map((ProcessName) => ({
      ProcessName,
      SuspensionReason: 'User suspended',
    })),
    EnabledMetrics: group.metrics.map((Metric) => ({ Metric, Granularity: '1Minute' })),
    WarmPoolConfiguration: group.warmPool,
    Tags: group.tags.map((tag) => ({
      ...tag,
      ResourceId: group.name,
      ResourceType: 'auto-scaling-group',
    })),
  };
}
