/** What an auto scaling group does by itself, and when: asked for one group at a time. */
import {
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
  DescribeScalingActivitiesCommand,
  DescribeScheduledActionsCommand,
  type AutoScalingClient,
  type LifecycleHook,
  type ScalingPolicy,
  type ScheduledUpdateGroupAction,
} from '@aws-sdk/client-auto-scaling';
import { DescribeLaunchTemplateVersionsCommand, type EC2Client } from '@aws-sdk/client-ec2';

import { allPages, listIn } from './aws-reader.ts';
import { pageSizes } from './call-budget.ts';
import type { ScalingDetails, ScalingGroup, ScalingTemplate } from './scaling-group.ts';

const MaxRecords = pageSizes.autoscaling;

export async function readScalingDetails(
  { autoScaling, ec2 }: { readonly autoScaling: AutoScalingClient; readonly ec2: EC2Client },
  { name, template }: Pick<ScalingGroup, 'name' | 'template'>,
): Promise<ScalingDetails> {
  const [policies, scheduled, hooks, imageAlias] = await Promise.all([
    policiesOf(autoScaling, name),
    scheduledOf(autoScaling, name),
    hooksOf(autoScaling, name),
    template === null ? null : aliasIn(ec2, template),
  ]);
  return {
    policies: policies.map(policyText),
    scheduled: scheduled.map((row) => ({
      name: row.ScheduledActionName ?? '',
      startMs: row.StartTime?.getTime() ?? row.Time?.getTime() ?? null,
      recurrence: row.Recurrence ?? null,
      min: row.MinSize ?? null,
      desired: row.DesiredCapacity ?? null,
      max: row.MaxSize ?? null,
    })),
    hooks: hooks.map(
      ({ LifecycleHookName = '', LifecycleTransition = '' }) =>
        `${LifecycleHookName} (${LifecycleTransition.includes('TERMINATING') ? 'when a server ends' : 'when a server starts'})`,
    ),
    imageAlias,
  };
}

export function policiesOf(
  client: AutoScalingClient,
  AutoScalingGroupName: string,
): Promise<readonly ScalingPolicy[]> {
  return allPages(async (NextToken) => {
    const out = await client.send(
      new DescribePoliciesCommand({ AutoScalingGroupName, MaxRecords, NextToken }),
    );
    return { items: listIn(out.ScalingPolicies, 'DescribePolicies'), next: out.NextToken };
  });
}

export function scheduledOf(
  client: AutoScalingClient,
  AutoScalingGroupName: string,
): Promise<readonly ScheduledUpdateGroupAction[]> {
  return allPages(async (NextToken) => {
    const out = await client.send(
      new DescribeScheduledActionsCommand({ AutoScalingGroupName, MaxRecords, NextToken }),
    );
    const items = listIn(out.ScheduledUpdateGroupActions, 'DescribeScheduledActions');
    return { items, next: out.NextToken };
  });
}

/** Has no pages. */
export async function hooksOf(
  client: AutoScalingClient,
  AutoScalingGroupName: string,
): Promise<readonly LifecycleHook[]> {
  const out = await client.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName }));
  return listIn(out.LifecycleHooks, 'DescribeLifecycleHooks');
}

/** Why its last attempt to start or end a server failed, in AWS's words; null when it did not. */
export async function scalingTroubleOf(
  client: AutoScalingClient,
  AutoScalingGroupName: string,
): Promise<string | null> {
  const out = await client.send(
    new DescribeScalingActivitiesCommand({ AutoScalingGroupName, MaxRecords: 5 }),
  );
  // Newest first.
  const [last] = listIn(out.Activities, 'DescribeScalingActivities');
  const isFailed = last?.StatusCode === 'Failed' || last?.StatusCode === 'Cancelled';
  return isFailed ? (last.StatusMessage ?? 'AWS does not say why.') : null;
}

/** `resolve:ssm:/images/web`, where its template names no image but a parameter. */
async function aliasIn(ec2: EC2Client, template: ScalingTemplate): Promise<string | null> {
  const by =
    template.id === null
      ? { LaunchTemplateName: template.name ?? '' }
      : { LaunchTemplateId: template.id };
  const out = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ ...by, Versions: [template.version] }),
  );
  const image = out.LaunchTemplateVersions?.[0]?.LaunchTemplateData?.ImageId ?? '';
  return image.startsWith('resolve:') ? image : null;
}

function policyText({
  PolicyName = '',
  PolicyType = '',
  TargetTrackingConfiguration: target,
}: ScalingPolicy): string {
  const metric =
    target?.PredefinedMetricSpecification?.PredefinedMetricType ??
    target?.CustomizedMetricSpecification?.MetricName;
  const aim = metric === undefined ? '' : `, ${metric} at ${String(target?.TargetValue ?? '?')}`;
  return `${PolicyName} (${PolicyType}${aim})`;
}
