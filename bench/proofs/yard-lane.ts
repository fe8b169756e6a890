/** A yard of its own under load, with its own folder, host, panels and luck: several go on beside each other. */
import { join } from 'node:path';
import { startOpenLoop, type LoadRun } from '../../e2e/load/open-loop.ts';
import { seededRandom, type Random } from '../../e2e/load/seeded-random.ts';
import { processesOf } from '../../e2e/window/processes.ts';
import type { ImageId } from '../../src-shared/ids.ts';
import { systemClock } from '../../src-main/clock/system-clock.ts';
import { openJournal } from '../../src-main/journal/journal.ts';
import { wholeFleet } from '../../src-main/yard-host/yard-host.fixture.ts';
import { openLocalYard, type LocalYard } from '../../src-main/yards/local/local-yard.ts';
import { newYardFolder, startHost, type YardFolder } from '../yard-process.ts';
import {
  fillCompileCache,
  journalOf,
  startPanel,
  type Panel,
  type PanelOrder,
} from './killed-panel.ts';
import type { Death } from '../../src-main/rollouts/dying-journal.fixture.ts';

/** Of all yards together: what is proven needs requests under way, not many of them. */
const requestsPerSecond = 60;
export const stepLimitMs = 90_000;

export interface Lane {
  readonly place: YardFolder;
  readonly yard: LocalYard;
  /** Of the host that was started first. */
  readonly host: number;
  /** Of the two generations that it begins with: the third sample fails under traffic, on purpose. */
  readonly images: readonly ImageId[];
  readonly load: LoadRun;
  readonly random: Random;
  readonly startPanel: (order: PanelOrder, death?: Death | null) => Panel;
}

export interface LaneOptions {
  readonly name: string;
  readonly lanes: number;
  readonly lane: number;
  readonly seed: number;
}

/**
 * Runs so many yards beside each other and ends them, whatever becomes of them.
 * @param run with the numbers from 1 to `count` that are this yard's: each `lanes`th.
 */
export async function inLanes<Value>(
  options: Omit<LaneOptions, 'lane'> & { readonly count: number },
  run: (lane: Lane, numbers: readonly number[]) => Promise<Value>,
): Promise<readonly Value[]> {
  const lanes = Math.min(options.lanes, options.count);
  const all = Array.from({ length: options.count }, (_, index) => index + 1);
  const runs = Array.from({ length: lanes }, (_, lane) =>
    inLane({ ...options, lanes, lane }, (opened) =>
      run(
        opened,
        all.filter((number) => number % lanes === lane),
      ),
    ),
  );
  // Where one breaks down, the others still end their processes.
  await Promise.allSettled(runs);
  return Promise.all(runs);
}

async function inLane<Value>(
  { name, lanes, lane, seed }: LaneOptions,
  run: (lane: Lane) => Promise<Value>,
): Promise<Value> {
  const place = await newYardFolder();
  const yard = openLocalYard({
    dataFolder: place.yard,
    clock: systemClock,
    onLink: () => undefined,
  });
  let load: LoadRun | null = null;
  try {
    const host = await startHost('node', place);
    const first = await wholeFleet(yard, stepLimitMs);
    const env = await fillCompileCache(join(place.folder, 'compiled'));
    const laneSeed = seed * 100 + lane;
    load = startOpenLoop({
      url: first.entry.url,
      requestsPerSecond: requestsPerSecond / lanes,
      name: `${name}-${String(lane)}`,
      seed: laneSeed,
    });
    return await run({
      ...{ place, yard, host, load, random: seededRandom(laneSeed) },
      images: first.generations.map(({ image }) => image),
      startPanel: (order, death) => startPanel(place, env, order, death),
    });
  } finally {
    await load?.stop();
    yard.close();
    await place.close();
  }
}

/** Records that cannot be read to their end, after all that has been killed. */
export async function damagedRecords({ place }: Lane): Promise<number> {
  const journal = await openJournal(journalOf(place.folder), Date.now);
  return (await journal.readHistory(100_000)).troubles.length;
}

/** Processes of this yard that are neither its host nor a block that it shows. */
export async function leftBehind({ place, yard }: Lane): Promise<number> {
  const fleet = await wholeFleet(yard, stepLimitMs);
  const known = fleet.generations.flatMap(({ blocks }) => blocks.map(({ pid }) => pid));
  const all = await processesOf(place.folder);
  const hosts = 1;
  return all.filter((pid) => !known.includes(pid)).length - hosts;
}
