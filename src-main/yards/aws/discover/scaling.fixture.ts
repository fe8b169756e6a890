/** Auto scaling groups as they are read. Test support. */
import { groupArn } from './reading.fixture.ts';
import type { ReadScaling } from './reading.ts';
import type {
  MixedOverride,
  MixedPolicy,
  ScalingDetails,
  ScalingGroup,
  ScalingMember,
} from './scaling-group.ts';

export function aMember(id: string, more: Partial<ScalingMember> = {}): ScalingMember {
  return {
    id,
    zone: 'a',
    lifecycle: 'InService',
    health: 'Healthy',
    isProtected: false,
    template: null,
    ...more,
  };
}

/** Behind the target group of the same name. */
export function aScalingGroup(name: string, more: Partial<ScalingGroup> = {}): ScalingGroup {
  return {
    name,
    arn: `arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:1:autoScalingGroupName/${name}`,
    createdAtMs: 1000,
    status: null,
    sizes: { min: 2, desired: 4, max: 8 },
    template: { id: 'lt-1', name: 'web', version: '3' },
    mixed: null,
    launchConfiguration: null,
    zones: ['a', 'b'],
    subnetIds: ['subnet-a', 'subnet-b'],
    targetGroupArns: [groupArn(name)],
    loadBalancerNames: [],
    health: { type: 'ELB', graceMs: 300_000 },
    instances: [],
    suspended: [],
    warmPool: null,
    tags: {},
    ...more,
  };
}

/** Of several types, half of them at the spot price. */
export function aMixedPolicy(
  overrides: readonly Partial<MixedOverride>[] = [{ type: 't3.small' }, { type: 't3a.small' }],
  unit: string | null = null,
): MixedPolicy {
  return {
    overrides: overrides.map((one) => ({ type: null, weight: null, template: null, ...one })),
    distribution: { base: 1, percent: 50, onDemand: null, spot: 'price-capacity-optimized', pools: null }, // prettier-ignore
    unit,
    whole: { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-theirs' } } },
  };
}

export const noDetails: ScalingDetails = {
  policies: [],
  scheduled: [],
  hooks: [],
  imageAlias: null,
};

export function readScaling(
  group: ScalingGroup,
  details: Partial<ScalingDetails> = {},
  trouble: string | null = null,
): ReadScaling {
  return { group, details: { ...noDetails, ...details }, trouble };
}
