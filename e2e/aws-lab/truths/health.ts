/** Health of targets as ELBv2 tells it. moto says `healthy` at once, of groups that nothing uses too. */
import { type Answer, escapeXml, resultAnswer } from '../aws-answers.ts';
import { type AwsCall, listed } from '../aws-call.ts';
import { type ControlPlane, groupsOf, type InstanceView } from '../control-plane.ts';
import { inside, members, textOf } from '../xml-members.ts';
import { type HealthName, healthOf, type TargetHealth } from './health-states.ts';

/** How long a target is `initial` after it was registered or its group came into use. */
export type Settling =
  | { readonly kind: 'at-once' }
  | { readonly kind: 'ms'; readonly ms: number }
  /** That many answers of DescribeTargetHealth say `initial` first. */
  | { readonly kind: 'reads'; readonly reads: number };

export interface HealthSettings {
  settling: Settling;
  /** How long a deregistered target is listed as `draining`. */
  drainingMs: number;
  /** From now on, for this server; in one group only if it is named. A zone or use that forbids traffic goes first. */
  set(instanceId: string, health: HealthName | TargetHealth, groupArn?: string): void;
  /** Back to what the lab finds out by itself. */
  unset(instanceId: string, groupArn?: string): void;
  clear(): void;
}

export interface HealthTeller extends HealthSettings {
  answer(call: AwsCall, fromMoto: Answer, showsZone: boolean): Promise<Answer>;
  /** A call went through moto well. */
  passed(call: AwsCall): void;
}

interface Since {
  readonly atMs: number;
  reads: number;
}

export function openHealth(plane: ControlPlane, nowMs: () => number): HealthTeller {
  const fixed = new Map<string, TargetHealth>();
  const draining = new Map<string, Map<string, number>>();
  const inUse = new Map<string, Since>();
  let changedAtMs = nowMs();

  const settled = (key: string, settling: Settling): boolean => {
    const since = inUse.get(key) ?? { atMs: changedAtMs, reads: 0 };
    inUse.set(key, since);
    since.reads += 1;
    switch (settling.kind) {
      case 'at-once':
        return true;
      case 'ms':
        return nowMs() - since.atMs >= settling.ms;
      case 'reads':
        return since.reads > settling.reads;
    }
  };

  const teller: HealthTeller = {
    settling: { kind: 'at-once' },
    drainingMs: 0,
    set(instanceId, health, groupArn = '') {
      fixed.set(
        keyOf(groupArn, instanceId),
        typeof health === 'string' ? healthOf(health) : health,
      );
    },
    unset(instanceId, groupArn = '') {
      fixed.delete(keyOf(groupArn, instanceId));
    },
    clear() {
      fixed.clear();
      draining.clear();
      inUse.clear();
      teller.settling = { kind: 'at-once' };
      teller.drainingMs = 0;
    },
    passed(call) {
      const group = call.params.get('TargetGroupArn') ?? '';
      const ids = [...call.params]
        .filter(([name]) => /^Targets\.member\.\d+\.Id$/.test(name))
        .map(([, id]) => id);
      changedAtMs = nowMs();
      if (call.action === 'RegisterTargets') {
        for (const id of ids) {
          inUse.delete(keyOf(group, id));
          draining.get(group)?.delete(id);
        }
      }
      if (call.action === 'DeregisterTargets' && teller.drainingMs > 0) {
        const leaving = draining.get(group) ?? new Map<string, number>();
        draining.set(group, leaving);
        for (const id of ids) leaving.set(id, nowMs() + teller.drainingMs);
      }
    },
    async answer(call, fromMoto, showsZone) {
      const group = call.params.get('TargetGroupArn') ?? '';
      const [balancers, instances] = await Promise.all([plane.loadBalancers(), plane.instances()]);
      const zones = new Set(
        balancers
          .filter((balancer) =>
            balancer.listeners.some((listener) =>
              listener.rules.some((rule) => groupsOf(rule.actions).includes(group)),
            ),
          )
          .flatMap((balancer) => balancer.zones),
      );
      const leaving = draining.get(group);
      const asked = listed(call, 'Targets').length > 0 || call.params.has('Targets.member.1.Id');
      const listedByMoto = members(inside(fromMoto.body, 'TargetHealthDescriptions') ?? '').map(
        (member) => {
          const id = textOf(member, 'Id') ?? '';
          const said = textOf(member, 'Reason');
          return {
            id,
            port: textOf(member, 'Port') ?? '80',
            checkPort: textOf(member, 'HealthCheckPort') ?? 'traffic-port',
            // It knows best who is not registered.
            unregistered: said === 'Target.NotRegistered',
          };
        },
      );
      const known = new Set(listedByMoto.map((target) => target.id));
      const gone = [...(leaving ?? [])].filter(
        ([id, until]) => until > nowMs() && !known.has(id) && !asked,
      );
      const rows = listedByMoto.map((target) => {
        const isLeaving = (leaving?.get(target.id) ?? 0) > nowMs();
        const health =
          target.unregistered && !isLeaving
            ? healthOf('not-registered')
            : isLeaving
              ? healthOf('draining')
              : judge(group, target.id, zones, instances.get(target.id));
        return rowOf(target, health, showsZone ? instances.get(target.id)?.zone : undefined);
      });
      const goneRows = gone.map(([id]) =>
        rowOf({ id, port: '80', checkPort: 'traffic-port' }, healthOf('draining'), undefined),
      );
      return resultAnswer(
        call,
        `<TargetHealthDescriptions>${[...rows, ...goneRows].join('')}</TargetHealthDescriptions>`,
      );
    },
  };

  function judge(
    group: string,
    id: string,
    zones: ReadonlySet<string>,
    instance: InstanceView | undefined,
  ): TargetHealth {
    const key = keyOf(group, id);
    if (zones.size === 0) {
      inUse.delete(key);
      return healthOf('not-in-use');
    }
    if (instance !== undefined && instance.state !== 'running' && instance.state !== 'pending') {
      return healthOf('stopped');
    }
    if (instance !== undefined && !zones.has(instance.zone)) return healthOf('zone-not-enabled');
    const isSettled = settled(key, teller.settling);
    const set = fixed.get(key) ?? fixed.get(keyOf('', id));
    if (set !== undefined) return set;
    return healthOf(isSettled ? 'healthy' : 'initial-checking');
  }
  return teller;
}

function keyOf(group: string, id: string): string {
  return `${group} ${id}`;
}

function rowOf(
  target: { readonly id: string; readonly port: string; readonly checkPort: string },
  health: TargetHealth,
  zone: string | undefined,
): string {
  const element = (name: string, text: string | undefined): string =>
    text === undefined ? '' : `<${name}>${escapeXml(text)}</${name}>`;
  return `<member><Target>${element('Id', target.id)}${element('Port', target.port)}${element('AvailabilityZone', zone)}</Target>${element('HealthCheckPort', target.checkPort)}<TargetHealth>${element('State', health.state)}${element('Reason', health.reason)}${element('Description', health.description)}</TargetHealth></member>`;
}
