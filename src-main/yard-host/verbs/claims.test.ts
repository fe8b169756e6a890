import { expect, it } from 'vitest';
import { asFleetId, asGenerationId, asRolloutId } from '../../../src-shared/ids.ts';
import type { Clock } from '../../clock/clock.ts';
import { createLeases } from '../leases.ts';
import { emptyState, type HostState } from '../state-schema.ts';
import { claimChange } from './claims.ts';

const fleet = asFleetId('shop');
const rollout = asRolloutId('r1');
const intent = { kind: 'retire', generation: asGenerationId('shop-v001') } as const;
const ada = { name: 'Ada', host: 'desk', panel: 'panel-1' };
const bob = { name: 'Bob', host: 'laptop', panel: 'panel-2' };

function stateHeldBy(owner: typeof ada): HostState {
  const running = { id: rollout, intent, owner, epoch: 1, leaseEndsAtMs: 0 };
  return {
    ...emptyState,
    fleets: [
      {
        id: fleet,
        name: 'shop',
        port: 8480,
        floor: 1,
        split: { revision: 1, weights: [], changedAtMs: 0 },
        previous: null,
        rollout: { ...running, startedAtMs: 0, launched: [] },
        generations: [],
        nextBlock: 1,
      },
    ],
  };
}

it('judges the lease when the claim is applied, not when it was put in the queue', () => {
  let nowMs = 1000;
  const clock: Clock = {
    now: () => nowMs,
    monotonicMs: () => nowMs,
    delay: () => Promise.resolve(),
  };
  const state = stateHeldBy(ada);
  const leases = createLeases(state, clock);
  const claim = { fleet, rollout, intent, owner: bob, leaseMs: 500, epoch: 2 };
  const takeover = claimChange(claim, nowMs, () => leases.hasExpired(fleet, rollout));
  // The control: with the lease over it goes.
  expect(takeover(state).value.owner).toEqual(bob);
  leases.hold(fleet, rollout, 500);
  expect(() => takeover(state)).toThrow(/in the hands of Ada/u);
  nowMs += 501;
  expect(takeover(state).value.owner).toEqual(bob);
});
