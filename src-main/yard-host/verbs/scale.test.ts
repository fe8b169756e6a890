import { expect, it } from 'vitest';
import {
  asBlockId,
  asFleetId,
  asGenerationId,
  asImageId,
  asRolloutId,
  asToken,
} from '../../../src-shared/ids.ts';
import { generationIn } from '../records.ts';
import { settleInterrupted } from '../restore.ts';
import {
  emptyState,
  type FleetRecord,
  type GenerationRecord,
  type HostState,
} from '../state-schema.ts';
import { beginEndBlock, blockEnded } from './end.ts';
import { freshBlocks } from './launch.ts';
import { addBlockChange } from './scale.ts';

const shop = asFleetId('shop');
const [v1, v2] = [asGenerationId('shop-v001'), asGenerationId('shop-v002')];
const rollout = asRolloutId('r1');
const order = { fleet: shop, rollout, epoch: 1 };
const block = (number: number) => asBlockId(`shop-v001-b${String(number).padStart(4, '0')}`);

/** v001 has three blocks and serves; the floor is 2. */
function stateOf(
  fleet: Partial<FleetRecord> = {},
  generation: Partial<GenerationRecord> = {},
): HostState {
  const recipe = {
    env: {},
    drainTimeoutMs: 1,
    health: { intervalMs: 1, timeoutMs: 1, healthyAfter: 1, unhealthyAfter: 1 },
  };
  const common = { image: asImageId('sha256:0'), recipe, launchedAtMs: 0, retiredBy: null };
  const first: GenerationRecord = {
    ...common,
    ...{ id: v1, number: 1, size: 3, rung: 'warm', hasServed: true },
    blocks: freshBlocks(v1, 1, 3, 0),
    ...generation,
  };
  const record: FleetRecord = {
    ...{ id: shop, name: 'shop', port: 8480, floor: 2, previous: null, nextBlock: 4 },
    split: { revision: 1, weights: [{ generation: v1, weight: 100 }], changedAtMs: 0 },
    rollout: {
      id: rollout,
      intent: { kind: 'scale', generation: v1, size: 5, from: 3 },
      owner: { name: 'Ada', host: 'desk', panel: 'p' },
      epoch: 1,
      leaseEndsAtMs: 9,
      startedAtMs: 0,
      launched: [],
    },
    generations: [first],
    ...fleet,
  };
  return { ...emptyState, fleets: [record] };
}

const fleetIn = (state: HostState): FleetRecord => state.fleets[0]!;
const firstIn = (state: HostState): GenerationRecord => generationIn(fleetIn(state), v1);
const add = (state: HostState, size: number, token = `add-token-${String(size)}`) =>
  addBlockChange({ ...order, generation: v1, size, token: asToken(token) }, 7)(state);
const end = (state: HostState, number: number, size: number | undefined, ill: number[] = []) =>
  beginEndBlock(
    { ...order, block: block(number), token: asToken(`end-token-${String(number)}`), size },
    (id) => !ill.map(block).includes(id),
  )(state);

it('adds a block and its place in the size in one change, in the lowest free slot', () => {
  const { state, value } = add(stateOf(), 4);
  expect(value).toBe(block(4));
  expect(firstIn(state)).toMatchObject({ size: 4 });
  expect(firstIn(state).blocks.at(-1)).toMatchObject({ id: block(4), slot: 3, replaces: null });
  expect(fleetIn(state)).toMatchObject({ nextBlock: 5, rollout: { launched: [block(4)] } });
  expect(state.receipts).toMatchObject([{ call: 'addBlock', value: block(4) }]);
  const holed = stateOf({}, { blocks: freshBlocks(v1, 1, 3, 0).filter(({ slot }) => slot !== 1) });
  expect(firstIn(add(holed, 4).state).blocks.at(-1)).toMatchObject({ slot: 1 });
});

it('adds nothing to another size than the one that was seen, nor for a stranger, nor to what retires', () => {
  expect(() => add(stateOf(), 5)).toThrow(/has 3 blocks by now, not 4/);
  expect(() => add(stateOf(), 3)).toThrow(/has 3 blocks by now, not 2/);
  expect(() => add(stateOf({ rollout: null }), 4)).toThrow(/does not hold the fleet/);
  expect(() => add(stateOf({}, { rung: 'draining' }), 4)).toThrow(/is being retired/);
});

it('makes a generation smaller with the block that leaves, and only by one', () => {
  const { state } = end(stateOf({ floor: 0 }), 3, 2);
  expect(firstIn(state)).toMatchObject({ size: 2 });
  expect(firstIn(state).blocks.at(-1)).toMatchObject({ endedBy: 'end-token-3' });
  // The same order again takes nothing more away.
  expect(firstIn(end(state, 3, 2).state).size).toBe(2);
  expect(() => end(state, 2, 2)).toThrow(/has 2 blocks by now, not 3/);
  // The control: a replacement keeps the size.
  const kept = end(stateOf({ floor: 0 }), 3, undefined).state;
  expect(firstIn(kept).size).toBe(3);
});

it('keeps the floor in what serves and in the way back, by what is healthy there right now', () => {
  expect(() => end(stateOf({ floor: 3 }), 3, 2)).toThrow(/the floor is 3/);
  expect(() => end(stateOf(), 3, 2, [1])).toThrow(/1 healthy blocks would serve|have 1 healthy/);
  // Another generation with traffic does not stand in for it.
  const other: GenerationRecord = {
    ...firstIn(stateOf()),
    ...{ id: v2, number: 2, blocks: freshBlocks(v2, 50, 3, 0) },
  };
  const weights = [v1, v2].map((generation) => ({ generation, weight: 50 }));
  const shared = stateOf({ floor: 3, split: { revision: 1, weights, changedAtMs: 0 } });
  const both = { ...shared, fleets: [{ ...fleetIn(shared), generations: [firstIn(shared), other] }] }; // prettier-ignore
  expect(() => end(both, 3, 2)).toThrow(/v001 would have 2 healthy blocks; the floor is 3/);
  const away = { revision: 1, weights: [{ generation: v2, weight: 100 }], changedAtMs: 0 };
  expect(() => end(stateOf({ floor: 3, split: away, previous: v1 }), 3, 2)).toThrow(/floor is 3/);
  // The controls: without traffic, and what serves nobody anyway.
  expect(firstIn(end(stateOf({ floor: 3, split: away }), 3, 2).state).size).toBe(2);
  expect(firstIn(end(stateOf({ floor: 3 }), 3, 2, [3]).state).size).toBe(2);
});

it('has after a crash the size and the blocks that were saved, at any moment of it', () => {
  const added = settleInterrupted(add(stateOf(), 4).state, 9);
  expect([firstIn(added).size, firstIn(added).blocks.length]).toEqual([4, 4]);
  const ending = settleInterrupted(end(stateOf(), 3, 2).state, 9);
  expect([firstIn(ending).size, firstIn(ending).blocks.length]).toEqual([2, 2]);
  expect(ending.receipts).toMatchObject([{ token: 'end-token-3', call: 'terminateBlock' }]);
  const token = asToken('end-token-3');
  const ended = blockEnded({ fleet: shop, block: block(3), token }, 9)(end(stateOf(), 3, 2).state);
  expect([firstIn(ended).size, firstIn(ended).blocks.length]).toEqual([2, 2]);
});
