import { expect, it } from 'vitest';
import { aFleet, aGeneration, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { rungOffers } from './rung-offers.ts';

const offered = (change: Partial<Generation>, more: Partial<Fleet> = {}): readonly string[] => {
  const generation = aGeneration(2, change);
  const fleet = aFleet({ generations: [aGeneration(1), generation], ...more });
  return rungOffers(fleet, generation).map(({ verb }) => verb);
};

it('offers what a generation can be next', () => {
  expect(aGeneration(2).id).toBe(v2);
  expect(offered({})).toEqual(['stop']);
  expect(offered({ rung: 'stopped' })).toEqual(['start']);
  expect(offered({ isForeign: true })).toEqual(['adopt']);
});

it('offers nothing that this fleet or this generation can never be', () => {
  const unable = ['adopt', 'stop', 'start'].map((verb) => ({ verb, because: 'Do this in AWS.' }));
  for (const change of [{}, { rung: 'stopped' }, { isForeign: true }] as const) {
    expect(offered(change, { unable })).toEqual([]);
  }
  expect(offered({ isForeign: true, whyNotAdopted: 'An auto scaling group has them.' })).toEqual([]); // prettier-ignore
});
