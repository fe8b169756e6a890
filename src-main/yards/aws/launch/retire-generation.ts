/**
 * Ends the servers of a generation that we launched: deregistered, drained, terminated, and only then
 * taken out of the rules. A rule that still names it is the mark that this is not finished, so that it can be
 * asked for again whatever broke it off. The group stays as a record, empty, and the template keeps its number.
 */
import { succeed, type Result } from '../../../../src-shared/result.ts';
import type { GenerationOrder } from '../../port.ts';
import { hasTraffic } from '../route/entry-view.ts';
import { planDetachment } from '../route/plan-attachment.ts';
import { putBack, takeOut } from './end-servers.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { isGeneration, ownGroup, standingOf } from './own-group.ts';
import { terminate } from './terminate.ts';

export async function retireGeneration(
  ports: LaunchPorts,
  order: GenerationOrder,
): Promise<Result<null>> {
  const { fleet, generation } = order;
  const own = ownGroup(ports, fleet, isGeneration(generation));
  if (!own.ok) return own;
  const { group } = own.value;
  const first = await standingOf(ports, order, own.value);
  if (!first.ok) return first;
  const forgotten = await ports.forgetWayBack(fleet, generation);
  if (!forgotten.ok) return forgotten;
  const gotTraffic = async (): Promise<boolean> => {
    const entry = await ports.read(fleet);
    return entry.ok && hasTraffic(entry.value, generation);
  };
  // Reverts ask for no claim: one may have gone there since.
  const ready = await standingOf(ports, order, own.value);
  if (!ready.ok) return ready;
  const gone = await takeOut(ports, group, ready.value.targets, gotTraffic);
  if (!gone.ok) return gone;
  const last = await standingOf(ports, order, own.value);
  if (!last.ok) {
    return (await gotTraffic()) ? putBack(ports.clients, group, ready.value.targets) : last;
  }
  const ended = await terminate(ports, last.value.servers);
  if (!ended.ok) return ended;
  const out = await ports.writeRules(order, ({ rules }) => planDetachment(rules, group.arn));
  return out.ok ? succeed(null) : out;
}
