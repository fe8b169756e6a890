import { expect, it } from 'vitest';
import { aFleet, aGeneration } from './fleet.fixture.ts';
import { recipeModelOf } from './recipe-model.ts';

it('is the newest one that has blocks which were not stopped', () => {
  const generations = [
    aGeneration(1),
    aGeneration(2),
    aGeneration(3, { rung: 'stopped' }),
    aGeneration(4, { rung: 'retired', blocks: [] }),
  ];
  const of = (count: number) => recipeModelOf({ ...aFleet(), generations: generations.slice(0, count) }); // prettier-ignore
  expect([2, 3, 4].map((count) => of(count)?.number)).toEqual([2, 2, 2]);
  const empty = generations.map((one) => ({ ...one, blocks: [] }));
  expect(recipeModelOf({ ...aFleet(), generations: empty })?.number).toBe(4);
});
