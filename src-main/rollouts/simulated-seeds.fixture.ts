/** For tests: the seeds that each run of the suite lives through. */
import { expect, it } from 'vitest';
import { simulateAll, type Seeds } from './simulated-lives.ts';
import { scalesFrom } from './simulated-scale.ts';
import { releasesFrom } from './simulated-run.ts';

export const seedsOfEachRun = 2000;
/** Beside them: of lives with a release in it, which are longer. */
export const releasesOfEachRun = 1000;
/** And of lives in which a generation is scaled. */
export const scalesOfEachRun = 1000;
/** As many test files, so that all cores have some. */
const parts = 4;

/** Ends that have to occur, else a simulation in which nothing happens would pass everything. */
const usualEnds = [
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
];

const releaseEnds = [
  'release verified',
  'release failed',
  'release stopped',
  'release overtaken',
  'revert verified',
];

const scaleEnds = [
  'scale done',
  'scale failed',
  'scale stopped',
  'scale overtaken',
  'revert verified',
];

/** @param part from 1 on. For more, or to tell one life: `npm run simulate`. */
export function testSeeds(part: 1 | 2 | 3 | 4): void {
  const [few, many] = [releasesOfEachRun / parts, seedsOfEachRun / parts];
  testLives({ first: 1 + (part - 1) * many, count: many }, usualEnds);
  const some = scalesOfEachRun / parts;
  testLives({ first: scalesFrom + 1 + (part - 1) * some, count: some }, scaleEnds);
  testLives({ first: releasesFrom + 1 + (part - 1) * few, count: few }, releaseEnds);
}

function testLives({ first, count }: Seeds, ends: readonly string[]): void {
  it(
    `keeps every rule through faults and crashes (seeds ${first} to ${first + count - 1})`,
    { timeout: 600_000 },
    async () => {
      const broken: string[] = [];
      const seen = new Set<string>();
      let crashes = 0;
      await simulateAll({ first, count }, {}, (run, seed) => {
        broken.push(...run.problems.map((problem) => `seed ${seed}, ${run.scene}: ${problem}`));
        crashes += run.crashes;
        for (const { kind, intent } of run.outcomes) {
          const attached = intent.kind === 'cut-over' && intent.attaches === true;
          seen.add(`${attached ? 'attached ' : ''}${intent.kind} ${kind}`);
        }
        return false;
      });
      expect(broken).toEqual([]);
      expect(crashes).toBeGreaterThan(count / 4);
      expect([...seen]).toEqual(expect.arrayContaining([...ends]));
    },
  );
}
