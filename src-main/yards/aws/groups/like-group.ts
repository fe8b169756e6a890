/** What a new auto scaling group is made with: everything that the one before has, and its own template. Pure. */
import type {
  AutoScalingGroup,
  CreateAutoScalingGroupCommandInput,
  LifecycleHook,
  MixedInstancesPolicy,
} from '@aws-sdk/client-auto-scaling';

import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { whyNotOneRecipe } from '../discover/mixed-policy.ts';
import type { ScalingGroup } from '../discover/scaling-group.ts';
import type { Tags } from '../discover/reading.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { inheritedTags } from '../launch/own-tags.ts';

interface Wanted {
  readonly name: string;
  readonly template: string;
  /** Null: its servers fetch their work. */
  readonly targetGroup: string | null;
  readonly size: number;
  /** The smallest size that it is to have when nothing holds it; null: that of the one before. */
  readonly min: number | null;
  readonly tags: Tags;
}

export function createInput(
  before: AutoScalingGroup,
  hooks: readonly LifecycleHook[],
  wanted: Wanted,
): CreateAutoScalingGroupCommandInput {
  const { name, template, targetGroup, size } = wanted;
  // A number, never `$Latest`: what it starts servers from must not change under it.
  const LaunchTemplate = { LaunchTemplateId: template, Version: '1' };
  const mixed = before.MixedInstancesPolicy;
  const { VPCZoneIdentifier, AvailabilityZones } = before;
  const kept = {
    DefaultCooldown: before.DefaultCooldown,
    HealthCheckType: before.HealthCheckType,
    HealthCheckGracePeriod: before.HealthCheckGracePeriod,
    PlacementGroup: before.PlacementGroup,
    TerminationPolicies: before.TerminationPolicies,
    CapacityRebalance: before.CapacityRebalance,
    ServiceLinkedRoleARN: before.ServiceLinkedRoleARN,
    MaxInstanceLifetime: before.MaxInstanceLifetime,
    Context: before.Context,
    DesiredCapacityType: before.DesiredCapacityType,
    DefaultInstanceWarmup: before.DefaultInstanceWarmup,
    InstanceMaintenancePolicy: before.InstanceMaintenancePolicy,
    AvailabilityZoneDistribution: before.AvailabilityZoneDistribution,
    AvailabilityZoneImpairmentPolicy: before.AvailabilityZoneImpairmentPolicy,
    CapacityReservationSpecification: before.CapacityReservationSpecification,
    ...(VPCZoneIdentifier === undefined || VPCZoneIdentifier === ''
      ? { AvailabilityZones }
      : { VPCZoneIdentifier }),
  };
  return {
    // What is not there is not sent: AWS takes no empty texts.
    ...Object.fromEntries(
      Object.entries(kept).filter(([, value]) => value !== undefined && value !== ''),
    ),
    AutoScalingGroupName: name,
    ...(mixed === undefined
      ? { LaunchTemplate }
      : { MixedInstancesPolicy: mixedFrom(mixed, LaunchTemplate) }),
    MinSize: Math.min(size, wanted.min ?? before.MinSize ?? 0),
    DesiredCapacity: size,
    // Room for one more: a server is replaced by a fresh one beside it.
    MaxSize: Math.max(before.MaxSize ?? 0, size + 1),
    ...(targetGroup === null ? {} : { TargetGroupARNs: [targetGroup] }),
    LifecycleHookSpecificationList: hooks.map((hook) => ({
      LifecycleHookName: hook.LifecycleHookName,
      LifecycleTransition: hook.LifecycleTransition,
      NotificationMetadata: hook.NotificationMetadata,
      HeartbeatTimeout: hook.HeartbeatTimeout,
      DefaultResult: hook.DefaultResult,
      NotificationTargetARN: hook.NotificationTargetARN,
      RoleARN: hook.RoleARN,
    })),
    Tags: tagsFor(before, wanted),
  };
}

/** As those before say whether servers get them; ours always. */
function tagsFor(before: AutoScalingGroup, { name, tags }: Wanted) {
  const inherited = inheritedTags(tagsOf(before.Tags));
  const spreads = new Map(
    (before.Tags ?? []).map(({ Key, PropagateAtLaunch }) => [Key, PropagateAtLaunch ?? false]),
  );
  const each = (all: Tags, spreadsTo: (key: string) => boolean) =>
    Object.entries(all).map(([Key, Value]) => ({
      ResourceId: name,
      ResourceType: 'auto-scaling-group',
      PropagateAtLaunch: spreadsTo(Key),
      Key,
      Value,
    }));
  return [...each(inherited, (key) => spreads.get(key) ?? false), ...each(tags, () => true)];
}

function mixedFrom(
  mixed: MixedInstancesPolicy,
  LaunchTemplateSpecification: { readonly LaunchTemplateId: string; readonly Version: string },
): MixedInstancesPolicy {
  return {
    ...mixed,
    LaunchTemplate: { ...mixed.LaunchTemplate, LaunchTemplateSpecification },
  };
}

/** Why no group can be made like this one; ok: one can. */
export function canBeLiked(
  group: ScalingGroup,
  /** How many target groups it has of right: none where its servers fetch their work. */
  fills: 0 | 1,
): Result<null> {
  const { name, targetGroupArns, loadBalancerNames } = group;
  const shown = plain(name, 60);
  const others = targetGroupArns.length + loadBalancerNames.length - fills;
  if (others > 0 && fills === 0) {
    return fail({
      code: 'refused',
      message: `The auto scaling group ${shown} fills ${others} target groups or load balancers, and this fleet fetches its work.`,
      todo: 'Take them away from it first.',
    });
  }
  if (others > 0) {
    return fail({
      code: 'refused',
      message: `The auto scaling group ${shown} also fills ${others} other target groups or load balancers: they would lose its servers with a switch that this fleet alone makes.`,
      todo: 'Give each of them an auto scaling group of its own first.',
    });
  }
  const several = whyNotOneRecipe(group, `The auto scaling group ${shown}`);
  if (several !== null) return fail({ code: 'refused', message: several });
  return succeed(null);
}

/** What of it the new one does not get, each as a few words. */
export function lacksOf({ warmPool }: ScalingGroup, row: AutoScalingGroup): readonly string[] {
  const lacks: readonly (readonly [boolean, string])[] = [
    [warmPool !== null, 'its warm pool'],
    [row.NewInstancesProtectedFromScaleIn === true, 'protection from scaling in'],
    [(row.DeletionProtection ?? 'none') !== 'none', 'protection from deletion'],
    [row.InstanceLifecyclePolicy !== undefined, 'its instance lifecycle policy'],
    [(row.SuspendedProcesses ?? []).length > 0, 'suspended processes'],
  ];
  return lacks.flatMap(([holds, text]) => (holds ? [text] : []));
}
