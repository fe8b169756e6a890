/**
 * Who may change a fleet: one rollout at a time, owned under an epoch that rises with each takeover.
 * Pure changes of the host's state; time is passed in.
 */
import { FaultError } from '../../../src-shared/result.ts';
import type { FleetId, RolloutId } from '../../../src-shared/ids.ts';
import type { Rollout } from '../../../src-shared/fleet.ts';
import { isGivenTo, isHandoverWord, whyNotSaid } from '../../../src-shared/handover.ts';
import { controlled, noControls } from '../../../src-shared/release.ts';
import type { HostInput } from '../protocol.ts';
import { fleetIn, withFleet } from '../records.ts';
import type { FleetRecord, HostState } from '../state-schema.ts';
import type { StateChange } from '../state-store.ts';

/**
 * @param hasExpired whether the running rollout's lease is over, on a clock that never goes back. Asked
 *   when the change is applied: a renewal that came while it waited for the disk counts.
 */
export function claimChange(
  order: HostInput<'claim'>,
  nowMs: number,
  hasExpired: () => boolean,
): StateChange<Rollout> {
  return (state) => {
    const fleet = fleetIn(state, order.fleet);
    const running = fleet.rollout;
    const rollout: Rollout = {
      id: order.rollout,
      intent: order.intent,
      owner: order.owner,
      epoch: order.epoch,
      leaseEndsAtMs: nowMs + order.leaseMs,
      startedAtMs: running?.startedAtMs ?? nowMs,
      launched: running?.launched ?? [],
      // What was said to a release and what it has seen are the successor's as well.
      ...(running?.controls === undefined ? {} : { controls: running.controls }),
      ...(running?.memory === undefined ? {} : { memory: running.memory }),
      ...(running?.step === undefined ? {} : { step: running.step }),
    };
    if (running === null) {
      if (order.epoch === 1) return adopted(state, fleet, rollout);
      throw conflict('The rollout to be taken over is finished, or was ended by a revert.');
    }
    if (running.id !== order.rollout) {
      throw conflict(
        `Another change of this fleet is running (${running.intent.kind}, by ${running.owner.name} on ${running.owner.host}).`,
      );
    }
    const isOwner = running.owner.panel === order.owner.panel;
    // A repeat whose answer was lost.
    if (order.epoch === running.epoch && isOwner) return adopted(state, fleet, rollout);
    if (order.epoch !== running.epoch + 1) {
      throw conflict(
        `The rollout is at epoch ${String(running.epoch)}; it can only be taken over with the next one.`,
      );
    }
    if (!isOwner && !isGivenTo(running, order.owner.panel) && !hasExpired()) {
      throw conflict(
        `The rollout is in the hands of ${running.owner.name} on ${running.owner.host}.`,
      );
    }
    // What the rollout wants was decided at its beginning; a new owner carries on with that.
    return adopted(state, fleet, { ...rollout, intent: running.intent });
  };
}

export function renewChange(order: HostInput<'renew'>, nowMs: number): StateChange<Rollout> {
  return (state) => {
    const fleet = fleetIn(state, order.fleet);
    const running = heldRollout(fleet, order.rollout, order.epoch);
    return adopted(state, fleet, {
      ...running,
      leaseEndsAtMs: nowMs + order.leaseMs,
      ...(order.memory === undefined ? {} : { memory: order.memory }),
      ...(order.step === undefined ? {} : { step: order.step }),
    });
  };
}

/** Whoever owns it: a word to a release comes from any panel, and ends nobody's lease. */
export function controlChange(order: HostInput<'control'>, nowMs: number): StateChange<Rollout> {
  return (state) => {
    const fleet = fleetIn(state, order.fleet);
    const running = runningRollout(fleet, order.rollout);
    const { change, by } = order;
    const fault = isHandoverWord(change) ? whyNotSaid(running, change) : null;
    if (fault !== null) throw conflict(fault);
    const controls = controlled(running.controls ?? noControls, change, by, nowMs);
    return adopted(state, fleet, { ...running, controls });
  };
}

/** Finishing what is finished already, or was overtaken, changes nothing. */
export function finishChange(
  fleetId: FleetId,
  rollout: RolloutId,
  epoch: number,
): StateChange<null> {
  return (state) => {
    const fleet = fleetIn(state, fleetId);
    if (fleet.rollout?.id !== rollout) return { state, value: null };
    heldRollout(fleet, rollout, epoch);
    return { state: withFleet(state, { ...fleet, rollout: null }), value: null };
  };
}

export const notHeld =
  'This rollout does not hold the fleet any more: it is finished, was overtaken, or the yard host ended before it was saved.';

/** The rollout an order speaks for. @throws FaultError 'conflict' when it is in other hands. */
export function heldRollout(fleet: FleetRecord, rollout: RolloutId, epoch: number): Rollout {
  const running = runningRollout(fleet, rollout);
  if (running.epoch !== epoch) {
    throw conflict(
      `This rollout was taken over by ${running.owner.name} on ${running.owner.host} (epoch ${String(running.epoch)}).`,
    );
  }
  return running;
}

function runningRollout({ rollout: running }: FleetRecord, rollout: RolloutId): Rollout {
  if (running?.id !== rollout) {
    throw conflict(notHeld);
  }
  return running;
}

function adopted(state: HostState, fleet: FleetRecord, rollout: Rollout) {
  return { state: withFleet(state, { ...fleet, rollout }), value: rollout };
}

function conflict(message: string): FaultError {
  return new FaultError({
    code: 'conflict',
    message,
    todo: 'Look at the fleet again before you go on.',
  });
}
