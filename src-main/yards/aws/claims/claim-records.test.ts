import { expect, it } from 'vitest';
import { aFleet, v1, v2 } from '../../../../src-shared/fleet.fixture.ts';
import { asRolloutId } from '../../../../src-shared/ids.ts';
import type { ReleaseMemory } from '../../../../src-shared/release-schema.ts';
import { usualTerms } from '../../../../src-shared/release.ts';
import { roomToKeep, type HeldRecord } from './claim-records.ts';

const begun: HeldRecord = {
  ...{ kind: 'held', schema: 1, fleet: aFleet().id, rollout: asRolloutId('r') },
  intent: {
    ...{ kind: 'release', candidate: { kind: 'existing', generation: v2 }, from: v1 },
    ...{ expectedRevision: 1, terms: usualTerms },
  },
  owner: { name: 'ann', host: 'desk', panel: 'p' },
  ...{ leaseMs: 15_000, startedAtMs: 1, before: 0 },
};

it('keeps room for the largest that a release comes to remember, when it begins and not later', () => {
  const times = { fromMs: 1_795_442_530_000, toMs: 1_795_442_590_000 };
  const memory: ReleaseMemory = {
    baseline: { errorShare: 0.123_456_789_012, p95Ms: 123.456_789_012 },
    ...{ sent: 20, revision: 9_007_199_254_740_991, bakedMs: 604_799_999.123_4 },
    opinion: {
      sharedAtMs: times.toMs,
      baseline: {
        ...{ requests: 123_456_789, errors: 123_456_789, p95Ms: 123.456_789_012 },
        ...{ timedRequests: 123_456_789, timedPeriods: 180, ...times },
      },
      okAlarms: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    },
  };
  const step = { title: 'x'.repeat(120), waitsAt: 20, because: 'x'.repeat(300) };
  const kept = { ...begun, memory, step };
  const more = JSON.stringify(kept).length - JSON.stringify(begun).length;
  expect(roomToKeep(begun)).toBeGreaterThanOrEqual(more);
  expect(roomToKeep(kept)).toBe(0);
  const intent: HeldRecord['intent'] = { kind: 'retire', generation: v2 };
  expect(roomToKeep({ ...begun, intent })).toBe(0);
});
