/**
 * The one write that decides who serves. Pure part: from the state and an order to the next split.
 *
 * A cutover is saved first and then applied: what could not be recorded has not happened, and a crash
 * in between leaves the old generation serving until the restart serves what was recorded. Only the sync
 * of the file's name is still under way at the swap: a power cut may undo it, and then nothing serves.
 * A revert is applied first and saved after: the disk must never stand between the press and the old
 * generation. Its answer waits a moment for the save, so that a crash right after an answer cannot
 * bring the bad generation back.
 */
import type { Split } from '../../../src-shared/fleet.ts';
import { labelOfGeneration, type GenerationId } from '../../../src-shared/ids.ts';
import { heldText } from '../../../src-shared/release.ts';
import { FaultError } from '../../../src-shared/result.ts';
import type { HostInput, HostOutput } from '../protocol.ts';
import { withReceipt } from '../receipts.ts';
import { fleetIn, generationIn, withFleet } from '../records.ts';
import { notHeld } from './claims.ts';
import type { FleetRecord } from '../state-schema.ts';
import type { StateChange } from '../state-store.ts';

type RouteOrder = HostInput<'route'>;

export interface Routed {
  readonly split: Split;
  readonly receipt: HostOutput<'route'>;
}

/** @param healthyIn healthy blocks of a generation, right now. */
export function routeChange(
  order: RouteOrder,
  nowMs: number,
  healthyIn: (generation: GenerationId) => number,
): StateChange<Routed> {
  return (state) => {
    const fleet = fleetIn(state, order.fleet);
    checkTargets(fleet, order);
    const overtook = checkHolder(fleet, order);
    checkWords(fleet, order);
    if (order.expectedRevision !== 'any')
      checkCutover(fleet, order, order.expectedRevision, healthyIn);
    const split: Split = {
      revision: fleet.split.revision + 1,
      weights: order.weights,
      changedAtMs: nowMs,
    };
    const receipt = { revision: split.revision, atMs: nowMs, overtook };
    const serving = new Set(order.weights.filter((w) => w.weight > 0).map((w) => w.generation));
    const next: FleetRecord = {
      ...fleet,
      split,
      previous: order.previous,
      rollout: overtook === null ? fleet.rollout : null,
      generations: fleet.generations.map((each) =>
        serving.has(each.id) && !each.hasServed ? { ...each, hasServed: true } : each,
      ),
    };
    return {
      state: withReceipt(withFleet(state, next), {
        token: order.token,
        call: 'route',
        value: receipt,
        atMs: nowMs,
      }),
      value: { split, receipt },
    };
  };
}

function checkTargets(fleet: FleetRecord, order: RouteOrder): void {
  const named = new Set<GenerationId>();
  for (const { generation: id, weight } of order.weights) {
    const generation = generationIn(fleet, id);
    if (named.has(id)) {
      throw new FaultError({ code: 'bad-input', message: `The split names ${id} twice.` });
    }
    named.add(id);
    if (weight > 0 && generation.rung !== 'warm') {
      throw new FaultError({
        code: 'refused',
        message: `${labelOfGeneration(generation)} is ${generation.rung === 'retired' ? 'retired' : 'being retired'}: nobody is there to serve.`,
      });
    }
  }
  if (order.weights.every((each) => each.weight === 0)) {
    throw new FaultError({
      code: 'bad-input',
      message: 'The split gives no generation any weight: nobody would serve.',
    });
  }
  if (fleet.port === undefined && order.weights.filter(({ weight }) => weight > 0).length > 1) {
    throw new FaultError({
      code: 'bad-input',
      message: 'This fleet has no entry: work is taken by one generation, never by shares.',
    });
  }
  if (order.previous !== null) generationIn(fleet, order.previous);
}

/** @returns the rollout that this write ends. */
function checkHolder(fleet: FleetRecord, order: RouteOrder): HostOutput<'route'>['overtook'] {
  const running = fleet.rollout;
  if (running?.id === order.rollout) return null;
  if (order.overtake) return running?.id ?? null;
  throw new FaultError({
    code: 'conflict',
    message:
      running === null
        ? notHeld
        : `Another change of this fleet is running (${running.intent.kind}, by ${running.owner.name} on ${running.owner.host}).`,
    todo: 'Look at the fleet again before you go on.',
  });
}

/** What a person has said counts in the turn of the write: only the way back goes all the same. */
function checkWords({ rollout }: FleetRecord, order: RouteOrder): void {
  if (rollout?.id !== order.rollout || rollout.intent.kind !== 'release') return;
  const { controls, intent } = rollout;
  if (controls?.isHeld !== true && controls?.isAborted !== true) return;
  const isBack = order.weights.every(
    ({ generation, weight }) => weight === 0 || generation === intent.from,
  );
  if (!isBack) throw new FaultError({ code: 'conflict', message: heldText });
}

function checkCutover(
  fleet: FleetRecord,
  order: RouteOrder,
  expectedRevision: number,
  healthyIn: (generation: GenerationId) => number,
): void {
  if (fleet.split.revision !== expectedRevision) {
    throw new FaultError({
      code: 'conflict',
      message: `The traffic split has changed since it was looked at (revision ${String(fleet.split.revision)}, not ${String(expectedRevision)}).`,
      todo: 'Look at the fleet again before you go on.',
    });
  }
  const healthy = (weights: readonly { generation: GenerationId; weight: number }[]): number =>
    weights
      .filter((each) => each.weight > 0)
      .reduce((sum, each) => sum + healthyIn(each.generation), 0);
  const after = healthy(order.weights);
  // Last look, in the same turn as the write: a block may have died since the guard was asked.
  if (after < fleet.floor && after < healthy(fleet.split.weights)) {
    throw new FaultError({
      code: 'refused',
      message: `Only ${String(after)} healthy blocks would serve; the floor is ${String(fleet.floor)}.`,
      todo: 'Wait until they are healthy, or replace the ones that are not.',
    });
  }
}
