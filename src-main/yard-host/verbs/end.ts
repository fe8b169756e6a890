/**
 * Pure part of ending blocks: first the order is recorded on what it ends, so that a crash in between
 * never launches it again; the receipt follows when it is gone.
 */
import type { BlockId, GenerationId } from '../../../src-shared/ids.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { needsWayBack, type Serving } from '../../../src-shared/way-back.ts';
import type { HostInput } from '../protocol.ts';
import { withReceipt } from '../receipts.ts';
import {
  blockIn,
  fleetIn,
  generationIn,
  weightIn,
  withBlock,
  withFleet,
  withGeneration,
  withoutBlock,
} from '../records.ts';
import type { HostState } from '../state-schema.ts';
import type { StateChange } from '../state-store.ts';
import { heldRollout } from './claims.ts';
import { smaller } from './scale.ts';

export interface EndingBlock {
  readonly generation: GenerationId;
  readonly drainTimeoutMs: number;
}

/** @param isHealthy whether a block is in service and answers, right now. */
export function beginEndBlock(
  order: HostInput<'terminateBlock'>,
  isHealthy: (block: BlockId) => boolean,
): StateChange<EndingBlock> {
  return (state) => {
    const fleet = fleetIn(state, order.fleet);
    heldRollout(fleet, order.rollout, order.epoch);
    const { generation, block } = blockIn(fleet, order.block);
    const value = {
      generation: generation.id,
      drainTimeoutMs: generation.recipe.drainTimeoutMs,
    };
    if (block.endedBy !== null) return { state, value };
    if (weightIn(fleet, generation.id) > 0 && isHealthy(block.id)) {
      const left = fleet.generations
        .filter((each) => weightIn(fleet, each.id) > 0)
        .flatMap((each) => each.blocks)
        .filter(
          (each) => each.id !== block.id && each.endedBy === null && isHealthy(each.id),
        ).length;
      if (left < fleet.floor) {
        throw new FaultError({
          code: 'refused',
          message: `Without this block only ${String(left)} healthy blocks would serve; the floor is ${String(fleet.floor)}.`,
          todo: 'Wait until its replacement is healthy.',
        });
      }
    }
    const sized =
      order.size === undefined
        ? state
        : withFleet(state, smaller(fleet, block.id, order.size, isHealthy));
    const next = withBlock(sized, order.fleet, order.block, (each) => ({
      ...each,
      endedBy: order.token,
    }));
    return { state: next, value };
  };
}

export function blockEnded(
  order: Pick<HostInput<'terminateBlock'>, 'fleet' | 'block' | 'token'>,
  nowMs: number,
): (state: HostState) => HostState {
  return (state) =>
    withReceipt(withoutBlock(state, order.fleet, order.block), {
      token: order.token,
      call: 'terminateBlock',
      value: null,
      atMs: nowMs,
    });
}

export interface RetiringGeneration {
  readonly blocks: readonly BlockId[];
  readonly drainTimeoutMs: number;
}

/**
 * @param seen of a generation with traffic. A verified rollout has its proof by its probes. It is not
 *   kept: after a restart of the host one answer is needed once more.
 */
export function beginRetire(
  order: HostInput<'retireGeneration'>,
  seen: (generation: GenerationId) => Omit<Serving, 'label'>,
): StateChange<RetiringGeneration> {
  return (state) => {
    const fleet = fleetIn(state, order.fleet);
    heldRollout(fleet, order.rollout, order.epoch);
    if (fleet.rollout?.intent.kind === 'retire' && fleet.rollout.controls?.isAborted === true) {
      throw new FaultError({ code: 'conflict', message: 'It was undone a moment before.' });
    }
    const generation = generationIn(fleet, order.generation);
    const value = {
      blocks: generation.blocks.map((each) => each.id),
      drainTimeoutMs: generation.recipe.drainTimeoutMs,
    };
    const label = labelOfGeneration(generation);
    if (weightIn(fleet, generation.id) > 0) {
      throw new FaultError({
        code: 'refused',
        message: `${label} serves traffic and is not retired.`,
        todo: 'Move the traffic to another generation first.',
      });
    }
    if (generation.rung === 'retired') {
      throw new FaultError({ code: 'refused', message: `${label} is retired already.` });
    }
    if (fleet.previous === generation.id && generation.rung === 'warm') {
      const serving = fleet.generations
        .filter((each) => weightIn(fleet, each.id) > 0)
        .map((each) => ({ label: labelOfGeneration(each), ...seen(each.id) }));
      const message = needsWayBack(label, serving, fleet.port === undefined ? 'work' : 'traffic');
      if (message !== null) {
        throw new FaultError({
          ...{ code: 'refused', message },
          todo: 'Send one request to the fleet; when a healthy block has answered it, retire again.',
        });
      }
    }
    const next = withGeneration(fleet, {
      ...generation,
      rung: 'draining',
      retiredBy: generation.retiredBy ?? order.token,
    });
    const previous = fleet.previous === generation.id ? null : fleet.previous;
    return { state: withFleet(state, { ...next, previous }), value };
  };
}

/** The record stays, without blocks, and its number is never used again. */
export function generationRetired(
  order: Pick<HostInput<'retireGeneration'>, 'fleet' | 'generation' | 'token'>,
  nowMs: number,
): (state: HostState) => HostState {
  return (state) => {
    const fleet = fleetIn(state, order.fleet);
    const generation = generationIn(fleet, order.generation);
    const next = withGeneration(fleet, { ...generation, rung: 'retired', blocks: [] });
    return withReceipt(withFleet(state, next), {
      token: order.token,
      call: 'retireGeneration',
      value: null,
      atMs: nowMs,
    });
  };
}
