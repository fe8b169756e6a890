/** The pace of an account lets time be counted: its looks are seconds apart, and none of them is a gap. */
import { expect, it } from 'vitest';
import { aFleet, aSplit, v2 } from '../../../src-shared/fleet.fixture.ts';
import {
  noReleaseFacts,
  withReleaseLook,
  type ReleaseFacts,
} from '../../rollouts/decide/release-facts.ts';
import { standing } from '../../rollouts/decide/release.fixture.ts';
import { usualLimits, type Limits } from '../yard-pace.ts';
import { awsLimits, awsTimes } from './pace.ts';

const fleet = aFleet({ split: aSplit(v2, 2) });
const after = (gapsMs: readonly number[], limits: Limits): ReleaseFacts => {
  let nowMs = 0;
  const look = (facts: ReleaseFacts): ReleaseFacts =>
    withReleaseLook(facts, {
      ...{ fleet, intent: standing, at: 1, last: 1, trouble: null },
      ...{ isVerified: true, nowMs, limits },
    });
  let facts = look(noReleaseFacts);
  for (const gapMs of gapsMs) {
    nowMs += gapMs;
    facts = look(facts);
  }
  return facts;
};
/** The pause, a look and a probe, each as slow as it may be while nothing is late. */
const slowest = awsLimits.slowPauseMs + awsTimes.watchedMs + awsTimes.overdueMs + 10_000;

it('counts each pause and bake whose looks are as far apart as they are in an account', () => {
  for (const gapMs of [3000, 5400, 9000, slowest]) {
    const { memory, share } = after(Array<number>(20).fill(gapMs), awsLimits);
    expect([memory.bakedMs, share?.watchedMs]).toEqual([20 * gapMs, 20 * gapMs]);
  }
  // The control: by the usual pace it would stand still for ever.
  expect(after(Array<number>(200).fill(5400), usualLimits).memory.bakedMs).toBe(0);
});

it('counts nothing while nobody looked', () => {
  expect(after([600_000, 3000, 60_000], awsLimits).memory.bakedMs).toBe(3000);
});
