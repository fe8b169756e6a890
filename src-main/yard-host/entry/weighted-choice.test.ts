import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseLane, leastBusyIndex } from './weighted-choice.ts';

interface TestLane {
  readonly weight: number;
  readonly usable: boolean;
  credit: number;
}

const laneArbitrary = fc.record({
  weight: fc.integer({ min: 0, max: 999 }),
  usable: fc.boolean(),
  credit: fc.constant(0),
});

function turns(lanes: readonly TestLane[], count: number): number[] {
  const taken = lanes.map(() => 0);
  for (let turn = 0; turn < count; turn += 1) {
    const chosen = chooseLane(lanes, (lane) => lane.usable);
    if (chosen === undefined) continue;
    const index = lanes.indexOf(chosen);
    taken[index] = (taken[index] ?? 0) + 1;
  }
  return taken;
}

describe('chooseLane', () => {
  test('gives every usable lane exactly its weight in one round', () => {
    fc.assert(
      fc.property(fc.array(laneArbitrary, { maxLength: 4 }), (lanes) => {
        const weights = lanes.map((lane) => (lane.usable ? lane.weight : 0));
        const round = weights.reduce((sum, weight) => sum + weight, 0);
        expect(turns(lanes, round)).toEqual(weights);
      }),
    );
  });

  test('never chooses a lane without weight, nor one that is not usable', () => {
    fc.assert(
      fc.property(
        fc.array(laneArbitrary, { maxLength: 6 }),
        fc.integer({ min: 1, max: 300 }),
        (lanes, count) => {
          turns(lanes, count).forEach((taken, index) => {
            const lane = lanes[index];
            if (lane?.usable !== true || lane.weight === 0) expect(taken).toBe(0);
          });
        },
      ),
    );
  });

  test('stays within one turn of the fair share at every moment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 1, max: 2000 }),
        (left, right, count) => {
          const lanes = [left, right].map((weight) => ({ weight, usable: true, credit: 0 }));
          const [taken = 0] = turns(lanes, count);
          expect(Math.abs(taken - (count * left) / (left + right))).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('has nobody to choose among lanes without weight', () => {
    expect(chooseLane([{ weight: 0, credit: 0 }], () => true)).toBeUndefined();
  });
});

describe('leastBusyIndex', () => {
  test('takes the least busy, and equals in turn from the cursor on', () => {
    const items = [{ busy: 1 }, { busy: 0 }, { busy: 0 }];
    expect(leastBusyIndex(items, 0, undefined)).toBe(1);
    expect(leastBusyIndex(items, 2, undefined)).toBe(2);
    expect(leastBusyIndex(items, 1, new Set([items[1]!, items[2]!]))).toBe(0);
  });

  test('says -1 when everything is excluded', () => {
    const items = [{ busy: 0 }];
    expect(leastBusyIndex(items, 0, new Set(items))).toBe(-1);
    expect(leastBusyIndex([], 0, undefined)).toBe(-1);
  });
});
