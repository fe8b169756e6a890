import { expect, it } from 'vitest';
import { carelessVariants } from './careless-variants.ts';
import { simulateAll, type Seeds } from './simulated-lives.ts';
import { kindOf } from './simulated-kinds.ts';

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
    const { above, ofEachRun: count } = kindOf(shownBy);
    const first = above + 1;
    expect(shownBy).toBeLessThan(first + count);
    await live({ first: shownBy, count: 1 });
    // The simulated world was changed, and another seed shows it now.
    if (caught.length === 0) await live({ first, count });
    expect(caught.length).toBeGreaterThan(0);
  },
);
