/** kill -9 of the yard host: how long its blocks outlive it, and how long a new one takes to serve as before. */
import * as http from 'node:http';
import { join } from 'node:path';
import { isEntryClosed, isServed, type ServedFleet } from '../src-shared/entry-of.ts';
import type { Fleet } from '../src-shared/fleet.ts';
import { processTime } from './cpu-time.ts';
import { openEngine, type Engine } from './engine.ts';
import { atLeast, atMost, told, type Figure } from './figure.ts';
import { median } from './median.ts';
import { until } from './until.ts';
import { newYardFolder, spawnHost, startHost } from './yard-process.ts';

const rounds = 10;

interface Round {
  readonly blocksDeadMs: number;
  /** First answer at the same port. */
  readonly answersMs: number;
  /** Same split, and every block of both generations healthy. */
  readonly wholeMs: number;
}

export async function measureRestart(): Promise<readonly Figure[]> {
  const place = await newYardFolder();
  try {
    const first = await startHost('electron', place);
    const engine = await openEngine(place.yard, join(place.folder, 'journal'));
    try {
      const { split, generations } = await engine.whole();
      const to = generations[1]?.id;
      if (to === undefined) throw new Error('The sample fleet has no second generation.');
      // Another split than that of a first run: what comes back must come from the record.
      await engine.carryOut({ kind: 'cut-over', to, expectedRevision: split.revision });
      const measured: Round[] = [];
      let host = first;
      for (let round = 0; round < rounds; round += 1) {
        measured.push(
          await killAndRestart(host, engine, () => {
            spawnHost('electron', place.folder, place.yard);
          }),
        );
        host = engine.yard.greeting()?.pid ?? 0;
      }
      const all = (take: (round: Round) => number): readonly number[] => measured.map(take);
      return [
        atLeast('restart-rounds', measured.length, 'rounds', 10),
        atMost('restart-blocks-dead-max', Math.max(...all((one) => one.blocksDeadMs)), 'ms', 2000),
        atMost('restart-to-serving-max', Math.max(...all((one) => one.wholeMs)), 'ms', 3000),
        told('restart-to-serving-median', median(all((one) => one.wholeMs)), 'ms'),
        told('restart-to-first-answer-max', Math.max(...all((one) => one.answersMs)), 'ms'),
      ];
    } finally {
      await engine.close();
    }
  } finally {
    await place.close();
  }
}

async function killAndRestart(host: number, engine: Engine, restart: () => void): Promise<Round> {
  const before = await engine.whole();
  const pids = before.generations.flatMap(({ blocks }) => blocks).map(({ pid }) => pid ?? 0);
  process.kill(host, 'SIGKILL');
  const killedAtMs = performance.now();
  await until(
    'the end of every block',
    20_000,
    async () => {
      const left = await Promise.all(pids.map(processTime));
      return left.every((one) => one === null || one.state === 'Z') || null;
    },
    2,
  );
  const blocksDeadMs = performance.now() - killedAtMs;
  await until('the loss of the host', 20_000, () => engine.yard.link().kind !== 'live' || null);

  restart();
  const startedAtMs = performance.now();
  const sinceStartMs = (): number => performance.now() - startedAtMs;
  const answers = until(
    'an answer at the same port',
    30_000,
    () => isAnswered(before.entry.url),
    10,
  ).then(sinceStartMs);
  const after = await until('the fleet as it was', 30_000, () => isBack(engine, before), 10);
  const wholeMs = sinceStartMs();
  if (after.entry.url !== before.entry.url) throw new Error('The entry came back elsewhere.');
  return { blocksDeadMs, answersMs: await answers, wholeMs };
}

/** The fleet once it serves with the same split and is as healthy as it was. */
async function isBack(engine: Engine, before: Fleet): Promise<ServedFleet | null> {
  const seen = await engine.yard.observe();
  const fleet = seen.ok ? seen.value.fleets[0] : undefined;
  if (fleet === undefined || !isServed(fleet) || isEntryClosed(fleet)) return null;
  const isSame = JSON.stringify(fleet.split) === JSON.stringify(before.split);
  const blocks = fleet.generations.flatMap((generation) => generation.blocks);
  const isHealthy = blocks.length === 8 && blocks.every(({ state }) => state.kind === 'healthy');
  return isSame && isHealthy ? fleet : null;
}

function isAnswered(url: string): Promise<true | null> {
  return new Promise((resolve) => {
    http
      .get(url, { agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode === 200 || null);
      })
      .on('error', () => {
        resolve(null);
      });
  });
}
