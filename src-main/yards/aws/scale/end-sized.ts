/**
 * One server less. That it has to end is written down before it is taken out of its group: from then on no look
 * shows it, and whoever goes on after a crash would leave it running for ever.
 */
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { instancesByFilter } from '../discover/instance-rows.ts';
import { isOver } from '../launch/end-servers.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { endServer } from '../launch/replace-server.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { rolloutTag } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import { isLeavingTarget } from './size-of.ts';
import type { SizedEnd } from './sized-end.ts';
import { anotherSize, standingSize } from './standing-size.ts';

export async function endSized(ports: LaunchPorts, order: SizedEnd): Promise<Result<null>> {
  const { clients } = ports;
  const { fleet, block, size } = order;
  const seen = await attempt(() => instancesByFilter(clients.ec2, [block]));
  if (!seen.ok) return seen;
  const launchedBy = tagsOf(seen.value[0]?.Tags)[rolloutTag];
  const standing = await standingSize(
    ports,
    order,
    ({ tags }) => launchedBy !== undefined && tags[rolloutTag] === launchedBy,
  );
  if (!standing.ok) return standing;
  const { targets, generation } = standing.value;
  const server = standing.value.servers.find(({ InstanceId }) => InstanceId === block);
  const isStaying = targets.some((target) => target.id === block && !isLeavingTarget(target));
  // Out of service already it is this order again: its size went with it then.
  if (isStaying && standing.value.size !== size + 1) return fail(anotherSize(standing.value, size + 1)); // prettier-ignore
  if (server === undefined || isOver(server)) return succeed(null);
  const noted = await ports.noteEnding(fleet, block);
  if (!noted.ok) return noted;
  const meant = await ports.setMeantSize(fleet, generation, size);
  if (!meant.ok) return meant;
  // The note stays until the change is finished: by it each panel tells that the server is not merely unseen.
  return endServer(ports, order);
}
