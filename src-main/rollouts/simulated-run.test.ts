import { describe, expect, it } from 'vitest';
import { usualTimes } from '../yards/yard-pace.ts';
import {
  forgetfulTokens,
  gullibleDecide,
  hastyDecide,
  impatientDecide,
  tidyingDecide,
  trustingDecide,
  unguardedDecide,
} from './careless-engines.ts';
import { simulate, type SimulatedRun, type SimulatedVariant } from './simulated-run.ts';

/** Whatever a look shows is believed at once. */
const gullibleTimes = { ...usualTimes, believeAfterReads: 0, believeAfterMs: 0 };

/** More for a long run: BLOCKYARD_SEEDS=20000. */
const seeds = Number(process.env['BLOCKYARD_SEEDS'] ?? 300);
const firstSeed = Number(process.env['BLOCKYARD_FIRST_SEED'] ?? 1);

/** Lives share nothing, so that some wait for the disk while others go on. */
const atOnce = 16;

async function simulateAll(
  count: number,
  variant: SimulatedVariant,
  /** Answers true when enough was seen. */
  look: (run: SimulatedRun, seed: number) => boolean,
): Promise<void> {
  let next = firstSeed;
  const worker = async (): Promise<void> => {
    while (next < firstSeed + count) {
      const seed = next;
      next += 1;
      if (look(await simulate(seed, variant), seed)) next = firstSeed + count;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

describe('the engine on a simulated yard', () => {
  it(
    `keeps every rule through faults and crashes (${seeds} seeds)`,
    { timeout: 600_000 },
    async () => {
      const broken: string[] = [];
      const ends = new Set<string>();
      let crashes = 0;
      await simulateAll(seeds, {}, (run, seed) => {
        broken.push(...run.problems.map((problem) => `seed ${seed}, ${run.scene}: ${problem}`));
        crashes += run.crashes;
        for (const { kind, intent } of run.outcomes) {
          const attached = intent.kind === 'cut-over' && intent.attaches === true;
          ends.add(`${attached ? 'attached ' : ''}${intent.kind} ${kind}`);
        }
        return false;
      });
      expect(broken).toEqual([]);
      // A simulation in which nothing happens would pass everything.
      expect(crashes).toBeGreaterThan(seeds / 4);
      expect([...ends]).toEqual(
        expect.arrayContaining([
          'cut-over verified',
          'cut-over stopped',
          'cut-over overtaken',
          'attached cut-over verified',
          'attached cut-over stopped',
          'attached cut-over overtaken',
          'revert verified',
          'replace done',
          'replace failed',
          'replace overtaken',
          'launch done',
          'launch failed',
          'retire done',
        ]),
      );
    },
  );

  it('has the same life again with the same seed', async () => {
    for (const seed of [3, 14, 25]) {
      const first = await simulate(seed);
      const second = await simulate(seed);
      expect(second.log).toEqual(first.log);
    }
  });

  const careless: [string, SimulatedVariant, RegExp][] = [
    [
      'makes a new token for each sending',
      { engine: { tokenOf: forgetfulTokens() } },
      /rule 7: .* happened/,
    ],
    [
      'trusts the reply',
      { engine: { decide: trustingDecide } },
      /honesty: cut-over said "verified"/,
    ],
    [
      'believes an empty look',
      { engine: { decide: gullibleDecide }, observationTimes: gullibleTimes },
      /honesty: (replace|retire) said/,
    ],
    [
      'ends the old block before the fresh one is healthy',
      { engine: { decide: hastyDecide } },
      /rule 3/,
    ],
    [
      'does not wait for the health of what it attached',
      { engine: { decide: impatientDecide } },
      /rule 3: cut over/,
    ],
    ['does not ask the guard again', { engine: { decide: unguardedDecide } }, /rule 3: cut over/],
    ['ends what is not its own', { engine: { decide: tidyingDecide } }, /rule 9/],
  ];
  it.each(careless)(
    'notices an engine that %s',
    { timeout: 120_000 },
    async (_, variant, sentence) => {
      const problems: string[] = [];
      await simulateAll(1000, variant, (run) => {
        problems.push(...run.problems.filter((problem) => sentence.test(problem)));
        return problems.length > 0;
      });
      expect(problems.length).toBeGreaterThan(0);
    },
  );
});
