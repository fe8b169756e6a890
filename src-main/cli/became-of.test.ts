import { expect, test } from 'vitest';
import type { Fleet, Intent } from '../../src-shared/fleet.ts';
import { aFleet, aGeneration, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { becameOf } from './became-of.ts';

const release: Intent = {
  ...{ kind: 'release', candidate: { kind: 'existing', generation: v2 }, from: v1 },
  ...{ expectedRevision: 1, terms: usualTerms },
};
const retire: Intent = { kind: 'retire', generation: v2 };
const scale: Intent = { kind: 'scale', generation: v2, size: 6, from: 4 };
const sized = (size: number): Fleet =>
  aFleet({ generations: [aGeneration(1), aGeneration(2, { size })] });

test.each<[string, Fleet, Intent, number]>([
  ['released', aFleet({ split: aSplit(v2, 2) }), release, 0],
  ['taken back', aFleet({ split: aSplit(v1, 3) }), release, 5],
  [
    'cut over',
    aFleet({ split: aSplit(v2, 2) }),
    { kind: 'cut-over', to: v2, from: v1, expectedRevision: 1 },
    0,
  ],
  [
    'retired',
    aFleet({ generations: [aGeneration(1), aGeneration(2, { rung: 'retired' })] }),
    retire,
    0,
  ],
  ['not retired', aFleet(), retire, 5],
  ['scaled', sized(6), scale, 0],
  ['scaled in part', sized(5), scale, 5],
])(
  'A change that others ended, and that is %s, has its code by what the fleet shows',
  (_, fleet, intent, code) => {
    expect(becameOf(fleet, intent).code).toBe(code);
  },
);
