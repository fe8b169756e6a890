import { expect, it } from 'vitest';
import { simulate } from './simulated-run.ts';

it('has the same life again with the same seed', async () => {
  for (const seed of [3, 14, 25]) {
    const first = await simulate(seed);
    const second = await simulate(seed);
    expect(second.log).toEqual(first.log);
  }
});
