import { expect, it } from 'vitest';
import { gapAfter } from './count-gap.ts';
import { aFleet, v1 } from './fleet.fixture.ts';
import type { Traffic } from './traffic.ts';

const before: Traffic = {
  ...{ ...aFleet().traffic, sinceMs: 1000, isCounted: true },
  generations: [
    {
      ...{ generation: v1, share: 1, requestsPerSecond: 9, errorsPerSecond: 0, inFlight: 4 },
      ...{ p50Ms: 1, p95Ms: 2, p99Ms: 3, webSockets: 0, requests: 90, errors: 0 },
      ...{ responsesSinceSplit: 90, firstResponseSinceSplitAtMs: 20 },
    },
  ],
  held: { now: 2, longestMs: 10, total: 5, turnedAway: 0 },
};

it('is what was in hand at the last look, once somebody else has begun to count', () => {
  expect(gapAfter(before, 5000, { ...before, sinceMs: 9000 })).toEqual({
    fromMs: 5000,
    inFlight: 6,
  });
  // A clock that was set back meanwhile makes no difference.
  expect(gapAfter(before, 5000, { ...before, sinceMs: 400 })).toEqual({
    fromMs: 5000,
    inFlight: 6,
  });
});

it('stays with the count that began after it, and is none while the same one goes on', () => {
  expect(gapAfter(before, 5000, before)).toBeNull();
  const gap = { fromMs: 5000, inFlight: 6 };
  expect(gapAfter({ ...before, sinceMs: 9000, gap }, 9500, { ...before, sinceMs: 9000 })).toBe(gap);
});

it('is none where nobody counts', () => {
  const uncounted = { ...before, isCounted: false };
  expect(gapAfter(uncounted, 5000, { ...uncounted, sinceMs: 9000 })).toBeNull();
});
