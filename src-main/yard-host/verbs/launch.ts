/** Pure part of launching: the records that are saved before any process is started. */
import {
  asBlockId,
  generationIdOf,
  generationLabel,
  labelOfGeneration,
  type BlockId,
  type GenerationId,
} from '../../../src-shared/ids.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { HostInput } from '../protocol.ts';
import { withReceipt } from '../receipts.ts';
import { blockIn, fleetIn, generationIn, withFleet, withGeneration } from '../records.ts';
import type { BlockRecord, FleetRecord, GenerationRecord } from '../state-schema.ts';
import type { StateChange } from '../state-store.ts';
import { heldRollout } from './claims.ts';

/** Real processes on one machine: more is surely a mistake. */
const blocksPerFleet = 500;

export function launchGenerationChange(
  order: HostInput<'launchGeneration'>,
  nowMs: number,
): StateChange<GenerationId> {
  return (state) => {
    const fleet = fleetIn(state, order.fleet);
    const rollout = heldRollout(fleet, order.rollout, order.epoch);
    const highest = Math.max(0, ...fleet.generations.map((each) => each.number));
    if (order.number <= highest) {
      throw new FaultError({
        code: 'conflict',
        message: `The number ${labelOfGeneration(order)} is taken or was passed over; the next one is ${generationLabel(highest + 1)}.`,
      });
    }
    checkRoom(fleet, order.size);
    const id = generationIdOf(fleet.name, order.number);
    const generation: GenerationRecord = {
      id,
      number: order.number,
      image: order.image,
      recipe: order.recipe,
      size: order.size,
      launchedAtMs: nowMs,
      rung: 'warm',
      hasServed: false,
      retiredBy: null,
      blocks: freshBlocks(id, fleet.nextBlock, order.size, nowMs),
    };
    const next: FleetRecord = {
      ...fleet,
      nextBlock: fleet.nextBlock + order.size,
      generations: [...fleet.generations, generation],
      rollout: { ...rollout, launched: [...rollout.launched, id] },
    };
    const receipt = { token: order.token, call: 'launchGeneration', value: id, atMs: nowMs };
    return { state: withReceipt(withFleet(state, next), receipt), value: id };
  };
}

export function launchBlockChange(
  order: HostInput<'launchBlock'>,
  nowMs: number,
): StateChange<BlockId> {
  return (state) => {
    const fleet = fleetIn(state, order.fleet);
    const rollout = heldRollout(fleet, order.rollout, order.epoch);
    const generation = generationIn(fleet, order.generation);
    const label = labelOfGeneration(generation);
    if (generation.rung !== 'warm') {
      throw new FaultError({ code: 'refused', message: `${label} is being retired.` });
    }
    const replaced = blockIn(fleet, order.replaces);
    if (replaced.generation.id !== generation.id) {
      throw new FaultError({
        code: 'bad-input',
        message: `The block ${plain(order.replaces, 80)} belongs to ${labelOfGeneration(replaced.generation)}, not to ${label}.`,
      });
    }
    const successor = generation.blocks.find((each) => each.replaces === order.replaces);
    if (successor !== undefined) {
      throw new FaultError({
        code: 'conflict',
        message: `The block is being replaced already, by ${successor.id}.`,
      });
    }
    checkRoom(fleet, 1);
    const block = freshBlock(generation.id, fleet.nextBlock, replaced.block.slot, nowMs);
    const withBlocks = withGeneration(fleet, {
      ...generation,
      blocks: [...generation.blocks, { ...block, replaces: order.replaces }],
    });
    const next: FleetRecord = {
      ...withBlocks,
      nextBlock: fleet.nextBlock + 1,
      rollout: { ...rollout, launched: [...rollout.launched, block.id] },
    };
    const receipt = { token: order.token, call: 'launchBlock', value: block.id, atMs: nowMs };
    return { state: withReceipt(withFleet(state, next), receipt), value: block.id };
  };
}

export function freshBlocks(
  generation: GenerationId,
  firstNumber: number,
  size: number,
  nowMs: number,
): BlockRecord[] {
  return Array.from({ length: size }, (_, slot) =>
    freshBlock(generation, firstNumber + slot, slot, nowMs),
  );
}

export function freshBlock(
  generation: GenerationId,
  number: number,
  slot: number,
  nowMs: number,
): BlockRecord {
  return {
    id: asBlockId(`${generation}-b${String(number).padStart(4, '0')}`),
    slot,
    launchedAtMs: nowMs,
    process: null,
    replaces: null,
    endedBy: null,
  };
}

/** @throws FaultError 'refused' */
export function checkRoom(fleet: FleetRecord, more: number): void {
  const now = fleet.generations.reduce((sum, each) => sum + each.blocks.length, 0);
  if (now + more <= blocksPerFleet) return;
  throw new FaultError({
    code: 'refused',
    message: `The fleet has ${String(now)} blocks; ${String(more)} more would pass the limit of ${String(blocksPerFleet)}.`,
    todo: 'Retire a generation first.',
  });
}
