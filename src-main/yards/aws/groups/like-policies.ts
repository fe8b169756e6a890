/** Scaling policies and scheduled actions of one auto scaling group, written for another one. Pure. */
import type {
  PutScalingPolicyCommandInput,
  PutScheduledUpdateGroupActionCommandInput,
  ScalingPolicy,
  ScheduledUpdateGroupAction,
} from '@aws-sdk/client-auto-scaling';

import { plain } from '../../../../src-shared/wording.ts';
import { releaseAction } from '../discover/scaling-group.ts';

export interface Renaming {
  /** Names of auto scaling groups. */
  readonly group: readonly [from: string, to: string];
  /** ARNs of target groups; null: neither has one. */
  readonly target: readonly [from: string, to: string] | null;
}

/** `targetgroup/web-v002/73e2d6bc24d8a067`, as metrics name a target group. */
function metricName(arn: string): string {
  return arn.split(':').at(-1) ?? arn;
}

export function policyFor(policy: ScalingPolicy, renaming: Renaming): PutScalingPolicyCommandInput {
  const kept = {
    PolicyType: policy.PolicyType,
    AdjustmentType: policy.AdjustmentType,
    MinAdjustmentMagnitude: policy.MinAdjustmentMagnitude,
    ScalingAdjustment: policy.ScalingAdjustment,
    Cooldown: policy.Cooldown,
    MetricAggregationType: policy.MetricAggregationType,
    StepAdjustments: policy.StepAdjustments?.length === 0 ? undefined : policy.StepAdjustments,
    EstimatedInstanceWarmup: policy.EstimatedInstanceWarmup,
    TargetTrackingConfiguration: renamed(policy.TargetTrackingConfiguration, renaming),
    PredictiveScalingConfiguration: renamed(policy.PredictiveScalingConfiguration, renaming),
    Enabled: policy.Enabled,
  };
  return {
    ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
    AutoScalingGroupName: renaming.group[1],
    PolicyName: policy.PolicyName,
  };
}

/** What counts the requests or the servers of the group before counts those of the new one. */
function renamed<Value>(value: Value, renaming: Renaming): Value {
  const [from = '', to = ''] = (renaming.target ?? []).map(metricName);
  const of = (each: unknown): unknown => {
    if (typeof each === 'string') return from === '' ? each : each.replaceAll(from, to);
    if (Array.isArray(each)) return each.map(of);
    if (typeof each !== 'object' || each === null) return each;
    const own = Object.fromEntries(Object.entries(each).map(([key, one]) => [key, of(one)]));
    const isName = own['Name'] === 'AutoScalingGroupName' && own['Value'] === renaming.group[0];
    return isName ? { ...own, Value: renaming.group[1] } : own;
  };
  return of(value) as Value;
}

/** Those of ours are not copied: they end a hold of the other one. */
export function scheduledFor(
  actions: readonly ScheduledUpdateGroupAction[],
  { group: [, name] }: Renaming,
): readonly PutScheduledUpdateGroupActionCommandInput[] {
  return actions
    .filter(({ ScheduledActionName }) => ScheduledActionName !== releaseAction)
    .map((action) => {
      const isOnce = action.Recurrence === undefined;
      const kept = {
        // Of one that comes again AWS says when next, which may be over when it is sent.
        StartTime: isOnce ? (action.StartTime ?? action.Time) : undefined,
        EndTime: action.EndTime,
        Recurrence: action.Recurrence,
        TimeZone: action.TimeZone,
        MinSize: action.MinSize,
        MaxSize: action.MaxSize,
        DesiredCapacity: action.DesiredCapacity,
      };
      return {
        ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
        AutoScalingGroupName: name,
        ScheduledActionName: action.ScheduledActionName,
      };
    });
}

/** What of the policies the new group does not get, each as a few words. */
export function policyLacks(
  policies: readonly ScalingPolicy[],
  { target }: Pick<Renaming, 'target'>,
): readonly string[] {
  return policies.flatMap((policy) => {
    const name = plain(policy.PolicyName ?? '', 40);
    const label =
      policy.TargetTrackingConfiguration?.PredefinedMetricSpecification?.ResourceLabel ?? null;
    const isAlarmed = policy.PolicyType === 'StepScaling' || policy.PolicyType === 'SimpleScaling';
    return [
      ...(isAlarmed && (policy.Alarms ?? []).length > 0
        ? [`the alarms that start policy ${name}`]
        : []),
      ...(label !== null && !countsFor(label, target)
        ? [`policy ${name}, which counts requests of another target group`]
        : []),
    ];
  });
}

/** AWS refuses one that counts requests of a target group which the group does not fill. */
export function canBeCopied(
  { TargetTrackingConfiguration: tracking }: ScalingPolicy,
  { target }: Pick<Renaming, 'target'>,
): boolean {
  const label = tracking?.PredefinedMetricSpecification?.ResourceLabel;
  return label === undefined || countsFor(label, target);
}

function countsFor(label: string, target: Renaming['target']): boolean {
  return target !== null && label.includes(metricName(target[0]));
}
