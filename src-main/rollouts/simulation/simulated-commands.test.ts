/** Drawn commands keep the rules, and where a careless engine breaks one, few of them are left that show it. */
import { expect, it } from 'vitest';
import { carelessVariants } from './careless-variants.ts';
import { runCommands } from './simulated-commands.fixture.ts';

it('keeps every rule whatever is done, in whatever order', { timeout: 120_000 }, async () => {
  const { broken } = await runCommands({ runs: 120, seed: 1 });
  expect(broken?.commands ?? []).toEqual([]);
});

const few = 6;
/** Each with a seed that finds it soon. */
const careless = [
  { name: 'queued-reverts', seed: 8 },
  { name: 'ignores-the-holder', seed: 1 },
  { name: 'cuts-over-like-reverts', seed: 1 },
];

it.each(careless)(
  'shows with few commands what is wrong with an engine that is called $name, and again',
  { timeout: 120_000 },
  async ({ name, seed }) => {
    const variant = carelessVariants.find((one) => one.name === name)?.variant;
    const { broken } = await runCommands({ runs: 100, seed }, variant);
    if (broken === null) throw new Error('It was not found.');
    expect(broken.commands.length).toBeLessThanOrEqual(few);
    const { path, replay } = broken;
    const again = await runCommands({ runs: 1, seed, path, replay }, variant);
    expect(again.broken?.commands).toEqual(broken.commands);
    expect(again.broken?.run.problems).toEqual(broken.run.problems);
    // The right engine does the same commands well.
    expect((await runCommands({ runs: 1, seed, path, replay })).broken).toBeNull();
  },
);
