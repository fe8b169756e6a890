/** One fresh server beside the one that it replaces, from the same template in the same subnet; and one end. */
import { RunInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { asBlockId, asRolloutId, type BlockId, type FleetId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { BlockOrder, LaunchBlockOrder } from '../../port.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import type { Observed } from '../discover/observe.ts';
import {
  entryTag,
  fleetTag,
  generationTag,
  replacesTag,
  rolloutTag,
  templateIdTag,
  templateVersionTag,
  type TargetGroup,
} from '../discover/reading.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { attempt } from '../session/clients.ts';
import { deregister, isOver, terminate, usedElsewhere } from './end-servers.ts';
import { clientToken } from './launch-names.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { inheritedTags, tagList } from './own-tags.ts';
import { notOurs } from './retire-generation.ts';
import { serversOf, untilRunning } from './run-servers.ts';

export async function launchServer(
  ports: LaunchPorts,
  { fleet, generation, replaces, rollout, token }: LaunchBlockOrder,
): Promise<Result<BlockId>> {
  const { clients, clock, holds } = ports;
  const found = ownGroup(ports, fleet, ({ arn }) => generationIdOfGroup(arn) === generation);
  if (!found.ok) return found;
  const { group, launchedBy, observed } = found.value;
  const [held, servers] = await Promise.all([
    holds(fleet, rollout),
    serversOf(clients.ec2, { fleet, rollout: asRolloutId(launchedBy) }),
  ]);
  if (!held.ok) return held;
  if (!servers.ok) return servers;
  const before = servers.value.find(
    (one) => !isOver(one) && tagsOf(one.Tags)[replacesTag] === replaces,
  );
  const old = servers.value.find(({ InstanceId }) => InstanceId === replaces);
  if (old === undefined) return fail(notSeen(replaces));
  const fresh = before === undefined ? await startLike(ports, old, token) : succeed(before.InstanceId ?? ''); // prettier-ignore
  if (!fresh.ok) return fresh;
  const running = await untilRunning({ ec2: clients.ec2, clock }, [fresh.value]);
  if (!running.ok) return running;
  const port = observed.reading.targets[group.arn]?.find(({ id }) => id === replaces)?.port;
  const target = { Id: fresh.value, ...(typeof port === 'number' ? { Port: port } : {}) };
  const registered = await attempt(() =>
    clients.elbWrites.send(
      new RegisterTargetsCommand({ TargetGroupArn: group.arn, Targets: [target] }),
    ),
  );
  return registered.ok ? succeed(asBlockId(fresh.value)) : registered;
}

/** Deregisters it, waits until it is drained, and ends it. */
export async function endServer(
  ports: LaunchPorts,
  { fleet, block, rollout }: Omit<BlockOrder, 'size'>,
): Promise<Result<null>> {
  const { clients, holds, last } = ports;
  const reading = last()?.reading;
  const found = ownGroup(
    ports,
    fleet,
    ({ arn }) => reading?.targets[arn]?.some(({ id }) => id === block) === true,
  );
  // Asked again after its end was not heard of: it is in no group any more.
  const known = found.ok ? found.value : null;
  const launchedBy = known?.launchedBy ?? reading?.instances[block]?.tags[rolloutTag];
  if (launchedBy === undefined) return found.ok ? fail(notSeen(block)) : found;
  const [held, servers] = await Promise.all([
    holds(fleet, rollout),
    serversOf(clients.ec2, { fleet, rollout: asRolloutId(launchedBy) }),
  ]);
  if (!held.ok) return held;
  if (!servers.ok) return servers;
  const server = servers.value.find(({ InstanceId }) => InstanceId === block);
  if (server === undefined) return fail(notSeen(block));
  if (isOver(server)) return succeed(null);
  if (known !== null) {
    const elsewhere = usedElsewhere([server], known.group, known.observed.reading.targets);
    if (elsewhere !== null) return fail(elsewhere);
    const gone = await deregister(ports, known.group, block);
    if (!gone.ok) return gone;
  }
  return terminate(ports, [server]);
}

interface OwnGroup {
  readonly observed: Observed;
  readonly group: TargetGroup;
  readonly launchedBy: string;
}

function ownGroup(
  { last }: LaunchPorts,
  fleet: FleetId,
  isMeant: (group: TargetGroup) => boolean,
): Result<OwnGroup> {
  const observed = last();
  const grouping = observed?.groupings.find(({ id }) => id === fleet);
  const group = [...(grouping?.attached ?? []), ...(grouping?.idle ?? [])].find(isMeant);
  if (observed === null || group === undefined) {
    return fail({ code: 'unreachable', message: 'The last look at AWS did not show it.' });
  }
  const launchedBy = group.tags[rolloutTag];
  return launchedBy === undefined ? fail(notOurs(group)) : succeed({ observed, group, launchedBy });
}

function startLike(
  { clients }: LaunchPorts,
  old: Instance,
  token: string,
): Promise<Result<string>> {
  const tags = tagsOf(old.Tags);
  const [template, version] = [tags[templateIdTag], tags[templateVersionTag]];
  const own = [fleetTag, entryTag, generationTag, rolloutTag].flatMap((key) => {
    const value = tags[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  const all = tagList({
    ...inheritedTags(tags),
    ...Object.fromEntries(own),
    [replacesTag]: old.InstanceId ?? '',
  });
  if (template === undefined || version === undefined) {
    const message = `${plain(old.InstanceId ?? 'It', 40)} names no launch template any more.`;
    return Promise.resolve(fail({ code: 'refused', message }));
  }
  return attempt(async () => {
    const out = await clients.ec2Writes.send(
      new RunInstancesCommand({
        LaunchTemplate: { LaunchTemplateId: template, Version: version },
        SubnetId: old.SubnetId,
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
  return { code: 'not-found', message: `AWS does not show the server ${plain(block, 40)}.` };
}
