/** Who may have a simulated fleet, as a yard must decide it. Pure. */
import { isGivenTo } from '../../../src-shared/handover.ts';
import type { Rollout } from '../../../src-shared/fleet.ts';
import type { ClaimOrder } from '../port.ts';
import { conflict } from './sim-refusals.ts';

export function claimed(
  running: Rollout | null,
  order: ClaimOrder,
  { hasExpired, nowMs }: { readonly hasExpired: boolean; readonly nowMs: number },
): Rollout {
  if (running === null && order.epoch !== 1) throw conflict('That rollout is finished.');
  if (running !== null && running.id !== order.rollout) {
    throw conflict(`Another change of this fleet is running (by ${running.owner.name}).`);
  }
  if (running !== null) {
    const isOwner = running.owner.panel === order.owner.panel;
    const isRepeat = order.epoch === running.epoch && isOwner;
    const isNext = order.epoch === running.epoch + 1;
    const mayTake = isOwner || hasExpired || isGivenTo(running, order.owner.panel);
    if (!isRepeat && (!isNext || !mayTake)) {
      throw conflict('The rollout is in other hands.');
    }
  }
  return {
    id: order.rollout,
    intent: running?.intent ?? order.intent,
    owner: order.owner,
    epoch: order.epoch,
    leaseEndsAtMs: nowMs + order.leaseMs,
    startedAtMs: running?.startedAtMs ?? nowMs,
    launched: running?.launched ?? [],
    ...(running?.controls === undefined ? {} : { controls: running.controls }),
    ...(running?.memory === undefined ? {} : { memory: running.memory }),
    ...(running?.step === undefined ? {} : { step: running.step }),
  };
}
