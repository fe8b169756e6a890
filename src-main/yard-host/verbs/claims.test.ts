import { expect, it } from 'vitest';
import { asFleetId, asGenerationId, asRolloutId } from '../../../src-shared/ids.ts';
import { noControls, noMemory } from '../../../src-shared/release.ts';
import type { Clock } from '../../clock/clock.ts';
import { createLeases } from '../leases.ts';
import { emptyState, type HostState } from '../state-schema.ts';
import { claimChange, controlChange, finishChange, renewChange } from './claims.ts';

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

const memory = { ...noMemory, revision: 4, bakedMs: 1500 };
const words = { fleet, rollout, change: { kind: 'hold' }, by: 'Bob on laptop' } as const;
const renewal = { fleet, rollout, epoch: 1, leaseMs: 500 };
const rolloutIn = (state: HostState) => state.fleets[0]?.rollout;

it('keeps what anybody says to the running rollout, and changes nothing else of it', () => {
  const before = stateHeldBy(ada);
  const held = controlChange(words, 1000)(before);
  expect(held.value).toEqual({
    ...rolloutIn(before),
    controls: { ...noControls, isHeld: true, by: 'Bob on laptop' },
  });
  expect(rolloutIn(held.state)).toEqual(held.value);
  expect(rolloutIn(controlChange(words, 2000)(held.state).state)).toEqual(held.value);
  const passed = controlChange({ ...words, change: { kind: 'pass', place: 1 } }, 3000)(held.state);
  expect(passed.value.controls).toMatchObject({ isHeld: true, passed: 1, passedAtMs: 3000 });
});

it('refuses a word to a rollout that does not run', () => {
  const other = { ...words, rollout: asRolloutId('r2') };
  const state = stateHeldBy(ada);
  expect(() => controlChange(other, 1000)(state)).toThrow(/does not hold the fleet/u);
  const { state: free } = finishChange(fleet, rollout, 1)(state);
  expect(() => controlChange(words, 1000)(free)).toThrow(/does not hold the fleet/u);
  // The control: said to the one that runs it is kept.
  expect(controlChange(words, 1000)(state).value.controls?.isHeld).toBe(true);
});

it('keeps the memory that was told last, and only by its owner', () => {
  const told = renewChange({ ...renewal, memory }, 1000)(stateHeldBy(ada));
  expect(told.value.memory).toEqual(memory);
  expect(renewChange(renewal, 2000)(told.state).value.memory).toEqual(memory);
  const later = renewChange({ ...renewal, memory: noMemory }, 3000)(told.state);
  expect(later.value.memory).toEqual(noMemory);
  expect(() => renewChange({ ...renewal, epoch: 2, memory }, 1000)(told.state)).toThrow(/taken over/u); // prettier-ignore
});

it('hands words and memory to a successor and to a repeated claim, and to no other rollout', () => {
  const { state: told } = renewChange({ ...renewal, memory }, 1000)(stateHeldBy(ada));
  const { state } = controlChange(words, 1000)(told);
  const kept = { memory, controls: { isHeld: true }, launched: [] };
  const claim = { fleet, rollout, intent, owner: bob, leaseMs: 500, epoch: 2 };
  expect(claimChange(claim, 2000, () => true)(state).value).toMatchObject({ ...kept, epoch: 2 });
  const repeat = claimChange({ ...claim, owner: ada, epoch: 1 }, 2000, () => false)(state);
  expect(repeat.value).toMatchObject(kept);
  const { state: free } = finishChange(fleet, rollout, 1)(state);
  const next = { ...claim, rollout: asRolloutId('r2'), epoch: 1 };
  const fresh = claimChange(next, 3000, () => true)(free).value;
  expect(fresh).not.toHaveProperty('controls');
  expect(fresh).not.toHaveProperty('memory');
});
