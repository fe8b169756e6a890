/** Servers that were taken out of service to be ended, and whose end nobody saw: a panel died in the middle. */
import type { BlockId, FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import { asToken } from '../../../../src-shared/ids.ts';
import { succeed, type Result } from '../../../../src-shared/result.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { rolloutTag } from '../discover/reading.ts';
import { isOver } from '../launch/end-servers.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { ownGroup } from '../launch/own-group.ts';
import { endServer } from '../launch/replace-server.ts';
import { instancesByFilter } from '../discover/instance-rows.ts';
import { attempt } from '../session/clients.ts';
import { isLeavingTarget } from './size-of.ts';

interface Behalf {
  readonly fleet: FleetId;
  readonly rollout: RolloutId;
}

/** Goes on with each; what still drains is left to the next, and what serves is not ended any more. */
export async function endNoted(
  ports: LaunchPorts,
  behalf: Behalf,
  noted: readonly BlockId[],
): Promise<Result<null>> {
  for (const block of noted) {
    const ended = await endOne(ports, behalf, block);
    if (!ended.ok) return ended;
  }
  return succeed(null);
}

async function endOne(ports: LaunchPorts, behalf: Behalf, block: BlockId): Promise<Result<null>> {
  const { clients, forgetEnding } = ports;
  const { fleet } = behalf;
  const seen = await attempt(() => instancesByFilter(clients.ec2, [block]));
  if (!seen.ok) return seen;
  const [server] = seen.value;
  // EC2 forgets what has ended after an hour; nothing could be ended there that neither it nor a group knows.
  const isListed = Object.values(ports.last()?.reading.targets ?? {})
    .flat()
    .some(({ id }) => id === block);
  if (server === undefined && isListed) return succeed(null);
  if (server === undefined || isOver(server)) return forgetEnding(fleet, block);
  const launchedBy = tagsOf(server.Tags)[rolloutTag];
  const own = ownGroup(
    ports,
    fleet,
    ({ tags }) => launchedBy !== undefined && tags[rolloutTag] === launchedBy,
  );
  if (!own.ok) return own;
  const reader = createElbReader(clients.elb);
  const targets = await attempt(() => reader.targets(own.value.group.arn));
  if (!targets.ok) return targets;
  const listed = targets.value.find(({ id }) => id === block);
  if (listed !== undefined) {
    // Never taken out, or put back by somebody: whoever wants it smaller orders it again.
    return isLeavingTarget(listed) ? succeed(null) : forgetEnding(fleet, block);
  }
  const token = asToken(`${behalf.rollout}.noted`);
  const ended = await endServer(ports, { ...behalf, block, epoch: 0, token });
  return ended.ok ? forgetEnding(fleet, block) : ended;
}
