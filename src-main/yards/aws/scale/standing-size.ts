/** A generation of ours and its size, read anew right before it is changed. */
import type { Instance } from '@aws-sdk/client-ec2';
import type { FleetId, GenerationId, RolloutId } from '../../../../src-shared/ids.ts';
import { succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import type { ReadTarget, TargetGroup } from '../discover/reading.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { ownGroup, type OwnGroup } from '../launch/own-group.ts';
import { serversOf } from '../launch/run-servers.ts';
import { attempt } from '../session/clients.ts';
import { sizeOf } from './size-of.ts';

export interface StandingSize {
  readonly own: OwnGroup;
  readonly generation: GenerationId;
  /** Of this generation, whatever state they are in. */
  readonly servers: readonly Instance[];
  readonly targets: readonly ReadTarget[];
  readonly size: number;
}

export async function standingSize(
  ports: LaunchPorts,
  { fleet, rollout }: { readonly fleet: FleetId; readonly rollout: RolloutId },
  isMeant: (group: TargetGroup) => boolean,
): Promise<Result<StandingSize>> {
  const { clients, holds, meantSize } = ports;
  const held = await holds(fleet, rollout);
  if (!held.ok) return held;
  const own = ownGroup(ports, fleet, isMeant);
  if (!own.ok) return own;
  const { group } = own.value;
  const generation = generationIdOfGroup(group.arn);
  const reader = createElbReader(clients.elb);
  const [servers, targets, meant] = await Promise.all([
    serversOf(clients.ec2, own.value),
    attempt(() => reader.targets(group.arn)),
    meantSize(fleet, generation),
  ]);
  if (!servers.ok) return servers;
  if (!targets.ok) return targets;
  if (!meant.ok) return meant;
  const tags = new Map(servers.value.map((one) => [one.InstanceId ?? '', tagsOf(one.Tags)]));
  const size = sizeOf({
    targets: targets.value,
    tagsOf: (id) => tags.get(id),
    meantSize: meant.value,
  });
  return succeed({
    ...{ own: own.value, generation, size },
    ...{ servers: servers.value, targets: targets.value },
  });
}

export function anotherSize({ own, size }: StandingSize, expected: number): Fault {
  const name = plain(own.group.name, 60);
  return {
    code: 'conflict',
    message: `${name} has ${String(size)} servers by now, not ${String(expected)}: somebody else has changed that.`,
    todo: 'Look at the fleet again before you go on.',
  };
}
