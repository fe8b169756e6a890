/**
 * Ends the servers of a generation that we launched: deregistered, drained, taken out of the rules,
 * terminated. The group stays as a record, empty, and the template keeps its number. Asked again it goes
 * on where it was.
 */
import { asRolloutId } from '../../../../src-shared/ids.ts';
import { fail, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { GenerationOrder } from '../../port.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { rolloutTag, type TargetGroup } from '../discover/reading.ts';
import { hasTraffic } from '../route/entry-view.ts';
import { planDetachment } from '../route/plan-attachment.ts';
import { deregister, isOver, terminate, usedElsewhere } from './end-servers.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { serversOf } from './run-servers.ts';

export async function retireGeneration(
  ports: LaunchPorts,
  order: GenerationOrder,
): Promise<Result<null>> {
  const { clients, holds, last } = ports;
  const { fleet, generation, rollout } = order;
  const observed = last();
  const grouping = observed?.groupings.find(({ id }) => id === fleet);
  const group = [...(grouping?.attached ?? []), ...(grouping?.idle ?? [])].find(
    ({ arn }) => generationIdOfGroup(arn) === generation,
  );
  if (observed === null || group === undefined) {
    return fail({ code: 'unreachable', message: 'The last look at AWS did not show it.' });
  }
  const launchedBy = group.tags[rolloutTag];
  if (launchedBy === undefined) return fail(notOurs(group));
  const [held, entry, servers] = await Promise.all([
    holds(fleet, rollout),
    ports.read(fleet),
    serversOf(clients.ec2, { fleet, rollout: asRolloutId(launchedBy) }),
  ]);
  if (!held.ok) return held;
  if (!entry.ok) return entry;
  if (!servers.ok) return servers;
  if (hasTraffic(entry.value, generation)) {
    return fail({ code: 'conflict', message: 'It has traffic: nothing of it was ended.' });
  }
  const left = servers.value.filter((one) => !isOver(one));
  const elsewhere = usedElsewhere(left, group, observed.reading.targets);
  if (elsewhere !== null) return fail(elsewhere);
  const forgotten = await ports.forgetWayBack(fleet, generation);
  if (!forgotten.ok) return forgotten;
  const gone = await deregister(ports, group, null);
  if (!gone.ok) return gone;
  const out = await ports.writeRules({ fleet, rollout }, ({ rules }) =>
    planDetachment(rules, group.arn),
  );
  if (!out.ok) return out;
  return terminate(ports, left);
}

export function notOurs({ name }: TargetGroup): Fault {
  return {
    code: 'refused',
    message: `The servers of ${plain(name, 60)} were not launched by Blockyard, which ends only what it launched.`,
    todo: 'End them where they were started.',
  };
}
