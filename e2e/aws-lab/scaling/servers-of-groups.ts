/**
 * What an auto scaling group does by itself: starts and ends servers until there are as many as it wants, spread over
 * its subnets, and replaces those that end without it. The servers are moto's, and so are the target groups.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  RunInstancesCommand,
  TerminateInstancesCommand,
  type _InstanceType,
} from '@aws-sdk/client-ec2';
import {
  DeregisterTargetsCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ControlPlane } from '../control-plane.ts';
import type { HealthTeller } from '../truths/health.ts';
import { textIn } from './query-tree.ts';
import { nextPurchase, templateIn, type Member, type ScaledGroup } from './scaled-group.ts';

export interface ScalingSettings {
  /** From the start of a server until it is in service; default 0: within the call that asked for it. */
  startsMs: number;
  /** What AWS says where it has no room for another server; undefined while it has. */
  noRoom: string | undefined;
  /** Whether each server that a group starts is a real process behind its target groups; default false. */
  runsServers: boolean;
}

export interface Runners {
  /** A process that answers for this server; resolves when it listens. */
  readonly start: (groupArn: string, version: string, id: string) => Promise<void>;
  /** Gets no new requests from now on. */
  readonly leave: (groupArn: string, id: string) => void;
  readonly end: (id: string) => Promise<void>;
}

export interface GroupServers {
  /** Starts or ends what is missing or too much; resolves when that is done or is no longer wanted. */
  readonly settle: (group: ScaledGroup) => Promise<void>;
  /** Deregistered, drained, terminated; the group may start another one. */
  readonly end: (group: ScaledGroup, member: Member, cause: string) => Promise<void>;
  /** Lists it where the group's servers are listed. */
  readonly register: (group: ScaledGroup, ids: readonly string[]) => Promise<void>;
  readonly deregister: (group: ScaledGroup, ids: readonly string[]) => Promise<void>;
  /** Those that ended without the group are replaced. */
  readonly check: (groups: Iterable<ScaledGroup>) => Promise<void>;
}

export function openGroupServers(
  plane: ControlPlane,
  health: HealthTeller,
  settings: ScalingSettings,
  runners: Runners,
): GroupServers {
  const tell = (group: ScaledGroup, activity: Readonly<Record<string, string>>): void => {
    const at = new Date().toISOString();
    const ActivityId = `activity-${String(group.activities.length + 1)}`;
    group.activities = [
      { ActivityId, AutoScalingGroupName: group.name, StartTime: at, EndTime: at, Progress: '100', ...activity }, // prettier-ignore
      ...group.activities,
    ];
  };
  const passed = (action: string, groupArn: string, ids: readonly string[]): void => {
    const targets = ids.map((id, at) => [`Targets.member.${at + 1}.Id`, id] as const);
    const params = new Map([['TargetGroupArn', groupArn], ...targets]);
    health.passed({ service: 'elasticloadbalancing', action, caller: 'lab', params });
  };
  const listing = (members: readonly Member[]): readonly Member[] =>
    members.filter(({ lifecycle }) => lifecycle !== 'Terminating');

  async function startOne(group: ScaledGroup): Promise<boolean> {
    const Description = 'Launching a new EC2 instance';
    const Cause = 'an instance was started in response to a difference between desired and actual capacity, increasing the capacity'; // prettier-ignore
    const refused = (StatusMessage: string): boolean => {
      tell(group, { Description, Cause, StatusCode: 'Failed', StatusMessage });
      return false;
    };
    if (settings.noRoom !== undefined) return refused(settings.noRoom);
    const template = templateIn(group);
    const { type, isSpot } = nextPurchase(group);
    const subnets = (textIn(group.settings, 'VPCZoneIdentifier') ?? '').split(',');
    const places = new Map(subnets.map((subnet) => [subnet, 0]));
    for (const { id } of listing(group.members)) {
      const subnet = subnetsOf.get(id) ?? '';
      places.set(subnet, (places.get(subnet) ?? 0) + 1);
    }
    const [SubnetId] = [...places].sort(([, one], [, other]) => one - other)[0] ?? [];
    const tags = group.tags.filter((tag) => tag['PropagateAtLaunch'] === 'true');
    try {
      const out = await plane.clients().ec2.send(
        new RunInstancesCommand({
          LaunchTemplate: {
            LaunchTemplateId: textIn(template ?? {}, 'LaunchTemplateId'),
            LaunchTemplateName: textIn(template ?? {}, 'LaunchTemplateName'),
            Version: textIn(template ?? {}, 'Version') ?? '$Default',
          },
          SubnetId,
          ...(type === undefined ? {} : { InstanceType: type as _InstanceType }),
          ...(isSpot ? { InstanceMarketOptions: { MarketType: 'spot' } } : {}),
          MinCount: 1,
          MaxCount: 1,
          TagSpecifications: [
            {
              ResourceType: 'instance',
              Tags: [
                ...tags.map((tag) => ({ Key: textIn(tag, 'Key'), Value: textIn(tag, 'Value') })),
                { Key: 'aws:autoscaling:groupName', Value: group.name },
              ],
            },
          ],
        }),
      );
      plane.forget('instances');
      const row = out.Instances?.[0];
      const id = row?.InstanceId ?? '';
      subnetsOf.set(id, SubnetId ?? '');
      const version = row?.Tags?.find(({ Key }) => Key === 'aws:ec2launchtemplate:version')?.Value;
      group.members = [
        ...group.members,
        {
          id,
          zone: row?.Placement?.AvailabilityZone ?? '',
          lifecycle: 'Pending',
          isHealthy: true,
          isProtected: textIn(group.settings, 'NewInstancesProtectedFromScaleIn') === 'true',
          template: { ...template, ...(version === undefined ? {} : { Version: version }) },
          type: row?.InstanceType ?? '',
          isSpot,
        },
      ];
      tell(group, { Description: `${Description}: ${id}`, Cause, StatusCode: 'Successful' });
      return true;
    } catch (error) {
      return refused(error instanceof Error ? error.message : String(error));
    }
  }

  async function inService(group: ScaledGroup, member: Member): Promise<void> {
    if (settings.startsMs > 0) await sleep(settings.startsMs);
    if (group.isDeleted || !group.members.includes(member)) return;
    if (settings.runsServers) {
      const version = group.name.split('-').at(-1) ?? group.name;
      for (const arn of group.targetGroups) await runners.start(arn, version, member.id);
    }
    if (member.lifecycle !== 'Pending') return;
    await servers.register(group, [member.id]);
    member.lifecycle = 'InService';
  }

  const subnetsOf = new Map<string, string>();
  const servers: GroupServers = {
    settle(group) {
      const before = group.work;
      group.work = (async () => {
        await before;
        while (!group.isDeleted && !group.suspended.has('Launch')) {
          if (listing(group.members).length >= group.desired) break;
          if (!(await startOne(group))) break;
        }
        const pending = group.members.filter(({ lifecycle }) => lifecycle === 'Pending');
        const starting = Promise.all(pending.map((member) => inService(group, member)));
        if (settings.startsMs === 0) await starting;
        else starting.catch(() => undefined);
        const tooMany = listing(group.members).length - group.desired;
        if (group.suspended.has('Terminate') || tooMany <= 0) return;
        // Not waited for: another start must not wait for a drain.
        for (const member of leavers(group, tooMany)) {
          servers.end(group, member, 'shrinking the capacity').catch(() => undefined);
        }
      })();
      return group.work;
    },
    async end(group, member, cause) {
      if (member.lifecycle === 'Terminating') return;
      member.lifecycle = 'Terminating';
      await servers.deregister(group, [member.id]);
      if (health.drainingMs > 0) await sleep(health.drainingMs);
      await plane.clients().ec2.send(new TerminateInstancesCommand({ InstanceIds: [member.id] }));
      plane.forget('instances');
      await runners.end(member.id);
      group.members = group.members.filter((one) => one !== member);
      tell(group, {
        Description: `Terminating EC2 instance: ${member.id}`,
        Cause: cause,
        StatusCode: 'Successful',
      });
    },
    async register(group, ids) {
      for (const TargetGroupArn of group.targetGroups) {
        const Targets = ids.map((Id) => ({ Id }));
        await plane.clients().elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
        passed('RegisterTargets', TargetGroupArn, ids);
      }
    },
    async deregister(group, ids) {
      for (const TargetGroupArn of group.targetGroups) {
        for (const id of ids) runners.leave(TargetGroupArn, id);
        const Targets = ids.map((Id) => ({ Id }));
        await plane.clients().elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets }));
        passed('DeregisterTargets', TargetGroupArn, ids);
      }
    },
    async check(groups) {
      const instances = await plane.instances();
      for (const group of groups) {
        const dead = group.members.filter(({ id, lifecycle }) => {
          const state = instances.get(id)?.state;
          return lifecycle === 'InService' && state !== 'running' && state !== 'pending';
        });
        for (const member of dead) {
          member.isHealthy = false;
          await servers.end(group, member, 'an instance was taken out of service in response to an EC2 health check'); // prettier-ignore
        }
        if (dead.length > 0) await servers.settle(group);
      }
    },
  };
  return servers;
}

/** From the fullest zone, the oldest first; none that is protected. */
function leavers({ members }: ScaledGroup, count: number): readonly Member[] {
  let left = members.filter(({ lifecycle }) => lifecycle !== 'Terminating');
  const chosen: Member[] = [];
  while (chosen.length < count) {
    const full = (zone: string): number => left.filter((one) => one.zone === zone).length;
    const [next] = left
      .filter(({ isProtected }) => !isProtected)
      .toSorted((one, other) => full(other.zone) - full(one.zone));
    if (next === undefined) break;
    chosen.push(next);
    left = left.filter((one) => one !== next);
  }
  return chosen;
}
