/** One fresh server beside the one that it replaces, from the same template in the same subnet; and one end. */
import {
  DescribeLaunchTemplateVersionsCommand,
  RunInstancesCommand,
  type Instance,
  type LaunchTemplateInstanceNetworkInterfaceSpecificationRequest as Interface,
} from '@aws-sdk/client-ec2';
import { asBlockId, asRolloutId, type BlockId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { BlockOrder, LaunchBlockOrder } from '../../port.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import {
  entryTag,
  fleetTag,
  generationTag,
  replacesTag,
  rolloutTag,
  templateIdTag,
  templateVersionTag,
} from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import { isOver, registerTargets, takeOut, terminate } from './end-servers.ts';
import { clientToken } from './launch-names.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { isGeneration, ownGroup, standingOf } from './own-group.ts';
import { inheritedTags, tagList } from './own-tags.ts';
import { describe, placeIn, serversOf, untilRunning } from './run-servers.ts';

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
  const before = servers.value.find(
    (one) => !isOver(one) && tagsOf(one.Tags)[replacesTag] === replaces,
  );
  const old = servers.value.find(({ InstanceId }) => InstanceId === replaces);
  const id = before?.InstanceId ?? (await startLike(ports, old, { replaces, token }));
  const fresh = typeof id === 'string' ? succeed(id) : id;
  if (!fresh.ok) return fresh;
  const started = await untilRunning({ ec2: clients.ec2, clock }, [fresh.value]);
  if (!started.ok) return started;
  if (started.value.ended !== null) return fail(started.value.ended);
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
  const seen = await attempt(() => describe(clients.ec2, [block]));
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
  const gone = await takeOut(ports, own.value.group, targets, () => Promise.resolve(false));
  if (!gone.ok) return gone;
  const last = await standing();
  return last.ok ? terminate(ports, [last.value]) : last;
}

async function startLike(
  { clients }: LaunchPorts,
  old: Instance | undefined,
  { replaces, token }: Pick<LaunchBlockOrder, 'replaces' | 'token'>,
): Promise<Result<string>> {
  const tags = tagsOf(old?.Tags);
  const [template, version] = [tags[templateIdTag], tags[templateVersionTag]];
  const subnet = old?.SubnetId;
  if (template === undefined || version === undefined || subnet === undefined) {
    return fail(notSeen(replaces));
  }
  const own = [fleetTag, entryTag, generationTag, rolloutTag].flatMap((key) => {
    const value = tags[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  const all = tagList({
    ...inheritedTags(tags),
    ...Object.fromEntries(own),
    [replacesTag]: replaces,
  });
  return attempt(async () => {
    const versions = await clients.ec2.send(
      new DescribeLaunchTemplateVersionsCommand({
        LaunchTemplateId: template,
        Versions: [version],
      }),
    );
    const data = versions.LaunchTemplateVersions?.[0]?.LaunchTemplateData;
    // Read and written shapes differ in their types alone.
    const interfaces = (data?.NetworkInterfaces ?? []) as Interface[];
    const out = await clients.ec2Writes.send(
      new RunInstancesCommand({
        LaunchTemplate: { LaunchTemplateId: template, Version: version },
        ...placeIn(subnet, interfaces),
        MinCount: 1,
        MaxCount: 1,
        ClientToken: clientToken(token),
        TagSpecifications: [
          { ResourceType: 'instance', Tags: all },
          { ResourceType: 'volume', Tags: all },
        ],
      }),
    );
    return out.Instances?.[0]?.InstanceId ?? '';
  });
}

function notSeen(block: string): Fault {
  return {
    code: 'not-found',
    message: `AWS does not show the server ${plain(block, 40)} with what it was started from.`,
  };
}
