/** An entry that is open before anybody is behind it, as after a restart: requests wait instead of being lost. */
import * as http from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { createEntry, type Entry } from './entry.ts';
import { ask, blockIdAt, pause, quickChecks, splitOf, startBlock, until } from './entry-fixture.ts';
import { systemClock } from './entry-clock.ts';
import { createWaitingRoom, type Guest, type WaitingRoom } from './waiting-room.ts';

const first = asGenerationId('shop-v001');
const second = asGenerationId('shop-v002');

/** Listening, with all traffic on a generation without blocks. */
async function openEmpty(holdMs: number | null): Promise<Entry> {
  const entry = createEntry({ port: 0 });
  onTestFinished(() => entry.close(0));
  const spec = { thresholds: quickChecks, healthPath: '/health' };
  entry.setGeneration(first, spec);
  entry.setGeneration(second, spec);
  entry.setSplit(splitOf({ [first]: 100, [second]: 0 }));
  if (holdMs !== null) entry.holdUntilServing(holdMs);
  await entry.listen();
  return entry;
}

function echoing(): Promise<number> {
  return startBlock((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => response.end(`${request.method ?? ''} ${body}`));
  });
}

const id = (generation: typeof first) => blockIdAt(generation, 0);

test('a request waits for the first healthy block, body and all, and none of it counts as lost', async () => {
  const entry = await openEmpty(10_000);
  const asked = [
    ask(entry.url()),
    ask(entry.url(), { method: 'POST', body: 'x'.repeat(300_000) }),
    ask(entry.url(), { method: 'POST', body: 'order', headers: { expect: '100-continue' } }),
  ];
  await pause(150);
  expect(entry.traffic().lost).toBe(0);
  entry.addBlock({ id: id(first), generation: first, port: await echoing() });
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(answers.map(({ body }) => body)).toEqual([
    'GET ',
    `POST ${'x'.repeat(300_000)}`,
    'POST order',
  ]);
  expect(entry.traffic()).toMatchObject({ requests: 3, lost: 0 });
});

test('control: without holding each is answered 503 and lost', async () => {
  const entry = await openEmpty(null);
  expect((await ask(entry.url())).status).toBe(503);
  expect(entry.traffic().lost).toBe(1);
});

test('a block without weight lets nobody in; a revert to its generation does', async () => {
  const entry = await openEmpty(10_000);
  const asked = ask(entry.url());
  entry.addBlock({ id: id(second), generation: second, port: await echoing() });
  await until(() => entry.health(id(second))?.state.kind === 'healthy');
  const isAnswered = await Promise.race([asked.then(() => true), pause(100).then(() => false)]);
  expect(isAnswered).toBe(false);
  entry.setSplit(splitOf({ [first]: 0, [second]: 100 }, 2));
  expect((await asked).headers['x-blockyard-generation']).toBe(second);
});

test('nobody waits longer than the limit, and after it nobody waits at all', async () => {
  const entry = await openEmpty(200);
  const startedAtMs = performance.now();
  expect((await ask(entry.url())).status).toBe(503);
  expect(performance.now() - startedAtMs).toBeGreaterThan(100);
  expect(entry.traffic().lost).toBe(1);
  const againAtMs = performance.now();
  expect((await ask(entry.url())).status).toBe(503);
  expect(performance.now() - againAtMs).toBeLessThan(100);
});

test('a client that goes away while it waits reaches no block and is no loss', async () => {
  const entry = await openEmpty(10_000);
  let reached = 0;
  const port = await startBlock((_, response) => {
    reached += 1;
    response.end();
  });
  const gone = http.get(entry.url(), { agent: false });
  gone.on('error', () => undefined);
  await pause(50);
  gone.destroy();
  await pause(50);
  entry.addBlock({ id: id(first), generation: first, port });
  await until(() => entry.health(id(first))?.state.kind === 'healthy');
  await pause(50);
  expect(reached).toBe(0);
  expect(entry.traffic().lost).toBe(0);
});

test('a preview holds nobody: who looks wants to see that nobody is there', async () => {
  const entry = await openEmpty(10_000);
  expect((await ask(await entry.preview(first))).status).toBe(503);
});

const limits = { places: 3, requestMs: 150 };

interface TestGuest extends Guest {
  readonly told: string[];
}

function aGuest(isProbe = false): TestGuest {
  const told: string[] = [];
  return {
    told,
    isProbe,
    sinceMs: null,
    go: () => told.push('go'),
    turnAway: () => told.push('away'),
  };
}

function openRoom(more: Partial<typeof limits> = {}): WaitingRoom {
  const room = createWaitingRoom(systemClock, { ...limits, ...more });
  onTestFinished(room.close);
  return room;
}

test('the room is full at its bound, and who has left makes room', () => {
  const room = openRoom();
  const guests = [aGuest(), aGuest(), aGuest()];
  for (const guest of guests) expect(room.enter(guest)).toBe(true);
  const late = aGuest();
  expect(room.enter(late)).toBe(false);
  expect(room.counts()).toMatchObject({ now: 3, total: 3, turnedAway: 1 });
  const [first] = guests;
  if (first !== undefined) room.leave(first);
  expect(room.enter(late)).toBe(true);
  room.letAllIn();
  expect(guests.map(({ told }) => told)).toEqual([[], ['go'], ['go']]);
  expect(late.told).toEqual(['go']);
  expect(room.counts()).toMatchObject({ now: 0, total: 4 });
});

test('who waits too long is turned away and counted, and who came back is not given more time', async () => {
  const room = openRoom();
  const early = aGuest();
  room.enter(early);
  await pause(80);
  room.letAllIn();
  const late = aGuest();
  room.enter(early);
  room.enter(late);
  expect(room.counts().longestMs).toBeGreaterThanOrEqual(75);
  await until(() => early.told.includes('away'));
  expect(late.told).toEqual([]);
  await until(() => late.told.includes('away'));
  expect(room.counts()).toEqual({ now: 0, longestMs: 0, total: 2, turnedAway: 2 });
});

test('they are let in by their order, a few at a time, and no longer when that is over', async () => {
  const room = openRoom({ places: 1000, requestMs: 60_000 });
  const order: number[] = [];
  const guests = Array.from({ length: 200 }, (_, index) => ({
    ...aGuest(),
    go: () => order.push(index),
  }));
  for (const guest of guests) room.enter(guest);
  let mayGo = true;
  room.letIn(() => mayGo);
  expect(order.length).toBeLessThan(100);
  mayGo = false;
  await pause(30);
  expect(order.length).toBeLessThan(100);
  mayGo = true;
  room.letIn(() => mayGo);
  await until(() => order.length === 200);
  expect(order).toEqual(guests.map((_, index) => index));
});

test('one that comes back from its try waits for the next time, and is counted once', async () => {
  const room = openRoom();
  let tries = 0;
  const guest: Guest = {
    ...aGuest(),
    go: () => {
      tries += 1;
      room.enter(guest);
    },
  };
  room.enter(guest);
  room.letIn(() => true);
  await pause(30);
  expect(tries).toBe(1);
  expect(room.counts()).toMatchObject({ now: 1, total: 1 });
  room.leave(guest);
});

test('our own questions wait and are not counted', () => {
  const room = openRoom();
  const probe = aGuest(true);
  room.enter(probe);
  room.turnAllAway();
  expect(probe.told).toEqual(['away']);
  expect(room.counts()).toMatchObject({ total: 0, turnedAway: 0 });
});
