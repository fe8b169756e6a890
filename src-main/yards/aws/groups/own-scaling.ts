/** The auto scaling group of a generation that we launched or adopted, read anew right before something of it is changed. */
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { rolloutTag, scaledByTag } from '../discover/reading.ts';
import { startsFromSeveral } from '../discover/mixed-policy.ts';
import type { ScalingGroup } from '../discover/scaling-group.ts';
import { hasTraffic } from '../route/entry-view.ts';
import { attempt } from '../session/clients.ts';
import { isNumbered } from '../launch/adopted-servers.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { foreignTarget, hasTrafficFault, usedBesides, type OwnGroup } from '../launch/own-group.ts';
import { serversOf } from '../launch/run-servers.ts';
import { readGroupNow } from './read-group.ts';
import type { OwnScaling, ScaledGround } from './scaled-ground.ts';

/** Null: it is filled by no auto scaling group of ours. */
export function scaledBy({ group }: Pick<OwnGroup, 'group'>): string | null {
  return group.tags[scaledByTag] ?? null;
}

interface Behalf {
  readonly fleet: FleetId;
  readonly rollout: RolloutId;
}

/** Behind a load balancer. @param scaling its auto scaling group, by the tag of its target group */
export function groundOf(
  ports: LaunchPorts,
  behalf: Behalf,
  group: OwnGroup,
  scaling: string,
): ScaledGround {
  const { arn, name, attributes } = group.group;
  const { launchedBy, template, pinned } = group;
  const own = { scaling, launchedBy, template, target: arn, ...(pinned === undefined ? {} : { pinned }) }; // prettier-ignore
  const generation = generationIdOfGroup(arn);
  const { fleet } = behalf;
  const reader = createElbReader(ports.clients.elb);
  return {
    ...{ clients: ports.clients, clock: ports.clock, holdMs: ports.holdMs },
    ...{ generation, own, called: name },
    standing: (changes) => standingOf(ports, behalf, { group, own, changes }),
    listed: async () => {
      const targets = await attempt(() => reader.targets(arn));
      return targets.ok ? succeed(targets.value.map(({ id }) => id)) : targets;
    },
    drainMs: attributes?.deregistrationDelayMs ?? 300_000,
    isServing: async () => {
      const entry = await ports.read(fleet);
      return entry.ok && hasTraffic(entry.value, generation);
    },
    wayBackSize: () => ports.wayBackSize(fleet, generation),
    setMeantSize: (size) => ports.setMeantSize(fleet, generation, size),
  };
}

/** The rules, the group, who is in it and who is registered. */
async function standingOf(
  ports: LaunchPorts,
  { fleet, rollout }: Behalf,
  { group, own, changes }: {
    readonly group: OwnGroup;
    readonly own: OwnScaling;
    readonly changes: 'all' | 'one';
  }, // prettier-ignore
): Promise<Result<ScalingGroup | null>> {
  const { clients } = ports;
  const reader = createElbReader(clients.elb);
  const [held, entry, now, targets, servers, elsewhere] = await Promise.all([
    ports.holds(fleet, rollout),
    ports.read(fleet),
    readGroupNow(clients.autoScaling, own.scaling),
    attempt(() => reader.targets(group.group.arn)),
    serversOf(clients.ec2, group),
    // Of one that joins or leaves it is of no matter, and it asks for every group of the network.
    attempt(async () => (changes === 'all' ? usedBesides(reader, group.group) : none)),
  ]);
  if (!held.ok) return held;
  if (!entry.ok) return entry;
  if (!now.ok) return now;
  if (!targets.ok) return targets;
  if (!servers.ok) return servers;
  if (!elsewhere.ok) return elsewhere;
  const scaling = now.value?.group ?? null;
  const changed = scaling === null ? null : whyNotAsMade(scaling, own);
  if (changed !== null) return fail(changed);
  if (changes === 'one') return succeed(scaling);
  if (hasTraffic(entry.value, generationIdOfGroup(group.group.arn))) return fail(hasTrafficFault);
  const [hindrance] = entry.value.hindrances;
  if (hindrance !== undefined) return fail({ code: 'refused', message: hindrance });
  const known = new Set([
    ...servers.value.map(({ InstanceId }) => InstanceId),
    ...(scaling?.instances ?? []).map(({ id }) => id),
  ]);
  const foreign = targets.value.find(({ id }) => !known.has(id));
  if (foreign !== undefined) return fail(foreignTarget(foreign.id));
  const shared = (scaling?.instances ?? []).find(({ id }) => elsewhere.value.has(id));
  if (shared !== undefined) {
    const message = `${plain(shared.id, 40)} is registered in another target group, too: nothing was ended.`;
    return fail({ code: 'refused', message });
  }
  return succeed(scaling);
}

/** Pure. Null: it is as this launch made it or was adopted, but for its size and what hangs on it. */
export function whyNotAsMade(
  scaling: ScalingGroup,
  own: Omit<OwnScaling, 'scaling'>,
): Fault | null {
  const name = plain(scaling.name, 60);
  const { template } = scaling;
  const { pinned } = own;
  // Of one that was adopted the template stays theirs, and its number is what was recorded.
  const from = pinned ?? { template: own.template, version: '1' };
  const came = pinned === undefined ? 'launched' : 'adopted';
  const foreign = scaling.instances.find(
    (one) =>
      one.template?.id !== from.template ||
      (isNumbered(one.template.version) && one.template.version !== from.version),
  );
  const guarded = scaling.instances.find(({ isProtected }) => isProtected);
  const reasons: readonly (readonly [boolean, string])[] = [
    [
      scaling.tags[rolloutTag] !== own.launchedBy,
      pinned === undefined
        ? `The auto scaling group ${name} was not made by the launch of this generation`
        : `The auto scaling group ${name} does not carry the mark of this generation\u2019s adoption any more`,
    ],
    [
      scaling.targetGroupArns.some((arn) => arn !== own.target) ||
        scaling.loadBalancerNames.length > 0,
      own.target === null
        ? `The auto scaling group ${name} fills a target group or a load balancer`
        : `The auto scaling group ${name} fills other target groups, too`,
    ],
    [
      template === null ||
        template.id !== from.template ||
        template.version !== from.version ||
        startsFromSeveral(scaling),
      `The auto scaling group ${name} starts servers from another template than it was ${came} with`,
    ],
    [
      foreign !== undefined,
      `${plain(foreign?.id ?? '', 40)} is in the auto scaling group ${name} and was not started by it`,
    ],
    [guarded !== undefined, `${plain(guarded?.id ?? '', 40)} is protected from scaling in`],
  ];
  const [first] = reasons.flatMap(([holds, text]) => (holds ? [text] : []));
  return first === undefined
    ? null
    : {
        code: 'refused',
        message: `${first}: nothing was changed.`,
        todo: `Look at the group in AWS: somebody has changed it since it was ${came}.`,
      };
}

const none: ReadonlySet<string> = new Set();

export function isEnding({ lifecycle }: ScalingGroup['instances'][number]): boolean {
  return lifecycle.startsWith('Terminat');
}
