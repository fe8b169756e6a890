import type { AutoScalingGroup, ScalingPolicy } from '@aws-sdk/client-auto-scaling';
import { expect, it } from 'vitest';

import { asRolloutId } from '../../../../src-shared/ids.ts';
import { aGroup, groupArn } from '../discover/reading.fixture.ts';
import { rolloutTag } from '../discover/reading.ts';
import { releaseAction, type ScalingGroup } from '../discover/scaling-group.ts';
import { aMember, aMixedPolicy, aScalingGroup } from '../discover/scaling.fixture.ts';
import { canBeLiked, createInput, lacksOf } from './like-group.ts';
import {
  canBeCopied,
  policyFor,
  policyLacks,
  scheduledFor,
  type Renaming,
} from './like-policies.ts';
import { whyNotAsMade } from './own-scaling.ts';

const renaming: Renaming = {
  group: ['web-v001', 'web-v002'],
  target: [groupArn('web-v001'), groupArn('web-v002')],
};
const label = (name: string): string =>
  `app/web-lb/50dc6c495c0c9188/targetgroup/${name}/73e2d6bc24d8a067`;

const row = (more: Partial<AutoScalingGroup> = {}): AutoScalingGroup => ({
  AutoScalingGroupName: 'web-v001',
  MinSize: 2,
  DesiredCapacity: 4,
  MaxSize: 4,
  DefaultCooldown: 300,
  AvailabilityZones: ['a', 'b'],
  VPCZoneIdentifier: 'subnet-a,subnet-b',
  HealthCheckType: 'ELB',
  HealthCheckGracePeriod: 90,
  CreatedTime: new Date(0),
  Tags: [
    { Key: 'team', Value: 'shop', PropagateAtLaunch: false },
    { Key: 'aws:cloudformation:stack-name', Value: 'web', PropagateAtLaunch: true },
    { Key: rolloutTag, Value: 'the-one-before', PropagateAtLaunch: true },
  ],
  ...more,
});
const wanted = {
  ...{ name: 'web-v002', template: 'lt-2', targetGroup: groupArn('web-v002'), size: 4, min: null },
  tags: { [rolloutTag]: 'r-2' },
};

it('is made like the one before, with its own template by number, and room for one more', () => {
  expect(createInput(row(), [], wanted)).toEqual({
    AutoScalingGroupName: 'web-v002',
    LaunchTemplate: { LaunchTemplateId: 'lt-2', Version: '1' },
    ...{ MinSize: 2, DesiredCapacity: 4, MaxSize: 5 },
    ...{ DefaultCooldown: 300, HealthCheckType: 'ELB', HealthCheckGracePeriod: 90 },
    VPCZoneIdentifier: 'subnet-a,subnet-b',
    TargetGroupARNs: [groupArn('web-v002')],
    LifecycleHookSpecificationList: [],
    Tags: [
      { ResourceId: 'web-v002', ResourceType: 'auto-scaling-group', Key: 'team', Value: 'shop', PropagateAtLaunch: false }, // prettier-ignore
      { ResourceId: 'web-v002', ResourceType: 'auto-scaling-group', Key: rolloutTag, Value: 'r-2', PropagateAtLaunch: true }, // prettier-ignore
    ],
  });
  // The one after it does not grow by one each time, and a held one hands on its own smallest size.
  expect(createInput(row({ MaxSize: 5 }), [], { ...wanted, min: 1 })).toMatchObject({ MinSize: 1, MaxSize: 5 }); // prettier-ignore
  expect(createInput(row({ MinSize: 4 }), [], { ...wanted, size: 1 })).toMatchObject({ MinSize: 1, DesiredCapacity: 1, MaxSize: 4 }); // prettier-ignore
});

it('keeps a policy of several types, and refuses several templates and several target groups', () => {
  const overrides = [{ InstanceType: 't3.small' }, { InstanceType: 't3a.small' }];
  const mixed = {
    LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', Version: '$Latest' }, Overrides: overrides }, // prettier-ignore
    InstancesDistribution: { OnDemandPercentageAboveBaseCapacity: 50 },
  };
  const input = createInput(row({ MixedInstancesPolicy: mixed }), [], wanted);
  expect(input.LaunchTemplate).toBeUndefined();
  expect(input.MixedInstancesPolicy).toEqual({
    ...mixed,
    LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-2', Version: '1' }, Overrides: overrides }, // prettier-ignore
  });
  const group = aScalingGroup('web-v001');
  expect(canBeLiked({ ...group, mixed: aMixedPolicy() }, 1).ok).toBe(true);
  const other = { template: { id: 'lt-9', name: null, version: '1' } };
  for (const mixed of [aMixedPolicy([other]), aMixedPolicy([{ type: 't3.large', weight: 2 }])]) {
    expect(canBeLiked({ ...group, mixed }, 1)).toMatchObject({ ok: false });
  }
  const wide = { ...group, targetGroupArns: [...group.targetGroupArns, 'arn:other'] };
  expect(canBeLiked(wide, 1)).toMatchObject({ ok: false, fault: { code: 'refused' } });
  // Where servers fetch their work it may fill none at all.
  expect(canBeLiked(group, 0)).toMatchObject({ ok: false, fault: { code: 'refused' } });
  expect(canBeLiked({ ...group, targetGroupArns: [] }, 0).ok).toBe(true);
});

it('lets policies count for the new group, wherever they name the one before', () => {
  const requests: ScalingPolicy = {
    AutoScalingGroupName: 'web-v001',
    PolicyName: 'requests',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingConfiguration: {
      TargetValue: 100,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: label('web-v001') }, // prettier-ignore
    },
    Alarms: [{ AlarmName: 'made-by-aws' }],
  };
  expect(policyFor(requests, renaming)).toEqual({
    ...{ AutoScalingGroupName: 'web-v002', PolicyName: 'requests', PolicyType: 'TargetTrackingScaling' }, // prettier-ignore
    TargetTrackingConfiguration: {
      TargetValue: 100,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget', ResourceLabel: label('web-v002') }, // prettier-ignore
    },
  });
  const queue: ScalingPolicy = {
    PolicyName: 'queue',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingConfiguration: {
      TargetValue: 10,
      CustomizedMetricSpecification: {
        MetricName: 'Backlog',
        Namespace: 'web-v001',
        Dimensions: [{ Name: 'AutoScalingGroupName', Value: 'web-v001' }],
        Statistic: 'Average',
      },
    },
  };
  expect(policyFor(queue, renaming).TargetTrackingConfiguration?.CustomizedMetricSpecification).toEqual({ MetricName: 'Backlog', Namespace: 'web-v001', Dimensions: [{ Name: 'AutoScalingGroupName', Value: 'web-v002' }], Statistic: 'Average' }); // prettier-ignore
  const tracking = { TargetValue: 1, PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget' as const, ResourceLabel: label('another') } }; // prettier-ignore
  const another: ScalingPolicy = { ...requests, PolicyName: 'other', TargetTrackingConfiguration: tracking }; // prettier-ignore
  const step: ScalingPolicy = { PolicyName: 'step', PolicyType: 'StepScaling', Alarms: [{}] };
  expect([requests, queue, another, step].map((one) => canBeCopied(one, renaming))).toEqual([true, true, false, true]); // prettier-ignore
  expect(policyLacks([requests, queue, another, step], renaming)).toEqual([
    'policy other, which counts requests of another target group',
    'the alarms that start policy step',
  ]);
});

it('copies scheduled actions but the one that lets go, and says what else is left out', () => {
  const start = new Date(Date.UTC(2026, 10, 28));
  const night = { ScheduledActionName: 'night', StartTime: start, Recurrence: '0 22 * * *', MinSize: 1 }; // prettier-ignore
  const once = { ScheduledActionName: 'sale', StartTime: start, MinSize: 6, MaxSize: 9 };
  const own = { ScheduledActionName: releaseAction, StartTime: start, MinSize: 2 };
  expect(scheduledFor([night, once, own], renaming)).toEqual([
    { AutoScalingGroupName: 'web-v002', ScheduledActionName: 'night', Recurrence: '0 22 * * *', MinSize: 1 }, // prettier-ignore
    { AutoScalingGroupName: 'web-v002', ScheduledActionName: 'sale', StartTime: start, MinSize: 6, MaxSize: 9 }, // prettier-ignore
  ]);
  const group = aScalingGroup('web-v001', { warmPool: { instances: 2 } });
  const guarded = row({ NewInstancesProtectedFromScaleIn: true, SuspendedProcesses: [{ ProcessName: 'AZRebalance' }] }); // prettier-ignore
  expect(lacksOf(group, guarded)).toEqual(['its warm pool', 'protection from scaling in', 'suspended processes']); // prettier-ignore
  expect(lacksOf(aScalingGroup('web-v001'), row())).toEqual([]);
});

it('is changed only while it is as its launch made it', () => {
  const own = {
    ...{ scaling: 'web-v002', target: aGroup('web-v002').arn, launchedBy: asRolloutId('r-2') },
    template: 'lt-2',
  };
  const template = { id: 'lt-2', name: 'web-v002', version: '1' };
  const made = (more: Partial<ScalingGroup> = {}): ScalingGroup =>
    aScalingGroup('web-v002', {
      ...{ template, tags: { [rolloutTag]: 'r-2' }, instances: [aMember('i-1', { template })] },
      ...more,
    });
  expect(whyNotAsMade(made(), own)).toBeNull();
  const why = (more: Partial<ScalingGroup>): string => whyNotAsMade(made(more), own)?.message ?? '';
  expect(why({ tags: {} })).toContain('was not made by the launch of this generation');
  expect(why({ tags: { [rolloutTag]: 'r-3' } })).toContain('was not made by the launch');
  expect(why({ targetGroupArns: [groupArn('web-v002'), groupArn('x')] })).toContain('fills other');
  expect(why({ loadBalancerNames: ['classic'] })).toContain('fills other target groups');
  expect(why({ template: { ...template, version: '$Latest' } })).toContain('another template');
  expect(why({ template: { ...template, id: 'lt-1' } })).toContain('another template');
  expect(why({ template: null, launchConfiguration: 'web' })).toContain('another template');
  expect(why({ instances: [aMember('i-9')] })).toContain(
    'i-9 is in the auto scaling group web-v002',
  );
  expect(why({ instances: [aMember('i-1', { template, isProtected: true })] })).toContain(
    'protected',
  );
});
