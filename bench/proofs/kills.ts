/**
 * Whole releases under load on a real yard host, with the panel killed with SIGKILL again and again at random
 * moments: launched, proved, moved in two shares, baked; then one of the new blocks is replaced and the old
 * generation retired, each with a kill. The next panel goes on from the yard and the journal. Judged after
 * each by what the yard shows, and at the end by the processes of the machine: no request lost, nothing
 * launched twice, nothing left behind.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startOpenLoop } from '../../e2e/load/open-loop.ts';
import { seededRandom, type Random } from '../../e2e/load/seeded-random.ts';
import { summarise } from '../../e2e/load/summary.ts';
import { processesOf } from '../../e2e/window/processes.ts';
import type { Fleet, Generation } from '../../src-shared/fleet.ts';
import type { ImageId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/ipc-contract.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { weightOf } from '../../src-shared/roles.ts';
import { sendsAllTo } from '../../src-shared/split.ts';
import { systemClock } from '../../src-main/clock/system-clock.ts';
import { openJournal } from '../../src-main/journal/journal.ts';
import { panelProcess } from '../../src-main/rollouts/panel-process.fixture.ts';
import { seenFleet, until, wholeFleet } from '../../src-main/yard-host/yard-host.fixture.ts';
import { openLocalYard, type LocalYard } from '../../src-main/yards/local/local-yard.ts';
import { atLeast, atMost, told, type Figure } from '../figure.ts';
import { newYardFolder, startHost, type YardFolder } from '../yard-process.ts';

const requestsPerSecond = 40;
/** A kill falls within so much after a panel began, in milliseconds: a release takes about 3 s here. */
const killWithinMs = { release: 2500, step: 400 };
/** So often a release is killed at most before it is let come to its end. */
const killsOfARelease = 2;
/** A block is replaced in each so many. */
const replaceEach = 5;
const stepLimitMs = 90_000;

interface Tally {
  kills: number;
  /** Steps that the next panel did not carry out, so that they were pressed again. */
  pressedAgain: number;
  readonly broken: string[];
}

export async function provesKills(releases: number, seed: number): Promise<readonly Figure[]> {
  const place = await newYardFolder();
  const yard = openLocalYard({
    dataFolder: place.yard,
    clock: systemClock,
    onLink: () => undefined,
  });
  try {
    await startHost('node', place);
    const first = await wholeFleet(yard, 60_000);
    const { url } = first.entry;
    const images = first.generations.map(({ image }) => image);
    const load = startOpenLoop({ url, requestsPerSecond, name: 'kills', seed });
    const tally: Tally = { kills: 0, pressedAgain: 0, broken: [] };
    const random = seededRandom(seed);
    for (let release = 1; release <= releases; release += 1) {
      await releaseOnce({ images, place, yard, random, tally }, release);
    }
    const { sent, lost, lostBy } = summarise(await load.stop());
    if (lost > 0) console.error(`lost: ${JSON.stringify(lostBy)}`);
    for (const text of tally.broken) console.error(text);
    const journal = await openJournal(join(place.folder, 'journal'), Date.now);
    const { troubles } = await journal.readHistory(100_000);
    return [
      atLeast('kills-releases', releases, 'releases', 1),
      atLeast('kills-panels', tally.kills, 'kill -9', releases),
      atLeast('kills-requests', sent, 'requests', 1),
      atMost('kills-requests-lost', lost, 'requests', 0),
      atMost('kills-steps-broken', tally.broken.length, 'steps', 0),
      atMost('kills-records-damaged', troubles.length, 'records', 0),
      atMost('kills-processes-left', await leftBehind(place, yard), 'processes', 0),
      told('kills-steps-pressed-again', tally.pressedAgain, 'steps'),
      told('kills-seed', seed, ''),
    ];
  } finally {
    yard.close();
    await place.close();
  }
}

interface Scene {
  /** Of the two generations that it begins with: the third sample fails under traffic, on purpose. */
  readonly images: readonly ImageId[];
  readonly place: YardFolder;
  readonly yard: LocalYard;
  readonly random: Random;
  readonly tally: Tally;
}

/** A whole release, a replacement, a retirement: each with kills in it. */
async function releaseOnce(scene: Scene, release: number): Promise<void> {
  const { yard, images, tally } = scene;
  const image = images[release % images.length];
  if (image === undefined) throw new Error('The yard has no image.');
  const before = await wholeFleet(yard, stepLimitMs);
  const numbers = new Set(before.generations.map(({ number }) => number));
  const isNew = ({ number }: Generation): boolean => !numbers.has(number);
  const expect = (what: string, isSo: boolean): void => {
    if (!isSo) tally.broken.push(`release ${release}: ${what}`);
  };

  const { revision } = before.split;
  const serving = before.generations.find(({ id }) => sendsAllTo(before, id));
  const wish: Wish = {
    kind: 'release',
    source: { kind: 'image', image, size: 4 },
    expectedRevision: revision,
    terms: {
      ...usualTerms,
      waitsForPress: false,
      steps: [{ percent: 30, pauseMs: 150 }],
      bakeMs: 500,
    },
  };
  const released = await killedOften(scene, wish, (fleet) =>
    fleet.generations.some((one) => isNew(one) && sendsAllTo(fleet, one.id)),
  );
  expect('launched once', released.generations.filter(isNew).length === 1);
  expect('two writes', released.split.revision === revision + 2);
  expect('the way back', released.previous === serving?.id);
  const fresh = (await wholeFleet(yard, stepLimitMs)).generations.find(isNew);
  if (fresh === undefined) throw new Error('Nothing was launched.');
  expect('four blocks', fresh.blocks.length === 4);

  if (release % replaceEach === 0) await replaceOnce(scene, fresh, expect);

  const now = await seenFleet(yard);
  const old = now.generations.find(
    ({ id, rung }) => rung === 'warm' && id !== fresh.id && weightOf(now, id) === 0,
  );
  if (old === undefined) throw new Error('There is nothing to retire.');
  const retire: Wish = { kind: 'retire', generation: old.id, typedName: old.id };
  const retired = await step(
    scene,
    retire,
    (fleet) => fleet.generations.find(({ id }) => id === old.id)?.rung !== 'warm',
  );
  expect('it still serves', sendsAllTo(retired, fresh.id));
}

/** One of the new blocks, with a kill in it. */
async function replaceOnce(
  scene: Scene,
  fresh: Generation,
  expect: (what: string, isSo: boolean) => void,
): Promise<void> {
  const block = fresh.blocks[0]?.id;
  if (block === undefined) throw new Error('The generation has no block.');
  const blocksOf = (fleet: Fleet): readonly string[] =>
    fleet.generations.find(({ id }) => id === fresh.id)?.blocks.map(({ id }) => id) ?? [];
  const replaced = await step(
    scene,
    { kind: 'replace', generation: fresh.id, block },
    (fleet) => !blocksOf(fleet).includes(block),
  );
  const added = blocksOf(replaced).filter((id) => !fresh.blocks.some((old) => old.id === id));
  expect('one fresh block', added.length === 1 && blocksOf(replaced).length === 4);
}

/** Pressed, killed some times on its way, and carried to its end by the last of its panels. */
async function killedOften(
  scene: Scene,
  wish: Wish,
  isDone: (fleet: Fleet) => boolean,
): Promise<Fleet> {
  const { place, random, tally } = scene;
  const kills = 1 + Math.floor(random() * killsOfARelease);
  let panel = startPanel(place, JSON.stringify(wish));
  await panel.says('pressed');
  for (let kill = 1; kill <= kills; kill += 1) {
    await pause(random() * killWithinMs.release);
    await panel.kill();
    tally.kills += 1;
    panel = startPanel(place, 'resume');
    await panel.says('resumed');
  }
  return endedBy(scene, panel, wish, isDone);
}

/** Pressed, killed once, taken up by the next panel. */
async function step(scene: Scene, wish: Wish, isDone: (fleet: Fleet) => boolean): Promise<Fleet> {
  const { place, random, tally } = scene;
  const first = startPanel(place, JSON.stringify(wish));
  await first.says('pressed');
  await pause(random() * killWithinMs.step);
  await first.kill();
  tally.kills += 1;
  const next = startPanel(place, 'resume');
  await next.says('resumed');
  return endedBy(scene, next, wish, isDone);
}

/** Pressed again without a kill where that panel let it be. */
async function endedBy(
  { place, yard, tally }: Scene,
  next: Panel,
  wish: Wish,
  isDone: (fleet: Fleet) => boolean,
): Promise<Fleet> {
  const after = await settled(yard, wish.kind);
  await next.kill();
  if (isDone(after)) return after;
  tally.pressedAgain += 1;
  const again = startPanel(place, JSON.stringify(wish));
  await again.says('pressed');
  const done = await until(
    async () => {
      const fleet = await seenFleet(yard);
      return fleet.rollout === null && isDone(fleet) ? fleet : null;
    },
    `the ${wish.kind} that was pressed again`,
    stepLimitMs,
  );
  await again.kill();
  return done;
}

function settled(yard: LocalYard, what: string): Promise<Fleet> {
  return until(
    async () => {
      const fleet = await seenFleet(yard);
      return fleet.rollout === null ? fleet : null;
    },
    `the end of the ${what}`,
    stepLimitMs,
  );
}

type Panel = ReturnType<typeof startPanel>;

function startPanel({ yard, folder }: YardFolder, order: string) {
  const args = ['--disable-warning=ExperimentalWarning', panelProcess, yard];
  const child: ChildProcess = spawn(process.execPath, [...args, join(folder, 'journal'), order], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    says: async (word: string): Promise<void> => {
      await until(
        () => Promise.resolve(said.includes(word)),
        `a panel that says ${word}`,
        stepLimitMs,
      );
    },
    kill: async (): Promise<void> => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Processes of this yard that are neither its host nor a block that it shows. */
async function leftBehind(place: YardFolder, yard: LocalYard): Promise<number> {
  const fleet = await wholeFleet(yard, stepLimitMs);
  const known = fleet.generations.flatMap(({ blocks }) => blocks.map(({ pid }) => pid));
  const all = await processesOf(place.folder);
  const hosts = 1;
  return all.filter((pid) => !known.includes(pid)).length - hosts;
}
