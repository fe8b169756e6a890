/** A real yard whose blocks note their POSTs, under load, while a story of switches is carried out. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { matchLedgers } from '../e2e/load/ledger.ts';
import type { RequestRecord } from '../e2e/load/request-record.ts';
import type { GenerationId, ImageId } from '../src-shared/ids.ts';
import { weightOf } from '../src-shared/roles.ts';
import { must, openEngine, type Engine } from './engine.ts';
import { startLoadProcess } from './load-process.ts';
import { makeRecordedImage, readRecords } from './recorded-image.ts';
import type { Switch } from './switch-times.ts';
import { newYardFolder, startHost, type HostKind } from './yard-process.ts';

export interface Story {
  /** Two whole generations of four; the first has all the traffic. */
  readonly first: GenerationId;
  readonly second: GenerationId;
  readonly cutOver: (to: GenerationId) => Promise<void>;
  readonly revert: (to: GenerationId) => Promise<void>;
  readonly launch: () => Promise<GenerationId>;
  /** A block of that generation for a fresh one; drained first. */
  readonly replaceOne: (generation: GenerationId) => Promise<void>;
  /** Drained and ended. */
  readonly retire: (generation: GenerationId) => Promise<void>;
  /** kill -9 to each of its processes, as soon as the traffic goes to another. */
  readonly killOnceLeft: (generation: GenerationId) => Promise<void>;
  /** Since the load began. */
  readonly elapsedMs: () => number;
}

export interface ReleaseRun {
  readonly records: readonly RequestRecord[];
  readonly switches: readonly Switch[];
  readonly replaced: number;
  readonly retired: number;
  /** Ids of POSTs that reached blocks more than once. */
  readonly twice: readonly string[];
  /** Ids answered well that no block noted. */
  readonly missing: readonly string[];
}

const blocksPerGeneration = 4;

export async function runRelease(
  host: HostKind,
  requestsPerSecond: number,
  tell: (story: Story) => Promise<void>,
): Promise<ReleaseRun> {
  const place = await newYardFolder();
  const switches: Switch[] = [];
  const ended = { replaced: 0, retired: 0 };
  try {
    await startHost(host, place);
    const engine = await openEngine(place.yard, join(place.folder, 'journal'));
    const ledgers = join(place.folder, 'ledgers');
    const images = await importImages(engine, place.folder, ledgers);
    const acts = actsOn(engine, images[0], switches, ended);
    await engine.whole();
    const samples = (await engine.fleet()).generations.map((generation) => generation.id);
    const first = await acts.launch();
    const second = await launch(engine, images[1]);
    await acts.cutOver(first);
    for (const sample of samples) await acts.retire(sample);
    switches.length = 0;
    ended.retired = 0;

    const { entry } = await engine.whole();
    const load = startLoadProcess({ url: entry.url, requestsPerSecond, name: `bench-${host}` });
    try {
      const startedAtMs = performance.now();
      const elapsedMs = (): number => performance.now() - startedAtMs;
      await pause(1000);
      await tell({ ...acts, first, second, elapsedMs });
      await pause(1000);
      const records = await load.stop();
      const { twice, missing } = matchLedgers(records, await readRecords(ledgers));
      return { records, switches, ...ended, twice, missing };
    } finally {
      load.kill();
      await engine.close();
    }
  } finally {
    await place.close();
  }
}

async function importImages(
  engine: Engine,
  folder: string,
  ledgers: string,
): Promise<readonly [ImageId, ImageId]> {
  const imported = async (sample: string): Promise<ImageId> => {
    const path = await makeRecordedImage(sample, folder, ledgers);
    return must(await engine.yard.importImage(path)).id;
  };
  return [await imported('storefront-v1'), await imported('storefront-v2')];
}

async function launch(engine: Engine, image: ImageId): Promise<GenerationId> {
  await engine.carryOut({ kind: 'launch', image, size: blocksPerGeneration });
  const { generations } = await engine.fleet();
  const newest = generations.toSorted((a, b) => b.number - a.number)[0];
  if (newest === undefined) throw new Error('The launch left no generation behind.');
  await engine.whole(newest.id);
  return newest.id;
}

function actsOn(
  engine: Engine,
  image: ImageId,
  switches: Switch[],
  ended: { replaced: number; retired: number },
): Omit<Story, 'first' | 'second' | 'elapsedMs'> {
  return {
    cutOver: async (to) => {
      const { split } = await engine.fleet();
      switches.push({ to, pressedAtMs: Date.now() });
      await engine.carryOut({ kind: 'cut-over', to, expectedRevision: split.revision });
    },
    revert: async (to) => {
      switches.push({ to, pressedAtMs: Date.now() });
      await engine.carryOut({ kind: 'revert', to });
    },
    launch: () => launch(engine, image),
    replaceOne: async (generation) => {
      const fleet = await engine.fleet();
      const block = fleet.generations.find((each) => each.id === generation)?.blocks[0];
      if (block === undefined) throw new Error(`${generation} has no block.`);
      await engine.carryOut({ kind: 'replace', generation, block: block.id });
      ended.replaced += 1;
    },
    retire: async (generation) => {
      await engine.carryOut({ kind: 'retire', generation, typedName: generation });
      ended.retired += 1;
    },
    killOnceLeft: async (generation) => {
      const fleet = await engine.fleet();
      const blocks = fleet.generations.find((each) => each.id === generation)?.blocks ?? [];
      while (weightOf(await engine.fleet(), generation) > 0) await pause(2);
      for (const { pid } of blocks) if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
  };
}
