/** An entry that is open before anybody is behind it, as after a restart: requests wait instead of being lost. */
import * as http from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { createEntry, type Entry } from './entry.ts';
import { ask, blockIdAt, pause, quickChecks, splitOf, startBlock, until } from './entry-fixture.ts';
import { createWaitingRoom, waitingAtMost } from './waiting-room.ts';

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

test('once somebody served, a later outage is answered at once', async () => {
  const entry = await openEmpty(10_000);
  entry.addBlock({ id: id(first), generation: first, port: await echoing() });
  await until(() => entry.health(id(first))?.state.kind === 'healthy');
  entry.markExited(id(first), 'It ended.');
  expect((await ask(entry.url())).status).toBe(503);
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

test('the room is full at its bound, and who has left makes room', () => {
  const room = createWaitingRoom();
  room.open(10_000);
  let gone = 0;
  const goers = Array.from({ length: waitingAtMost }, () => () => (gone += 1));
  for (const go of goers) expect(room.enter(go)).toBe(true);
  expect(room.enter(() => undefined)).toBe(false);
  room.leave(goers[0] ?? (() => undefined));
  expect(room.enter(() => undefined)).toBe(true);
  room.close();
  expect(gone).toBe(waitingAtMost - 1);
  expect(room.enter(() => undefined)).toBe(false);
});
