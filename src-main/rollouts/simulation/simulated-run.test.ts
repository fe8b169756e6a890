import { expect, it } from 'vitest';
import { simulate } from './simulated-run.ts';

it('has the same life again with the same seed', async () => {
  for (const seed of [3, 14, 25]) {
    const first = await simulate(seed);
    const second = await simulate(seed);
    expect(second.log).toEqual(first.log);
  }
});

// Once more was said there than could be known, that nothing was sent or where the traffic goes, or less.
it.each([669, 1207, 2378, 8522, 1_000_165, 2_000_841, 2_003_310, 4_000_129])(
  'says no more and no less than is known in the life of seed %i',
  async (seed) => {
    expect((await simulate(seed)).problems).toEqual([]);
  },
);
