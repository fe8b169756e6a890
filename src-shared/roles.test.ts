import { describe, expect, it } from 'vitest';
import { aFleet, aGeneration, aRollout, aSplit, v1, v2 } from './fleet.fixture.ts';
import type { Fleet } from './fleet.ts';
import { generationIdOf } from './ids.ts';
import { usualTerms } from './release.ts';
import { currentOf, lanesOf, leftByRevert, roleOf } from './roles.ts';

const v3 = generationIdOf('storefront', 3);
const numbers = (fleet: Fleet, chosen?: typeof v1): number[] =>
  lanesOf(fleet, chosen).map((generation) => generation.number);

describe('lanes', () => {
  const generations = [aGeneration(1), aGeneration(2), aGeneration(3)];
  const fleet = aFleet({ generations, split: aSplit(v2, 2), previous: v1 });

  it('show the chosen generation beside the current one', () => {
    expect(numbers(fleet)).toEqual([2, 3]);
    expect(numbers(fleet, v1)).toEqual([1, 2]);
  });

  it('do not go on showing a chosen generation that is retired', () => {
    const retired = [aGeneration(1, { rung: 'retired', blocks: [] }), ...generations.slice(1)];
    expect(numbers({ ...fleet, generations: retired }, v1)).toEqual([2, 3]);
    const draining = [aGeneration(1, { rung: 'draining' }), ...generations.slice(1)];
    expect(numbers({ ...fleet, generations: draining }, v1)).toEqual([1, 2]);
    expect(numbers({ ...fleet, generations: generations.slice(0, 2) }, v3)).toEqual([1, 2]);
  });
});

describe('of two with the same weight the current one', () => {
  const generations = [aGeneration(1), aGeneration(2), aGeneration(3)];
  const weights = [v1, v2].map((generation) => ({ generation, weight: 50 }));
  const fleet = aFleet({ generations, split: { ...aSplit(v2, 2), weights } });

  it('is the one that a revert leads away from, and else the newest', () => {
    expect(currentOf({ ...fleet, previous: v1 })?.id).toBe(v2);
    expect(currentOf({ ...fleet, previous: v2 })?.id).toBe(v1);
    expect(currentOf({ ...fleet, previous: null })?.id).toBe(v2);
    expect(currentOf({ ...fleet, split: { ...fleet.split, weights: [] } })).toBeUndefined();
  });
});

describe('the candidate', () => {
  const generations = [aGeneration(1), aGeneration(2), aGeneration(3)];
  const fleet = aFleet({ generations });
  const roles = (of: Fleet) => of.generations.map((generation) => roleOf(of, generation));

  it('is the newest that stands by', () => {
    expect(roles(fleet)).toEqual(['current', 'idle', 'candidate']);
  });

  it('is what a release brings up while one runs, and then nothing else is', () => {
    const releasing = (candidate: typeof v1): Fleet => ({
      ...fleet,
      rollout: aRollout({
        kind: 'release',
        candidate: { kind: 'existing', generation: candidate },
        from: v1,
        expectedRevision: 1,
        terms: usualTerms,
      }),
    });
    expect(roles(releasing(v2))).toEqual(['current', 'candidate', 'idle']);
    // Not launched yet.
    expect(roles(releasing(generationIdOf('storefront', 4)))).toEqual(['current', 'idle', 'idle']);
    // With a share, however large, nothing is decided yet.
    for (const percent of [10, 50, 90]) {
      const weights = [
        { generation: v1, weight: 100 - percent },
        { generation: v2, weight: percent },
      ];
      const shared = { ...releasing(v2), split: { ...aSplit(v2, 2), weights }, previous: v1 };
      expect(roles(shared)).toEqual(['current', 'candidate', 'idle']);
    }
    // Once it has all of the traffic it is the current one.
    const served = { ...releasing(v2), split: aSplit(v2, 2), previous: v1 };
    expect(roles(served)).toEqual(['previous', 'current', 'idle']);
  });
});

describe('what a revert leaves', () => {
  const of = (first: number, second: number) =>
    leftByRevert(
      aFleet({ split: { ...aSplit(v1, 1), weights: [{ generation: v1, weight: first }, { generation: v2, weight: second }] } }), // prettier-ignore
      v1,
    )?.id;

  it('is the share beside what serves already, and not what serves', () => {
    expect([of(90, 10), of(50, 50), of(0, 100)]).toEqual([v2, v2, v2]);
    expect(of(100, 0)).toBe(v1);
  });
});
