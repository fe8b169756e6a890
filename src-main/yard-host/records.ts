/** Looking things up in the host's state and replacing them, without changing what was there. */
import { FaultError } from '../../src-shared/result.ts';
import type { BlockId, FleetId, GenerationId } from '../../src-shared/ids.ts';
import { plain } from '../../src-shared/wording.ts';
import type { BlockRecord, FleetRecord, GenerationRecord, HostState } from './state-schema.ts';

/** @throws FaultError 'not-found' */
export function fleetIn(state: HostState, id: FleetId): FleetRecord {
  const fleet = state.fleets.find((each) => each.id === id);
  if (fleet === undefined) throw missing(`There is no fleet '${plain(id, 80)}' in this yard.`);
  return fleet;
}

/** @throws FaultError 'not-found' */
export function generationIn(fleet: FleetRecord, id: GenerationId): GenerationRecord {
  const generation = fleet.generations.find((each) => each.id === id);
  if (generation === undefined) {
    throw missing(
      `There is no generation '${plain(id, 80)}' in the fleet ${plain(fleet.name, 80)}.`,
    );
  }
  return generation;
}

export interface PlacedBlock {
  readonly generation: GenerationRecord;
  readonly block: BlockRecord;
}

/** @throws FaultError 'not-found' */
export function blockIn(fleet: FleetRecord, id: BlockId): PlacedBlock {
  for (const generation of fleet.generations) {
    const block = generation.blocks.find((each) => each.id === id);
    if (block !== undefined) return { generation, block };
  }
  throw missing(
    `There is no block '${plain(id, 80)}' in the fleet ${plain(fleet.name, 80)}; it may be gone already.`,
  );
}

export function withFleet(state: HostState, fleet: FleetRecord): HostState {
  return { ...state, fleets: state.fleets.map((each) => (each.id === fleet.id ? fleet : each)) };
}

export function withGeneration(fleet: FleetRecord, generation: GenerationRecord): FleetRecord {
  return {
    ...fleet,
    generations: fleet.generations.map((each) => (each.id === generation.id ? generation : each)),
  };
}

/** The block changed, wherever it is; the same state when it is gone. */
export function withBlock(
  state: HostState,
  fleetId: FleetId,
  blockId: BlockId,
  change: (block: BlockRecord) => BlockRecord,
): HostState {
  return changeGenerations(state, fleetId, (generation) =>
    generation.blocks.some((block) => block.id === blockId)
      ? {
          ...generation,
          blocks: generation.blocks.map((block) => (block.id === blockId ? change(block) : block)),
        }
      : generation,
  );
}

export function withoutBlock(state: HostState, fleetId: FleetId, blockId: BlockId): HostState {
  return changeGenerations(state, fleetId, (generation) =>
    generation.blocks.some((block) => block.id === blockId)
      ? {
          ...generation,
          blocks: generation.blocks
            .filter((block) => block.id !== blockId)
            .map((block) => (block.replaces === blockId ? { ...block, replaces: null } : block)),
        }
      : generation,
  );
}

function changeGenerations(
  state: HostState,
  fleetId: FleetId,
  change: (generation: GenerationRecord) => GenerationRecord,
): HostState {
  const fleet = state.fleets.find((each) => each.id === fleetId);
  if (fleet === undefined) return state;
  const generations = fleet.generations.map(change);
  if (generations.every((each, index) => each === fleet.generations[index])) return state;
  return withFleet(state, { ...fleet, generations });
}

export function weightIn(fleet: FleetRecord, id: GenerationId): number {
  return fleet.split.weights.find((each) => each.generation === id)?.weight ?? 0;
}

function missing(message: string): FaultError {
  return new FaultError({ code: 'not-found', message });
}
