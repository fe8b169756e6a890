/** One fresh server beside the one that it replaces, from the same template in the same subnet; and one end. */
import type { Instance } from '@aws-sdk/client-ec2';
import { asBlockId, asRolloutId, type BlockId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { BlockOrder, LaunchBlockOrder } from '../../port.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { replacesTag, rolloutTag } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import { isOver, registerTargets, takeOut } from './end-servers.ts';
import { clientToken } from './launch-names.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { isGeneration, ownGroup, standingOf, type OwnGroup } from './own-group.ts';
import { inheritedTags, keptMarks } from './own-tags.ts';
import { instancesByFilter } from '../discover/instance-rows.ts';
import { serversOf, untilRunning } from './run-servers.ts';
import { startOne } from './start-one.ts';
import { terminate } from './terminate.ts';

export async function launchServer(
  ports: LaunchPorts,
  { fleet, generation, replaces, rollout, token }: LaunchBlockOrder,
): Promise<Result<BlockId>> {
  const { clients, clock, holds } = ports;
  const own = ownGroup(ports, fleet, isGeneration(generation));
  if (!own.ok) return own;
  const { group } = own.value;
  const reader = createElbReader(clients.elb);
  const [held, servers, targets] = await Promise.all([
    holds(fleet, rollout),
    serversOf(clients.ec2, own.value),
    attempt(() => reader.targets(group.arn)),
  ]);
  if (!held.ok) return held;
  if (!servers.ok) return servers;
  if (!targets.ok) return targets;
  const wanted = { replaces, token, template: own.value.template };
  const fresh = await freshRunning({ clients, clock }, servers.value, wanted);
  if (!fresh.ok) return fresh;
  const port = targets.value.find((one) => one.id === replaces)?.port ?? null;
  const registered = await registerTargets(clients, group.arn, [{ id: fresh.value, port }]);
  return registered.ok ? succeed(asBlockId(fresh.value)) : registered;
}

/** Deregisters it, waits until it is drained, and ends it; asked again it goes on where it was. */
export async function endServer(
  ports: LaunchPorts,
  { fleet, block, rollout }: Omit<BlockOrder, 'size'>,
): Promise<Result<null>> {
  const { clients } = ports;
  const seen = await attempt(() => instancesByFilter(clients.ec2, [block]));
  if (!seen.ok) return seen;
  const [server] = seen.value;
  if (server === undefined) return fail(notSeen(block));
  const launchedBy = tagsOf(server.Tags)[rolloutTag];
  const own = ownGroup(ports, fleet, ({ tags }) =>
    launchedBy === undefined ? false : tags[rolloutTag] === asRolloutId(launchedBy),
  );
  if (!own.ok) return own;
  if (isOver(server)) return succeed(null);
  const standing = async (): Promise<Result<Instance>> => {
    const now = await standingOf(ports, { fleet, rollout }, own.value, 'one');
    if (!now.ok) return now;
    const mine = now.value.servers.find(({ InstanceId }) => InstanceId === block);
    return mine === undefined ? fail(notSeen(block)) : succeed(mine);
  };
  const first = await standingOf(ports, { fleet, rollout }, own.value, 'one');
  if (!first.ok) return first;
  const targets = first.value.targets.filter(({ id }) => id === block);
  const gone = await takeOut(ports, own.value.group, targets, null);
  if (!gone.ok) return gone;
  const last = await standing();
  return last.ok ? terminate(ports, [last.value]) : last;
}

/** Of a template that we made: nobody adds another one. */
const onlyVersion = '1';

/** The fresh one of this order, started or found, once it runs. @param servers of its generation */
export async function freshRunning(
  { clients, clock }: Pick<LaunchPorts, 'clients' | 'clock'>,
  servers: readonly Instance[],
  wanted: Parameters<typeof startLike>[2],
): Promise<Result<string>> {
  const { replaces } = wanted;
  const before = servers.find(
    (one) => !isOver(one) && tagsOf(one.Tags)[replacesTag] === replaces,
  )?.InstanceId;
  const old = servers.find(({ InstanceId }) => InstanceId === replaces);
  const fresh = before === undefined ? await startLike({ clients }, old, wanted) : succeed(before);
  if (!fresh.ok) return fresh;
  const started = await untilRunning({ ec2: clients.ec2, clock }, [fresh.value]);
  if (!started.ok) return started;
  return started.value.ended === null ? fresh : fail(started.value.ended);
}

/** One more from the template of the old one, in its subnet, with its tags of ours. */
async function startLike(
  { clients }: Pick<LaunchPorts, 'clients'>,
  old: Instance | undefined,
  wanted: Pick<LaunchBlockOrder, 'replaces' | 'token'> & Pick<OwnGroup, 'template'>,
): Promise<Result<string>> {
  const { replaces, token, template } = wanted;
  const tags = tagsOf(old?.Tags);
  const subnet = old?.SubnetId;
  if (template === null || subnet === undefined) return fail(notSeen(replaces));
  const all = { ...inheritedTags(tags), ...keptMarks(tags), [replacesTag]: replaces };
  return startOne(clients, {
    ...{ template, version: onlyVersion, subnet, tags: all, token: clientToken(token) },
  });
}

function notSeen(block: string): Fault {
  return {
    code: 'not-found',
    message: `AWS does not show the server ${plain(block, 40)} with what it was started from.`,
  };
}
