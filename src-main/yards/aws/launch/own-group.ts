/** The target group of a generation that we launched, and what AWS says of its servers at this moment. */
import type { Instance } from '@aws-sdk/client-ec2';
import {
  asRolloutId,
  type FleetId,
  type GenerationId,
  type RolloutId,
} from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { inBatches } from '../discover/aws-reader.ts';
import { callsAtOnce } from '../discover/call-budget.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import {
  adoptedTag,
  rolloutTag,
  scaledByTag,
  scalingGroupTag,
  startsFromTag,
  templateTag,
  type ReadTarget,
  type TargetGroup,
} from '../discover/reading.ts';
import { hasTraffic } from '../route/entry-view.ts';
import { attempt } from '../session/clients.ts';
import { adoptedUntilOf, pinnedOf, type Belonging } from './adopted-servers.ts';
import { isOver } from './end-servers.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { serversOf } from './run-servers.ts';

export interface OwnGroup extends Belonging {
  readonly group: TargetGroup;
  readonly launchedBy: RolloutId;
}

export function ownGroup(
  { last }: Pick<LaunchPorts, 'last'>,
  fleet: FleetId,
  isMeant: (group: TargetGroup) => boolean,
): Result<OwnGroup> {
  const grouping = last()?.groupings.find(({ id }) => id === fleet);
  const group = [...(grouping?.attached ?? []), ...(grouping?.idle ?? [])].find(isMeant);
  if (group === undefined) {
    return fail({ code: 'unreachable', message: 'The last look at AWS did not show it.' });
  }
  const launchedBy = group.tags[rolloutTag];
  if (launchedBy === undefined) return fail(notOurs(group));
  const pinned = pinnedOf(group.tags[scaledByTag], group.tags[startsFromTag]);
  return succeed({
    group,
    ...(pinned === null ? {} : { pinned }),
    launchedBy: asRolloutId(launchedBy),
    template: group.tags[templateTag] ?? null,
    adoptedUntilMs: adoptedUntilOf(group.tags[adoptedTag]),
  });
}

export const isGeneration =
  (generation: GenerationId) =>
  ({ arn }: TargetGroup): boolean =>
    generationIdOfGroup(arn) === generation;

export interface Standing {
  /** Ours, and not ended yet; registered or not. */
  readonly servers: readonly Instance[];
  readonly targets: readonly ReadTarget[];
}

/**
 * Read anew, right before something is ended: the rules, who is registered, whose the servers are and
 * who else uses them. Fails when any of it forbids to end them (rules 8 and 9).
 */
export async function standingOf(
  ports: LaunchPorts,
  { fleet, rollout }: { readonly fleet: FleetId; readonly rollout: RolloutId },
  own: OwnGroup,
  /** A block may leave a generation that serves: the floor is the engine's to keep. */
  ends: 'all' | 'one' = 'all',
): Promise<Result<Standing>> {
  const { clients, holds } = ports;
  const { group } = own;
  const reader = createElbReader(clients.elb);
  const [held, entry, servers, targets, elsewhere] = await Promise.all([
    holds(fleet, rollout),
    ports.read(fleet),
    serversOf(clients.ec2, own),
    attempt(() => reader.targets(group.arn)),
    attempt(() => usedBesides(reader, group)),
  ]);
  if (!held.ok) return held;
  if (!entry.ok) return entry;
  if (!servers.ok) return servers;
  if (!targets.ok) return targets;
  if (!elsewhere.ok) return elsewhere;
  if (ends === 'all' && hasTraffic(entry.value, generationIdOfGroup(group.arn))) {
    return fail(hasTrafficFault);
  }
  const [hindrance] = entry.value.hindrances;
  if (ends === 'all' && hindrance !== undefined)
    return fail({ code: 'refused', message: hindrance });
  const known = new Set(servers.value.map(({ InstanceId }) => InstanceId));
  const foreign = targets.value.find(({ id }) => !known.has(id));
  if (ends === 'all' && foreign !== undefined) return fail(foreignTarget(foreign.id));
  const left = servers.value.filter((one) => !isOver(one));
  const used = left.flatMap((one) => whyUsed(one, elsewhere.value) ?? [])[0];
  if (used !== undefined) return fail({ code: 'refused', message: `${used}: nothing was ended.` });
  return succeed({ servers: left, targets: targets.value });
}

export const hasTrafficFault: Fault = {
  code: 'conflict',
  message: 'It has traffic: nothing of it was ended.',
};

/** Ids and addresses of whatever other groups of the network list. */
export async function usedBesides(
  reader: ReturnType<typeof createElbReader>,
  { arn, vpcId }: TargetGroup,
): Promise<ReadonlySet<string>> {
  const groups = (await reader.targetGroups()).filter(
    (one) => one.arn !== arn && one.vpcId === vpcId,
  );
  const used = new Set<string>();
  for (const batch of inBatches(groups, callsAtOnce)) {
    const lists = await Promise.all(batch.map((one) => reader.targets(one.arn)));
    for (const { id } of lists.flat()) used.add(id);
  }
  return used;
}

/** Half a sentence; null: nobody else has it. @param scaledBy the auto scaling group that it may belong to. */
export function whyUsed(
  server: Instance,
  elsewhere: ReadonlySet<string>,
  scaledBy: string | null = null,
): string | null {
  const { InstanceId = '', PrivateIpAddress, Tags } = server;
  const name = plain(InstanceId, 40);
  const scaling = tagsOf(Tags)[scalingGroupTag];
  if (scaling !== undefined && scaling !== scaledBy) {
    return `${name} belongs to the auto scaling group ${plain(scaling, 60)}, which would start another`;
  }
  return elsewhere.has(InstanceId) || elsewhere.has(PrivateIpAddress ?? '')
    ? `${name} is registered in another target group, too`
    : null;
}

export function foreignTarget(id: string): Fault {
  return {
    code: 'refused',
    message: `${plain(id, 40)} is registered in it and is not known as launched by Blockyard: nothing was ended.`,
    todo: 'Take it out of the target group, or look again in a minute.',
  };
}

function notOurs({ name }: TargetGroup): Fault {
  return {
    code: 'refused',
    message: `The servers of ${plain(name, 60)} were not launched by Blockyard, which ends only what it launched or adopted.`,
    todo: 'Adopt the generation first, or end them where they were started.',
  };
}
