/**
 * What stopping and retiring a generation have in common: it is ours and may be ended, it is no way back any more, it
 * leaves the entry and drains, and is looked at once more right before its servers are touched.
 */
import { succeed, type Result } from '../../../../src-shared/result.ts';
import type { GenerationOrder } from '../../port.ts';
import { hasTraffic } from '../route/entry-view.ts';
import { putBack, takeOut } from './end-servers.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { isGeneration, ownGroup, standingOf, type OwnGroup, type Standing } from './own-group.ts';

export interface MayEnd {
  readonly own: OwnGroup;
  readonly standing: Standing;
}

/** Before anything is written. */
export async function mayEnd(ports: LaunchPorts, order: GenerationOrder): Promise<Result<MayEnd>> {
  const own = ownGroup(ports, order.fleet, isGeneration(order.generation));
  if (!own.ok) return own;
  const standing = await standingOf(ports, order, own.value);
  return standing.ok ? succeed({ own: own.value, standing: standing.value }) : standing;
}

/** @returns the servers as they are now, and the targets that they were; `conflict` once they are registered again. */
export async function leaveEntry(
  ports: LaunchPorts,
  order: GenerationOrder,
  own: OwnGroup,
): Promise<Result<Standing>> {
  const { fleet, generation } = order;
  const { group } = own;
  const forgotten = await ports.forgetWayBack(fleet, generation);
  if (!forgotten.ok) return forgotten;
  const gotTraffic = async (): Promise<boolean> => {
    const entry = await ports.read(fleet);
    return entry.ok && hasTraffic(entry.value, generation);
  };
  // Reverts ask for no claim: one may have gone there since.
  const ready = await standingOf(ports, order, own);
  if (!ready.ok) return ready;
  const { targets } = ready.value;
  const gone = await takeOut(ports, group, targets, gotTraffic);
  if (!gone.ok) return gone;
  const last = await standingOf(ports, order, own);
  if (last.ok) return succeed({ servers: last.value.servers, targets });
  if (!(await gotTraffic())) return last;
  const back = await putBack(ports.clients, group, targets);
  return back.ok ? last : back;
}
