import { describe, expect, it } from 'vitest';
import {
  asFleetId,
  asGenerationId,
  asImageId,
  asRolloutId,
  asToken,
} from '../../../src-shared/ids.ts';
import type { RolloutControls } from '../../../src-shared/release-schema.ts';
import { heldText, noControls, usualTerms } from '../../../src-shared/release.ts';
import { FaultError } from '../../../src-shared/result.ts';
import type { HostInput } from '../protocol.ts';
import { emptyState, type GenerationRecord, type HostState } from '../state-schema.ts';
import { routeChange } from './route.ts';

const v1 = asGenerationId('shop-v001');
const v2 = asGenerationId('shop-v002');
const rollout = asRolloutId('r1');

function generation(number: number, more: Partial<GenerationRecord> = {}): GenerationRecord {
  return {
    id: number === 1 ? v1 : v2,
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
    hasServed: number === 1,
    retiredBy: null,
    blocks: [],
    ...more,
  };
}

function stateWith(second: Partial<GenerationRecord> = {}): HostState {
  const intent = { kind: 'cut-over', to: v2, from: v1, expectedRevision: 5 } as const;
  const owner = { name: 'Ada', host: 'desk', panel: 'p' };
  return {
    ...emptyState,
    fleets: [
      {
        id: asFleetId('shop'),
        name: 'shop',
        port: 8480,
        floor: 4,
        split: { revision: 5, weights: [{ generation: v1, weight: 100 }], changedAtMs: 0 },
        previous: null,
        rollout: {
          id: rollout,
          intent,
          owner,
          epoch: 1,
          leaseEndsAtMs: 9,
          startedAtMs: 0,
          launched: [],
        },
        generations: [generation(1), generation(2, second)],
        nextBlock: 9,
      },
    ],
  };
}

const order: HostInput<'route'> = {
  fleet: asFleetId('shop'),
  weights: [
    { generation: v2, weight: 100 },
    { generation: v1, weight: 0 },
  ],
  expectedRevision: 5,
  previous: v1,
  rollout,
  overtake: false,
  token: asToken('token-001'),
};
const revert = {
  ...order,
  expectedRevision: 'any',
  overtake: true,
  rollout: asRolloutId('r2'),
} as const;

const all = (): number => 4;

/** Code of the fault, or `goes`. */
function outcome(
  state: HostState,
  asked: HostInput<'route'>,
  healthyIn: (id: typeof v1) => number = all,
): string {
  try {
    routeChange(asked, 1, healthyIn)(state);
    return 'goes';
  } catch (error) {
    return error instanceof FaultError ? error.fault.code : 'thrown';
  }
}

describe('route', () => {
  it('writes split, way back, served mark and receipt in one change', () => {
    const { state, value } = routeChange(order, 77, all)(stateWith());
    expect(value.receipt).toEqual({ revision: 6, atMs: 77, overtook: null });
    expect(state.fleets[0]).toMatchObject({
      split: value.split,
      previous: v1,
      rollout: { id: rollout },
    });
    expect(state.fleets[0]?.generations[1]?.hasServed).toBe(true);
    expect(state.receipts).toEqual([
      { token: order.token, call: 'route', value: value.receipt, atMs: 77 },
    ]);
  });

  it('holds a cutover to the floor at the last moment, unless it makes nothing worse', () => {
    const few = (id: typeof v1): number => (id === v2 ? 3 : 4);
    expect(outcome(stateWith(), order, few)).toBe('refused');
    // What serves now is worse still.
    expect(outcome(stateWith(), order, (id) => (id === v2 ? 3 : 2))).toBe('goes');
  });

  it('never holds a revert to anything but that somebody is there', () => {
    const nobodyHealthy = (): number => 0;
    expect(outcome(stateWith(), revert, nobodyHealthy)).toBe('goes');
    expect(routeChange(revert, 1, nobodyHealthy)(stateWith()).value.receipt.overtook).toBe(rollout);
    expect(outcome(stateWith({ rung: 'draining' }), revert)).toBe('refused');
    expect(outcome(stateWith({ rung: 'retired' }), revert)).toBe('refused');
  });

  it('knows only the rollout that holds the fleet', () => {
    expect(outcome(stateWith(), { ...order, rollout: asRolloutId('r9') })).toBe('conflict');
    const ended = routeChange(revert, 1, all)(stateWith()).state;
    expect(outcome(ended, { ...order, expectedRevision: 6 })).toBe('conflict');
  });
});

describe('what was said to a release', () => {
  const intent = {
    kind: 'release',
    candidate: { kind: 'existing', generation: v2 },
    from: v1,
    expectedRevision: 5,
    terms: usualTerms,
  } as const;
  const released = (controls: Partial<RolloutControls>): HostState => {
    const state = stateWith();
    const [fleet] = state.fleets;
    if (fleet === undefined || fleet.rollout === null) throw new Error('no rollout');
    const running = { ...fleet.rollout, intent, controls: { ...noControls, ...controls } };
    return { ...state, fleets: [{ ...fleet, rollout: running }] };
  };
  const to = (generation: typeof v1): HostInput<'route'> => ({
    fleet: asFleetId('shop'),
    weights: [{ generation, weight: 100 }],
    expectedRevision: 5,
    previous: v1,
    rollout,
    overtake: false,
    token: asToken('t-words'),
  });

  it.each([{ isHeld: true }, { isAborted: true }])(
    'counts in the turn of the write: %o lets only the way back through',
    (controls) => {
      const state = released(controls);
      expect(() => routeChange(to(v2), 10, () => 4)(state)).toThrow(heldText);
      expect(routeChange(to(v1), 10, () => 4)(state).value.receipt.revision).toBe(6);
      // The control: nothing was said.
      expect(routeChange(to(v2), 10, () => 4)(released({})).value.receipt.revision).toBe(6);
    },
  );
});
