/** Before traffic moves what it leaves is held at its size. A revert goes at once: it waits for no hold. */
import type { FleetId } from '../../../../src-shared/ids.ts';
import { fail, type Result } from '../../../../src-shared/result.ts';
import type { RouteOrder, RouteReceipt } from '../../port.ts';
import type { TrafficWrites } from '../route/route.ts';
import type { KeepHeld } from './keep-held.ts';

export interface HeldRoutePorts
  extends Pick<KeepHeld, 'beforeWrite'>, Pick<TrafficWrites, 'route'> {
  /** Something of its own for each revert that has taken the fleet. */
  readonly lastRevert: (fleet: FleetId) => unknown;
}

export async function holdThenRoute(
  { beforeWrite, lastRevert, route }: HeldRoutePorts,
  order: RouteOrder,
): Promise<Result<RouteReceipt>> {
  const { fleet, weights, expectedRevision } = order;
  if (expectedRevision === 'any') return route(order);
  const before = lastRevert(fleet);
  const gets = weights.flatMap(({ generation, weight }) => (weight > 0 ? [generation] : []));
  const held = await beforeWrite(fleet, gets);
  if (!held.ok) return held;
  if (lastRevert(fleet) === before) return route(order);
  // Its claim may still be on the record, and the split read as it did before it.
  const message = 'A revert was pressed meanwhile: this attempt sent nothing.';
  return fail({ code: 'conflict', message });
}
