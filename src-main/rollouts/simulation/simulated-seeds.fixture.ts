/** For tests: the seeds that each run of the suite lives through. */
import { expect, it } from 'vitest';
import { simulateAll, type Seeds } from './simulated-lives.ts';
import {
  changes,
  findings,
  launches,
  listings,
  races,
  releases,
  scales,
  spreads,
  type LifeKind,
} from './simulated-kinds.ts';

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

const raceEnds = [
  'cut-over verified',
  'cut-over stopped',
  'cut-over overtaken',
  'revert verified',
  'revert overtaken',
  'release verified',
  'release overtaken',
  'replace done',
  'replace overtaken',
  'retire done',
  'launch done',
];

/** @param part from 1 on. For more, or to tell one life: `npm run simulate`. */
export function testSeeds(part: 1 | 2 | 3 | 4): void {
  testLives(partOf(changes, part), usualEnds);
  testLives(partOf(releases, part), releaseEnds);
  testLives(partOf(scales, part), scaleEnds);
}

/** Two operators on one yard. */
export function testRaces(): void {
  testLives({ first: races.above + 1, count: races.ofEachRun }, raceEnds);
}

const spreadEnds = ['cut-over verified', 'release verified', 'release failed', 'revert verified'];

/** An entry whose nodes follow one by one. */
export function testSpreads(): void {
  testLives({ first: spreads.above + 1, count: spreads.ofEachRun }, spreadEnds);
}

const launchEnds = [
  'launch failed',
  'launch done',
  'release failed',
  'replace failed',
  'revert verified',
];

/** A yard that launches nothing, or is asked too often. */
export function testLaunches(): void {
  testLives({ first: launches.above + 1, count: launches.ofEachRun }, launchEnds);
}

const listingEnds = [
  'launching release verified',
  'launching release stopped',
  'existing release verified',
  'revert verified',
];

/** To list its candidate changes the entry that a release was pressed on. */
export function testListings(): void {
  testLives({ first: listings.above + 1, count: listings.ofEachRun }, listingEnds);
}

/** Findings have to be accepted before the first share. */
export function testFindings(): void {
  testLives({ first: findings.above + 1, count: findings.ofEachRun }, [
    'launching release verified',
    'existing release verified',
    'release stopped',
    'revert verified',
  ]);
}

function partOf({ above, ofEachRun }: LifeKind, part: number): Seeds {
  const count = ofEachRun / parts;
  return { first: above + 1 + (part - 1) * count, count };
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
          if (intent.kind !== 'release') continue;
          const way = intent.candidate.kind === 'launch' ? 'launching' : 'existing';
          seen.add(`${way} release ${kind}`);
        }
        return false;
      });
      expect(broken).toEqual([]);
      expect(crashes).toBeGreaterThan(count / 8);
      expect([...seen]).toEqual(expect.arrayContaining([...ends]));
    },
  );
}
