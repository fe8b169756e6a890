import { expect, it } from 'vitest';
import {
  asFleetId,
  asGenerationId,
  asImageId,
  asRolloutId,
  asToken,
} from '../../../src-shared/ids.ts';
import { noControls } from '../../../src-shared/release.ts';
import { emptyState, type GenerationRecord, type HostState } from '../state-schema.ts';
import { beginRetire } from './end.ts';

const [v1, v2, v3] = [1, 2, 3].map((number) => asGenerationId(`shop-v00${String(number)}`));
const rollout = asRolloutId('r1');

function generation(id: typeof v1, number: number): GenerationRecord {
  if (id === undefined) throw new Error('no generation');
  return {
    id,
    number,
    image: asImageId('sha256:0'),
    recipe: {
      env: {},
      drainTimeoutMs: 1,
      health: { intervalMs: 1, timeoutMs: 1, healthyAfter: 1, unhealthyAfter: 1 },
    },
    size: 4,
    launchedAtMs: 0,
    rung: 'warm',
    hasServed: true,
    retiredBy: null,
    blocks: [],
  };
}

const generations = [generation(v1, 1), generation(v2, 2), generation(v3, 3)];

/** v2 serves since a cutover from v1; v3 is a bystander. */
const state: HostState = {
  ...emptyState,
  fleets: [
    {
      id: asFleetId('shop'),
      name: 'shop',
      port: 8480,
      floor: 1,
      split: {
        revision: 2,
        weights: [{ generation: generations[1]?.id ?? asGenerationId('none'), weight: 100 }],
        changedAtMs: 0,
      },
      previous: generations[0]?.id ?? null,
      rollout: {
        id: rollout,
        intent: { kind: 'retire', generation: asGenerationId('shop-v001') },
        owner: { name: 'Ada', host: 'desk', panel: 'p' },
        epoch: 1,
        leaseEndsAtMs: 9,
        startedAtMs: 0,
        launched: [],
      },
      generations,
      nextBlock: 9,
    },
  ],
};

function orderFor(name: string) {
  const id = asGenerationId(name);
  return { fleet: asFleetId('shop'), generation: id, rollout, epoch: 1, token: asToken('t') };
}

/** Of whoever serves. */
const seenOf =
  (id: typeof v1, healthy = 4) =>
  (asked: typeof v1) => ({
    wasSeenToServe: asked === id,
    healthy,
  });

it('keeps the way back until whoever serves was seen to answer', () => {
  const way = orderFor('shop-v001');
  expect(() => beginRetire(way, seenOf(undefined))(state)).toThrow(
    /v001 is the way back and stays: no answer of v002/u,
  );
  // An answer of somebody who does not serve proves nothing.
  expect(() => beginRetire(way, seenOf(v3))(state)).toThrow(/way back/u);
  // Nor does one of before they all fell ill.
  expect(() => beginRetire(way, seenOf(v2, 0))(state)).toThrow(/no block of v002 is healthy/u);
  const retired = beginRetire(way, seenOf(v2))(state).state.fleets[0];
  expect(retired?.generations[0]?.rung).toBe('draining');
  expect(retired?.previous).toBeNull();
});

it('lets a generation go that is no way back, whoever answered', () => {
  const done = beginRetire(orderFor('shop-v003'), seenOf(undefined, 0))(state).state.fleets[0];
  expect(done?.generations[2]?.rung).toBe('draining');
  expect(done?.previous).toBe(v1);
});

it('ends nothing of a retirement that was undone a moment before', () => {
  const order = orderFor('shop-v003');
  const undone = (isAborted: boolean): HostState => ({
    ...state,
    fleets: state.fleets.map((fleet) => ({
      ...fleet,
      rollout: fleet.rollout && { ...fleet.rollout, controls: { ...noControls, isAborted } },
    })),
  });
  expect(() => beginRetire(order, seenOf(v2))(undone(true))).toThrow(/undone a moment before/u);
  const done = beginRetire(order, seenOf(v2))(undone(false)).state.fleets[0];
  expect(done?.generations[2]?.rung).toBe('draining');
});
