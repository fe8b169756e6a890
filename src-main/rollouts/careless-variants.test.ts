import { expect, it } from 'vitest';
import { carelessVariants } from './careless-variants.ts';
import { simulateAll, type Seeds } from './simulated-lives.ts';
import { seedsOfEachRun } from './simulated-seeds.fixture.ts';

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
    expect(shownBy).toBeLessThanOrEqual(seedsOfEachRun);
    await live({ first: shownBy, count: 1 });
    // The simulated world was changed, and another seed shows it now.
    if (caught.length === 0) await live({ first: 1, count: seedsOfEachRun });
    expect(caught.length).toBeGreaterThan(0);
  },
);
