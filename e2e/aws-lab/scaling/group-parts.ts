/** What hangs on an auto scaling group: policies, hooks, scheduled actions, tags, suspended processes, members. */
import { RefusedError } from './checks.ts';
import { numberIn, objectIn, objectsIn, textIn, textsIn, type TreeObject } from './query-tree.ts';
import type { ScaledGroup } from './scaled-group.ts';
import type { GroupServers } from './servers-of-groups.ts';

interface Sizes {
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly desired: number | undefined;
}

export interface PartsGround {
  readonly groupOf: (asked: TreeObject) => ScaledGroup;
  readonly all: () => readonly ScaledGroup[];
  readonly resize: (group: ScaledGroup, sizes: Sizes) => void;
  readonly wanted: (asked: TreeObject) => Sizes;
  readonly servers: GroupServers;
}

type Operation = (asked: TreeObject) => TreeObject | undefined | Promise<TreeObject | undefined>;

export function operationsOfParts(ground: PartsGround): Readonly<Record<string, Operation>> {
  const { groupOf, all, resize, wanted, servers } = ground;
  const asked = (tree: TreeObject): readonly ScaledGroup[] =>
    textIn(tree, 'AutoScalingGroupName') === undefined ? all() : [groupOf(tree)];
  const without = (tree: TreeObject): TreeObject =>
    Object.fromEntries(Object.entries(tree).filter(([key]) => !/^(?:Action|Version)$/.test(key)));

  const fire = (group: ScaledGroup, name: string): void => {
    const scheduled = group.scheduled.get(name);
    if (scheduled === undefined || group.isDeleted) return;
    if (textIn(scheduled.action, 'Recurrence') === undefined) group.scheduled.delete(name);
    // AWS does not carry it out later when the process is resumed.
    if (group.suspended.has('ScheduledActions')) return;
    resize(group, wanted(scheduled.action));
    servers.settle(group).catch(() => undefined);
  };

  return {
    PutScalingPolicy(tree) {
      const group = groupOf(tree);
      const name = textIn(tree, 'PolicyName') ?? '';
      const label = textIn(
        objectIn(objectIn(tree, 'TargetTrackingConfiguration') ?? {}, 'PredefinedMetricSpecification') ?? {}, // prettier-ignore
        'ResourceLabel',
      );
      if (
        label !== undefined &&
        !group.targetGroups.some((arn) => label.endsWith(`/${arn.split(':').at(-1) ?? ''}`))
      ) {
        const message = `The target group in ResourceLabel ${label} is not attached to the Auto Scaling group.`;
        throw new RefusedError('ValidationError', message);
      }
      const PolicyARN = `${group.arn}:policyName/${name}`;
      group.policies.set(name, { ...without(tree), PolicyARN });
      return { PolicyARN };
    },
    DescribePolicies: (tree) => ({
      ScalingPolicies: asked(tree).flatMap(({ policies }) => [...policies.values()]),
    }),
    PutScheduledUpdateGroupAction(tree) {
      const group = groupOf(tree);
      const name = textIn(tree, 'ScheduledActionName') ?? '';
      const start = textIn(tree, 'StartTime');
      const inMs = start === undefined ? undefined : Date.parse(start) - Date.now();
      if (inMs !== undefined && inMs < 0) {
        throw new RefusedError('ValidationError', 'Given start time is in the past');
      }
      clearTimeout(group.scheduled.get(name)?.timer);
      // Recurring ones are kept and shown; cron is not carried out here. Timers reach 24 days.
      const fires = inMs !== undefined && inMs < 2 ** 31;
      const timer = fires ? setTimeout(() => fire(group, name), inMs).unref() : undefined;
      group.scheduled.set(name, { action: without(tree), timer });
      return {};
    },
    DescribeScheduledActions: (tree) => ({
      ScheduledUpdateGroupActions: asked(tree).flatMap(({ scheduled }) =>
        [...scheduled.values()].map(({ action }) => action),
      ),
    }),
    DeleteScheduledAction(tree) {
      const group = groupOf(tree);
      const name = textIn(tree, 'ScheduledActionName') ?? '';
      const scheduled = group.scheduled.get(name);
      if (scheduled === undefined) {
        throw new RefusedError('ValidationError', 'Scheduled action name not found');
      }
      clearTimeout(scheduled.timer);
      group.scheduled.delete(name);
      return {};
    },
    PutLifecycleHook(tree) {
      groupOf(tree).hooks.set(textIn(tree, 'LifecycleHookName') ?? '', without(tree));
      return {};
    },
    DescribeLifecycleHooks(tree) {
      const group = groupOf(tree);
      return {
        LifecycleHooks: [...group.hooks.values()].map((hook) => ({
          ...hook,
          AutoScalingGroupName: group.name,
          GlobalTimeout: '172800',
          HeartbeatTimeout: hook['HeartbeatTimeout'] ?? '3600',
          DefaultResult: hook['DefaultResult'] ?? 'ABANDON',
        })),
      };
    },
    DescribeScalingActivities: (tree) => ({
      Activities: asked(tree)
        .flatMap(({ activities }) => activities)
        .slice(0, numberIn(tree, 'MaxRecords') ?? 100),
    }),
    EnableMetricsCollection(tree) {
      const group = groupOf(tree);
      group.metrics = [...new Set([...group.metrics, ...textsIn(tree, 'Metrics')])];
      return {};
    },
    SuspendProcesses(tree) {
      const group = groupOf(tree);
      for (const name of textsIn(tree, 'ScalingProcesses')) group.suspended.add(name);
      return {};
    },
    async ResumeProcesses(tree) {
      const group = groupOf(tree);
      for (const name of textsIn(tree, 'ScalingProcesses')) group.suspended.delete(name);
      await servers.settle(group);
      return {};
    },
    CreateOrUpdateTags(tree) {
      for (const tag of objectsIn(tree, 'Tags')) {
        const group = groupOf({ AutoScalingGroupName: tag['ResourceId'] });
        const others = group.tags.filter((one) => one['Key'] !== tag['Key']);
        group.tags = [...others, tag];
      }
      return {};
    },
    SetInstanceProtection(tree) {
      const ids = textsIn(tree, 'InstanceIds');
      for (const member of groupOf(tree).members) {
        if (ids.includes(member.id)) member.isProtected = textIn(tree, 'ProtectedFromScaleIn') === 'true'; // prettier-ignore
      }
      return {};
    },
    async AttachInstances(tree) {
      const group = groupOf(tree);
      const ids = textsIn(tree, 'InstanceIds');
      group.desired += ids.length;
      const attached = ids.map((id) => ({
        ...{
          id,
          zone: '',
          isHealthy: true,
          isProtected: false,
          isSpot: false,
          type: '',
          template: undefined,
        },
        lifecycle: 'InService' as const,
      }));
      group.members = [...group.members, ...attached];
      await servers.register(group, ids);
      return {};
    },
    async DetachInstances(tree) {
      const group = groupOf(tree);
      const ids = textsIn(tree, 'InstanceIds');
      if (textIn(tree, 'ShouldDecrementDesiredCapacity') === 'true') group.desired -= ids.length;
      group.members = group.members.filter(({ id }) => !ids.includes(id));
      await servers.deregister(group, ids);
      await servers.settle(group);
      return { Activities: [] };
    },
    async AttachLoadBalancerTargetGroups(tree) {
      const group = groupOf(tree);
      group.targetGroups = [
        ...new Set([...group.targetGroups, ...textsIn(tree, 'TargetGroupARNs')]),
      ];
      await servers.register(
        group,
        group.members.map(({ id }) => id),
      );
      return {};
    },
    PutWarmPool(tree) {
      groupOf(tree).warmPool = { MinSize: textIn(tree, 'MinSize') ?? '0', PoolState: 'Stopped' };
      return {};
    },
  };
}
