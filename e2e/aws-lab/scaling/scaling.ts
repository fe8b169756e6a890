/**
 * Auto Scaling as AWS has it. moto has groups, but starts their servers at once and all in one subnet, takes a name twice,
 * deletes groups with servers in them, keys policies and scheduled actions of all groups by name alone, carries no
 * scheduled action out, and forgets most settings. So these calls are answered here; servers and targets stay moto's.
 */
import { randomUUID } from 'node:crypto';
import { errorAnswer, resultAnswer, type Answer } from '../aws-answers.ts';
import type { AwsCall } from '../aws-call.ts';
import type { ControlPlane } from '../control-plane.ts';
import type { HealthTeller } from '../truths/health.ts';
import { refusalOf, RefusedError } from './checks.ts';
import {
  numberIn,
  objectsIn,
  textIn,
  textsIn,
  treeOf,
  xmlOf,
  type TreeObject,
} from './query-tree.ts';
import { described, type ScaledGroup } from './scaled-group.ts';
import { operationsOfParts } from './group-parts.ts';
import { openGroupServers, type Runners, type ScalingSettings } from './servers-of-groups.ts';

export interface Scaling extends ScalingSettings {
  readonly answer: (call: AwsCall) => Promise<Answer>;
  /** EC2's servers were changed past the groups. */
  readonly serversChanged: () => void;
  /** Tags of the group that a call is about, for conditions of a policy. */
  readonly tagsOf: (call: AwsCall) => ReadonlyMap<string, string>;
  readonly arnOf: (call: AwsCall) => string;
  readonly clear: () => void;
}

export interface ScalingPlace {
  readonly region: string;
  readonly plane: ControlPlane;
  readonly health: HealthTeller;
  readonly runners: Runners;
}

const account = '123456789012';
const sizes = new Set(['MinSize', 'MaxSize', 'DesiredCapacity', 'AutoScalingGroupName']);
const kept = new Set([...sizes, 'Tags', 'TargetGroupARNs', 'LifecycleHookSpecificationList', 'Action', 'Version']); // prettier-ignore

export function openScaling({ region, plane, health, runners }: ScalingPlace): Scaling {
  const groups = new Map<string, ScaledGroup>();
  const settings: ScalingSettings = { startsMs: 0, noRoom: undefined, runsServers: false };
  const nameIn = (call: AwsCall): string =>
    call.params.get('AutoScalingGroupName') ?? call.params.get('Tags.member.1.ResourceId') ?? '';
  const groupOf = (asked: TreeObject): ScaledGroup => {
    const name = textIn(asked, 'AutoScalingGroupName') ?? '';
    const group = groups.get(name);
    if (group !== undefined) return group;
    const message = `AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`;
    throw new RefusedError('ValidationError', message);
  };
  const wanted = (asked: TreeObject) => ({
    min: numberIn(asked, 'MinSize'),
    max: numberIn(asked, 'MaxSize'),
    desired: numberIn(asked, 'DesiredCapacity'),
  });

  const scaling: Scaling = Object.assign(settings, {
    tagsOf: (call: AwsCall) =>
      new Map(
        (groups.get(nameIn(call))?.tags ?? []).map((tag) => [
          textIn(tag, 'Key') ?? '',
          textIn(tag, 'Value') ?? '',
        ]),
      ),
    arnOf: (call: AwsCall) =>
      groups.get(nameIn(call))?.arn ??
      `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:new:autoScalingGroupName/${nameIn(call)}`,
    async answer(call: AwsCall) {
      const operation = operations[call.action];
      if (operation === undefined) {
        return errorAnswer(call, 400, 'InvalidAction', `The lab does not know ${call.action}.`);
      }
      try {
        return resultAnswer(call, xmlOf((await operation(treeOf(call.params))) ?? {}));
      } catch (error) {
        if (error instanceof RefusedError) return errorAnswer(call, 400, error.code, error.message);
        throw error;
      }
    },
    serversChanged: () => {
      servers.check([...groups.values()]).catch(() => undefined);
    },
    clear() {
      for (const group of groups.values()) forget(group);
      groups.clear();
      Object.assign(scaling, { startsMs: 0, noRoom: undefined, runsServers: false });
    },
  });
  const servers = openGroupServers(plane, health, scaling, runners);

  const forget = (group: ScaledGroup): void => {
    group.isDeleted = true;
    for (const { timer } of group.scheduled.values()) clearTimeout(timer);
  };

  /** As UpdateAutoScalingGroup and scheduled actions do it: what is left out follows what is given. */
  const resize = (group: ScaledGroup, asked: ReturnType<typeof wanted>): void => {
    const min = asked.min ?? group.min;
    const max = asked.max ?? group.max;
    const desired = asked.desired ?? Math.min(max, Math.max(min, group.desired));
    const refusal = refusalOf({ min, max, desired });
    if (refusal !== null) throw new RefusedError('ValidationError', refusal);
    Object.assign(group, { min, max, desired });
  };

  type Operation = (asked: TreeObject) => TreeObject | undefined | Promise<TreeObject | undefined>;
  const operations: Readonly<Record<string, Operation>> = {
    ...operationsOfParts({ groupOf, all: () => [...groups.values()], resize, wanted, servers }),
    async CreateAutoScalingGroup(asked) {
      const name = textIn(asked, 'AutoScalingGroupName') ?? '';
      if (groups.has(name)) {
        const message = `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`;
        throw new RefusedError('AlreadyExists', message);
      }
      const { min = 0, max = 0, desired = min } = wanted(asked);
      const refusal = refusalOf({ min, max, desired });
      if (refusal !== null) throw new RefusedError('ValidationError', refusal);
      const hooks = objectsIn(asked, 'LifecycleHookSpecificationList');
      const group: ScaledGroup = {
        ...{ name, min, max, desired },
        arn: `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:${randomUUID()}:autoScalingGroupName/${name}`,
        createdAt: new Date().toISOString(),
        settings: Object.fromEntries(Object.entries(asked).filter(([key]) => !kept.has(key))),
        targetGroups: textsIn(asked, 'TargetGroupARNs'),
        tags: objectsIn(asked, 'Tags'),
        members: [],
        suspended: new Set(),
        metrics: [],
        warmPool: undefined,
        policies: new Map(),
        hooks: new Map(hooks.map((hook) => [textIn(hook, 'LifecycleHookName') ?? '', hook])),
        scheduled: new Map(),
        activities: [],
        work: Promise.resolve(),
        isDeleted: false,
      };
      groups.set(name, group);
      await servers.settle(group);
      return {};
    },
    DescribeAutoScalingGroups(asked) {
      const names = textsIn(asked, 'AutoScalingGroupNames');
      const all = [...groups.values()].filter(
        ({ name }) => names.length === 0 || names.includes(name),
      );
      const from = numberIn(asked, 'NextToken') ?? 0;
      const size = numberIn(asked, 'MaxRecords') ?? 50;
      const next = from + size < all.length ? String(from + size) : undefined;
      const page = all.slice(from, from + size).map(described);
      return { AutoScalingGroups: page, ...(next === undefined ? {} : { NextToken: next }) };
    },
    async UpdateAutoScalingGroup(asked) {
      const group = groupOf(asked);
      resize(group, wanted(asked));
      const changed = Object.entries(asked).filter(([key]) => !kept.has(key));
      group.settings = { ...group.settings, ...Object.fromEntries(changed) };
      await servers.settle(group);
      return {};
    },
    async SetDesiredCapacity(asked) {
      const group = groupOf(asked);
      const desired = numberIn(asked, 'DesiredCapacity') ?? 0;
      const beyond = desired > group.max ? `above max value ${group.max}` : `below min value ${group.min}`; // prettier-ignore
      if (desired > group.max || desired < group.min) {
        const message = `New SetDesiredCapacity value ${desired} is ${beyond} for the AutoScalingGroup.`;
        throw new RefusedError('ValidationError', message);
      }
      group.desired = desired;
      await servers.settle(group);
      return {};
    },
    DeleteAutoScalingGroup(asked) {
      const group = groupOf(asked);
      if (textIn(asked, 'ForceDelete') !== 'true' && group.members.length > 0) {
        const message = 'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.'; // prettier-ignore
        throw new RefusedError('ResourceInUse', message);
      }
      forget(group);
      groups.delete(group.name);
      return {};
    },
    async TerminateInstanceInAutoScalingGroup(asked) {
      const id = textIn(asked, 'InstanceId') ?? '';
      const group = [...groups.values()].find(({ members }) =>
        members.some((one) => one.id === id),
      );
      const member = group?.members.find((one) => one.id === id);
      if (group === undefined || member === undefined || member.lifecycle === 'Terminating') {
        const message = `Instance Id not found - No managed instance found for instance ID: ${id}`;
        throw new RefusedError('ValidationError', message);
      }
      if (textIn(asked, 'ShouldDecrementDesiredCapacity') === 'true') {
        if (group.desired <= group.min) {
          const message = `Currently, desiredSize equals minSize (${group.min}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`; // prettier-ignore
          throw new RefusedError('ValidationError', message);
        }
        group.desired -= 1;
      }
      servers.end(group, member, 'a user request').then(() => servers.settle(group), () => undefined); // prettier-ignore
      await servers.settle(group);
      return { Activity: { ActivityId: randomUUID(), AutoScalingGroupName: group.name, Cause: 'a user request', StatusCode: 'InProgress', StartTime: new Date().toISOString() } }; // prettier-ignore
    },
  };
  return scaling;
}
