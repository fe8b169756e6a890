/** Requests that wait at a real host's entry, under open-loop load, with ids matched on both sides. */
import { randomUUID } from 'node:crypto';
import * as http from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matchLedgers, readLedger, type Ledger } from '../../e2e/load/ledger.ts';
import type { Mix } from '../../e2e/load/mix.ts';
import { startOpenLoop, type LoadRun } from '../../e2e/load/open-loop.ts';
import { lossReason, type RequestRecord } from '../../e2e/load/request-record.ts';
import { preciseNowMs } from '../../e2e/load/send-request.ts';
import { summarise } from '../../e2e/load/summary.ts';
import type { ServedFleet } from '../../src-shared/entry-of.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asToken, type GenerationId } from '../../src-shared/ids.ts';
import { outageWaitMs, waitingAtMost } from '../../src-shared/holding.ts';
import type { LocalYard } from '../../src-main/yards/local/local-yard.ts';
import {
  claimed,
  fleetId,
  noticed,
  openHostBench,
  routeTo,
  seenFleet,
  until,
  v1,
  v2,
  valueOf,
  wholeFleet,
  type HostBench,
} from '../../src-main/yard-host/yard-host.fixture.ts';

const samples = join(import.meta.dirname, '..', '..', 'assets', 'samples');
const mix: Mix = { short: 0.5, slow: 0.2, stream: 0, order: 0.29, upload: 0.01 };
const by = 'Ada on desk';

let bench: HostBench;
let yard: LocalYard;
beforeEach(async () => {
  bench = await openHostBench(undefined, samples);
  await bench.ensure();
  yard = bench.openYard();
});
afterEach(async () => {
  await bench.close();
});

/** @param streams share of answers that take 3 s: whoever is killed has some. */
function startLoad({ entry }: ServedFleet, streams = 0): LoadRun {
  const load = { name: 'held', requestsPerSecond: 150, mix: { ...mix, stream: streams } };
  return startOpenLoop({ url: entry.url, ...load });
}

const heldIn = ({ traffic }: Fleet) => traffic.held;
const pauseEntry = async (isPaused: boolean, forMs?: number): Promise<void> => {
  const more = forMs === undefined ? {} : { forMs };
  valueOf(await yard.pauseEntry({ fleet: fleetId, isPaused, by, ...more }));
};

async function revertTo(generation: GenerationId): Promise<void> {
  valueOf(await yard.route(routeTo(generation, await claimed(yard), 'any')));
}

async function cutOverTo(generation: GenerationId): Promise<void> {
  const { revision } = (await seenFleet(yard)).split;
  valueOf(await yard.route(routeTo(generation, await claimed(yard), revision)));
}

function pidsOf(fleet: Fleet, id: GenerationId): readonly number[] {
  const found = fleet.generations.find((each) => each.id === id);
  return (found?.blocks ?? []).flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
}

/** Kills each process of v1, and waits until the host has seen all of them end. */
async function killFirst(fleet: Fleet): Promise<void> {
  for (const pid of pidsOf(fleet, v1)) process.kill(pid, 'SIGKILL');
  await until(async () => {
    const { generations } = await seenFleet(yard);
    const blocks = generations.find(({ id }) => id === v1)?.blocks ?? [];
    return blocks.every(({ state }) => state.kind === 'exited');
  }, 'the ends of the blocks that serve');
}

function ledgersOf(fleet: Fleet, ...ids: readonly GenerationId[]): Promise<Ledger[]> {
  const blocks = fleet.generations
    .filter(({ id }) => ids.includes(id))
    .flatMap((generation) => generation.blocks);
  return Promise.all(
    blocks.flatMap(({ address }) => (address === undefined ? [] : [readLedger(address)])),
  );
}

async function manyWait(count: number): Promise<void> {
  await until(
    async () => (heldIn(await seenFleet(yard))?.now ?? 0) >= count,
    `${String(count)} requests that wait`,
  );
}

const nothingUnderWay = (): Promise<boolean> =>
  until(
    async () => (await seenFleet(yard)).traffic.generations.every((each) => each.inFlight === 0),
    'an end of what is under way',
  );

interface Asked {
  readonly status: Promise<number>;
  readonly leave: () => void;
}

function ask(url: string): Asked {
  const request = http.get(url, { agent: false });
  const status = new Promise<number>((resolve) => {
    request.on('error', () => {
      resolve(0);
    });
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
  return { status, leave: () => request.destroy() };
}

function lostAmong(records: readonly RequestRecord[]): readonly RequestRecord[] {
  return records.filter((record) => lossReason(record) !== null);
}

describe('a paused entry', () => {
  it('is paused, cut over and let in again under load: nothing is lost, no POST is done twice', async () => {
    const fleet = await wholeFleet(yard);
    const load = startLoad(fleet);
    await pause(500);
    await pauseEntry(true);
    await manyWait(100);
    expect((await seenFleet(yard)).entry.holding).toMatchObject({ kind: 'paused', by });
    await nothingUnderWay();
    await cutOverTo(v2);
    // How a switch is seen does not wait for its end.
    expect(valueOf(await yard.probe(fleetId, 'entry'))).toMatchObject({
      status: 200,
      generation: v2,
    });
    const resumedAtMs = preciseNowMs();
    await pauseEntry(false);
    await pause(1500);
    const records = await load.stop();
    const after = await seenFleet(yard);
    const summary = summarise(records);
    const match = matchLedgers(records, await ledgersOf(fleet, v1, v2));
    const held = heldIn(after);
    process.stdout.write(
      `pause, cutover, resume: ${String(summary.sent)} sent, ${String(summary.lost)} lost, ${String(held?.total)} waited, ${String(match.posts)} POST, ${String(match.twice.length)} twice\n`,
    );
    expect(summary.lostBy).toEqual({});
    expect(match).toMatchObject({ twice: [], missing: [] });
    expect(held).toMatchObject({ now: 0, turnedAway: 0 });
    expect(held?.total).toBeGreaterThanOrEqual(100);
    expect(after.traffic.lost).toBe(0);
    expect(after.entry.holding).toBeUndefined();
    const late = records.filter(({ answeredAtMs }) => (answeredAtMs ?? 0) > resumedAtMs);
    expect(new Set(late.map(({ generation }) => generation))).toEqual(new Set([v2]));
    await noticed(yard, /^The entry was paused by Ada on desk/u);
    await noticed(yard, /^The pause of the entry was ended by Ada on desk/u);
  }, 60_000);

  it('holds as many as it has places, refuses the rest, forgets who leaves, and lets all in at once', async () => {
    const { entry } = await wholeFleet(yard);
    await pauseEntry(true);
    const asking = Array.from({ length: waitingAtMost }, () => ask(entry.url));
    await manyWait(waitingAtMost);
    const refused = await Promise.all(Array.from({ length: 20 }, () => ask(entry.url).status));
    expect(new Set(refused)).toEqual(new Set([503]));
    asking.pop()?.leave();
    await until(
      async () => heldIn(await seenFleet(yard))?.now === waitingAtMost - 1,
      'the place of who left',
    );
    await pauseEntry(false);
    const answers = await Promise.all(asking.map(({ status }) => status));
    expect(answers.filter((status) => status !== 200)).toEqual([]);
    const { traffic } = await seenFleet(yard);
    expect(traffic.held).toMatchObject({ now: 0, total: waitingAtMost, turnedAway: 20 });
    // What a pause has no place for is lost, and no error of a generation.
    expect(traffic).toMatchObject({ requests: waitingAtMost - 1 + 20, lost: 20 });
    expect(traffic.generations.map(({ errors }) => errors)).toEqual([0, 0]);
  }, 60_000);

  /** Ends every process that serves and goes to the other generation. @returns all requests. */
  async function killAndRevert(isPaused: boolean): Promise<readonly RequestRecord[]> {
    const fleet = await wholeFleet(yard);
    const load = startLoad(fleet, 0.05);
    await pause(500);
    if (isPaused) {
      await pauseEntry(true);
      await nothingUnderWay();
    }
    await killFirst(fleet);
    await pause(700);
    await revertTo(v2);
    if (isPaused) await pauseEntry(false);
    await pause(700);
    return load.stop();
  }

  it('loses nothing even when every block that serves is killed meanwhile', async () => {
    const records = await killAndRevert(true);
    expect(lostAmong(records).map(lossReason)).toEqual([]);
    expect(records.length).toBeGreaterThan(150);
  }, 60_000);

  it('control: the same without the pause loses what the killed blocks had', async () => {
    expect(lostAmong(await killAndRevert(false)).length).toBeGreaterThan(0);
  }, 60_000);
});

describe('while nobody serves', () => {
  it('requests wait for a revert, and of those that waited none is lost', async () => {
    const fleet = await wholeFleet(yard);
    const load = startLoad(fleet);
    await pause(500);
    await killFirst(fleet);
    // What was on its way to a killed block is gone with it.
    const goneAtMs = preciseNowMs();
    await manyWait(100);
    const { entry, traffic } = await seenFleet(yard);
    expect(entry.holding?.kind).toBe('nobody-serves');
    const lostThen = traffic.lost;
    await revertTo(v2);
    await pause(700);
    const records = await load.stop();
    const waited = records.filter(({ sentAtMs }) => sentAtMs > goneAtMs);
    expect(lostAmong(waited).map(lossReason)).toEqual([]);
    expect(waited.length).toBeGreaterThan(100);
    expect(matchLedgers(waited, await ledgersOf(fleet, v2))).toMatchObject({
      twice: [],
      missing: [],
    });
    const after = await seenFleet(yard);
    expect(after.traffic.lost).toBe(lostThen);
    expect(after.entry.holding).toBeUndefined();
    process.stdout.write(
      `killed and reverted: ${String(records.length)} sent, ${String(heldIn(after)?.total)} waited, of those 0 lost; ${String(lostThen)} lost with their blocks\n`,
    );
  }, 60_000);

  it('or for a fresh block in the place of one of them', async () => {
    const fleet = await wholeFleet(yard);
    const load = startLoad(fleet);
    await pause(500);
    await killFirst(fleet);
    const goneAtMs = preciseNowMs();
    const [dead] = fleet.generations.find(({ id }) => id === v1)?.blocks ?? [];
    if (dead === undefined) throw new Error('v1 has no block.');
    const order = { fleet: fleetId, generation: v1, replaces: dead.id, epoch: 1 };
    const token = asToken(randomUUID());
    valueOf(await yard.launchBlock({ ...order, rollout: await claimed(yard), token }));
    await until(async () => heldIn(await seenFleet(yard))?.now === 0, 'an empty queue', 30_000);
    await pause(300);
    const records = await load.stop();
    const waited = records.filter(({ sentAtMs }) => sentAtMs > goneAtMs);
    expect(lostAmong(waited).map(lossReason)).toEqual([]);
    expect(waited.length).toBeGreaterThan(50);
    const held = heldIn(await seenFleet(yard));
    expect(held).toMatchObject({ turnedAway: 0 });
    process.stdout.write(
      `killed and replaced: ${String(records.length)} sent, ${String(held?.total)} waited, of those 0 lost\n`,
    );
  }, 60_000);

  it('control: without one in time each is answered 503 and counted, and soon none waits any more', async () => {
    const fleet = await wholeFleet(yard);
    await killFirst(fleet);
    const startedAtMs = performance.now();
    const answer = await fetch(fleet.entry.url);
    expect(performance.now() - startedAtMs).toBeGreaterThan(outageWaitMs - 500);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect((await answer.text()).trim().split('\n')).toHaveLength(1);
    expect((await fetch(fleet.entry.url)).status).toBe(503);
    const { traffic, entry } = await seenFleet(yard);
    expect(traffic).toMatchObject({ lost: 2, held: { now: 0, total: 1, turnedAway: 1 } });
    expect(entry.holding).toBeUndefined();
  }, 60_000);
});

describe('a pause and a restart of the host', () => {
  async function killHost(): Promise<void> {
    process.kill(await bench.ensure(), 'SIGKILL');
    await until(() => Promise.resolve(yard.link().kind !== 'live'), 'the link noticing');
  }

  it('survives it, by whom it was said, and ends by itself', async () => {
    const { entry } = await wholeFleet(yard);
    // Longer than a host and its blocks need to be there again beside two other tests: 15 s were seen.
    await pauseEntry(true, 25_000);
    const saidAtMs = performance.now();
    await killHost();
    await bench.ensure();
    await wholeFleet(yard);
    expect((await seenFleet(yard)).entry.holding).toMatchObject({ kind: 'paused', by });
    const answer = await fetch(entry.url);
    expect(answer.status).toBe(200);
    expect(performance.now() - saidAtMs).toBeGreaterThan(24_000);
    expect((await seenFleet(yard)).entry.holding).toBeUndefined();
    await noticed(yard, /^The pause of the entry ended by itself/u);
  }, 90_000);

  it('is over when its time went by meanwhile', async () => {
    const { entry } = await wholeFleet(yard);
    await pauseEntry(true, 1000);
    await killHost();
    await pause(1200);
    await bench.ensure();
    expect((await fetch(entry.url)).status).toBe(200);
    expect((await seenFleet(yard)).entry.holding).toBeUndefined();
    await noticed(yard, /^The pause of the entry ended by itself/u);
  }, 60_000);
});
