/**
 * Pure part of a change of size. It is saved together with the block that comes or goes, so that a
 * generation is whole at its size whenever this host ends.
 */
import { labelOfGeneration, type BlockId } from '../../../src-shared/ids.ts';
import { FaultError } from '../../../src-shared/result.ts';
import type { HostInput } from '../protocol.ts';
import { withReceipt } from '../receipts.ts';
import { blockIn, fleetIn, generationIn, weightIn, withFleet, withGeneration } from '../records.ts';
import type { FleetRecord, GenerationRecord } from '../state-schema.ts';
import type { StateChange } from '../state-store.ts';
import { heldRollout } from './claims.ts';
import { checkRoom, freshBlock } from './launch.ts';

export function addBlockChange(order: HostInput<'addBlock'>, nowMs: number): StateChange<BlockId> {
  return (state) => {
    const fleet = fleetIn(state, order.fleet);
    const rollout = heldRollout(fleet, order.rollout, order.epoch);
    const generation = generationIn(fleet, order.generation);
    if (generation.rung !== 'warm') {
      const message = `${labelOfGeneration(generation)} is being retired.`;
      throw new FaultError({ code: 'refused', message });
    }
    expectSize(generation, order.size - 1);
    checkRoom(fleet, 1);
    const slot = lowestFreeSlot(generation);
    const block = freshBlock(generation.id, fleet.nextBlock, slot, nowMs);
    const blocks = [...generation.blocks, block];
    const next: FleetRecord = {
      ...withGeneration(fleet, { ...generation, size: order.size, blocks }),
      nextBlock: fleet.nextBlock + 1,
      rollout: { ...rollout, launched: [...rollout.launched, block.id] },
    };
    const receipt = { token: order.token, call: 'addBlock', value: block.id, atMs: nowMs };
    return { state: withReceipt(withFleet(state, next), receipt), value: block.id };
  };
}

/**
 * The fleet with that size, for the block that leaves it. One that has traffic or is the way back keeps
 * the floor by itself: that others serve beside it says nothing of when they stop to.
 * @param isHealthy whether a block is in service and answers, right now.
 */
export function smaller(
  fleet: FleetRecord,
  leaving: BlockId,
  size: number,
  isHealthy: (block: BlockId) => boolean,
): FleetRecord {
  const { generation } = blockIn(fleet, leaving);
  expectSize(generation, size + 1);
  const isKept = weightIn(fleet, generation.id) > 0 || fleet.previous === generation.id;
  const left = generation.blocks.filter(
    (each) => each.id !== leaving && each.endedBy === null && isHealthy(each.id),
  ).length;
  if (isKept && isHealthy(leaving) && left < fleet.floor) {
    throw new FaultError({
      code: 'refused',
      message: `Without this block ${labelOfGeneration(generation)} would have ${String(left)} healthy blocks; the floor is ${String(fleet.floor)}.`,
      todo: 'Wait until more of its blocks are healthy.',
    });
  }
  return withGeneration(fleet, { ...generation, size });
}

function expectSize(generation: GenerationRecord, expected: number): void {
  if (generation.size === expected) return;
  throw new FaultError({
    code: 'conflict',
    message: `${labelOfGeneration(generation)} has ${String(generation.size)} blocks by now, not ${String(expected)}.`,
    todo: 'Look at the fleet again before you go on.',
  });
}

function lowestFreeSlot({ blocks }: GenerationRecord): number {
  const taken = new Set(blocks.map(({ slot }) => slot));
  let slot = 0;
  while (taken.has(slot)) slot += 1;
  return slot;
}
