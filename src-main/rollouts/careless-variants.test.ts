import { expect, it } from 'vitest';
import { carelessVariants } from './careless-variants.ts';
import { simulateAll, type Seeds } from './simulated-lives.ts';
import { releasesFrom } from './simulated-run.ts';
import { scalesFrom } from './simulated-scale.ts';
import { releasesOfEachRun, scalesOfEachRun, seedsOfEachRun } from './simulated-seeds.fixture.ts';

it.each(carelessVariants)(
  'an engine that $mistake is caught within the seeds of each run',
  { timeout: 120_000 },
  async ({ variant, caughtBy, shownBy }) => {
    const caught: string[] = [];
    const live = async (seeds: Seeds): Promise<void> => {
      await simulateAll(seeds, variant, ({ problems }) => {
        caught.push(...problems.filter((problem) => caughtBy.test(problem)));
        return caught.length > 0;
      });
    };
    const { first, count: lived } = seedsAround(shownBy);
    expect(shownBy).toBeLessThan(first + lived);
    await live({ first: shownBy, count: 1 });
    // The simulated world was changed, and another seed shows it now.
    if (caught.length === 0) await live({ first, count: lived });
    expect(caught.length).toBeGreaterThan(0);
  },
);

/** Those of each run, of the kind of life that it is. */
function seedsAround(seed: number): Seeds {
  if (seed > scalesFrom) return { first: scalesFrom + 1, count: scalesOfEachRun };
  return seed > releasesFrom
    ? { first: releasesFrom + 1, count: releasesOfEachRun }
    : { first: 1, count: seedsOfEachRun };
}
