/** Requests that wait at an entry: while it is paused, and while nobody with traffic can answer. */
import * as http from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import type { Entry, EntryOptions } from './entry.ts';
import {
  ask,
  blockIdAt,
  openEntry,
  pause,
  rawExchange,
  splitOf,
  startBlock,
  startServer,
  until,
  type Answer,
} from './entry-fixture.ts';

const first = asGenerationId('shop-v001');
const second = asGenerationId('shop-v002');
const waiting = { outageMs: 5000 };

interface Stage {
  readonly entry: Entry;
  readonly url: string;
  readonly port: number;
  /** Bodies of what the blocks were asked, oldest first. */
  readonly carried: readonly string[];
  readonly events: readonly string[];
}

/** Two generations of one block each, all traffic on the first. */
async function openStage(options: Partial<EntryOptions> = {}): Promise<Stage> {
  const carried: string[] = [];
  const block = () =>
    startBlock((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        carried.push(body);
        response.end(`${request.method ?? ''} ${String(body.length)}`);
      });
    });
  const opened = await openEntry({ [first]: [await block()], [second]: [await block()] }, options);
  opened.entry.setSplit(splitOf({ [first]: 100, [second]: 0 }, 2));
  const { entry, url, port, events } = opened;
  return {
    ...{ entry, url, port, carried },
    get events() {
      return events.map(({ kind }) => kind);
    },
  };
}

const held = ({ entry }: Stage) => entry.traffic().held;
const waits = (stage: Stage, now: number) => until(() => held(stage)?.now === now);
const generationOf = ({ headers }: Answer) => headers['x-blockyard-generation'];

test('a pause, a swap, and who waited is answered by the other generation; nothing is lost or done twice', async () => {
  const stage = await openStage();
  const { entry, url, carried } = stage;
  const waitedMs = 1000;
  entry.pause(10_000);
  expect(entry.holding()?.kind).toBe('paused');
  const asked = [
    ask(url),
    ask(url, { method: 'POST', body: 'order' }),
    ask(url, { method: 'POST', body: 'x'.repeat(2_000_000) }),
    ask(url, { method: 'POST', body: 'asks first', headers: { expect: '100-continue' } }),
  ];
  await waits(stage, 4);
  entry.setSplit(splitOf({ [first]: 0, [second]: 100 }, 3));
  await pause(waitedMs);
  expect(carried).toEqual([]);
  expect(entry.traffic()).toMatchObject({ requests: 0, lost: 0 });
  expect(entry.resume()).toBe(true);
  const answers = await Promise.all(asked);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(answers.map(generationOf)).toEqual([second, second, second, second]);
  expect(carried.map((body) => body.length).sort()).toEqual([0, 10, 2_000_000, 5].sort());
  expect(held(stage)).toEqual({ now: 0, longestMs: 0, total: 4, turnedAway: 0 });
  // Neither an error nor slowness: the wait is not the block's.
  expect(entry.traffic()).toMatchObject({ requests: 4, lost: 0 });
  const counted = entry.traffic().generations.find((each) => each.generation === second);
  expect(counted).toMatchObject({ errors: 0, requests: 4, responsesSinceSplit: 4 });
  expect(counted?.p99Ms ?? 0).toBeLessThan(waitedMs * 0.9);
  expect(entry.resume()).toBe(false);
});

test('control: without the pause they are answered at once, by whom the split named then', async () => {
  const { entry, url } = await openStage();
  expect(generationOf(await ask(url))).toBe(first);
  expect(entry.traffic().held).toMatchObject({ total: 0 });
});

test('an upload is not read while it waits', async () => {
  const stage = await openStage();
  stage.entry.pause(10_000);
  let sentBytes = 0;
  const upload = http.request(stage.url, { method: 'POST', agent: false });
  upload.on('error', () => undefined);
  onTestFinished(() => {
    upload.destroy();
  });
  const chunk = Buffer.alloc(1_000_000);
  const answered = new Promise<number>((resolve) => {
    upload.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
  for (let index = 0; index < 40; index += 1) {
    upload.write(chunk, () => {
      sentBytes += chunk.length;
    });
  }
  upload.end();
  await waits(stage, 1);
  await pause(200);
  // What the system's buffers of a loopback connection take, and the entry's 64 KB.
  expect(sentBytes).toBeLessThan(20_000_000);
  stage.entry.resume();
  expect(await answered).toBe(200);
  expect(stage.carried[0]?.length).toBe(40_000_000);
});

test('a pause ends by itself and says so; pressed again it is a new one', async () => {
  const stage = await openStage();
  stage.entry.pause(150);
  const asked = ask(stage.url);
  await waits(stage, 1);
  stage.entry.pause(400);
  await pause(200);
  expect(held(stage)?.now).toBe(1);
  expect(stage.events).not.toContain('pause-over');
  expect((await asked).status).toBe(200);
  expect(stage.entry.holding()).toBeNull();
  expect(stage.events.filter((kind) => kind === 'pause-over')).toHaveLength(1);
});

test('a full queue is answered 503 with Retry-After and one sentence, and counted', async () => {
  const stage = await openStage({ waiting: { places: 2 } });
  stage.entry.pause(10_000);
  const asked = [ask(stage.url), ask(stage.url)];
  await waits(stage, 2);
  const refused = await ask(stage.url, { method: 'POST', body: 'one too many' });
  expect(refused.status).toBe(503);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(9);
  expect(refused.headers['x-blockyard-entry']).toBe('queue-full');
  expect(refused.body.trim().split('\n')).toHaveLength(1);
  expect(held(stage)).toMatchObject({ now: 2, total: 2, turnedAway: 1 });
  // Lost, but not at the rate of errors that a release is judged by.
  expect(stage.entry.traffic()).toMatchObject({ lost: 1, lostPerSecond: 0 });
  stage.entry.resume();
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200]);
  expect(stage.carried).toEqual(['', '']);
});

test('who waits longer than one may is answered 503 with Retry-After, and counted', async () => {
  const stage = await openStage({ waiting: { requestMs: 200 } });
  stage.entry.pause(10_000);
  const refused = await ask(stage.url);
  expect(refused.status).toBe(503);
  expect(refused.headers['x-blockyard-entry']).toBe('waited-too-long');
  expect(refused.headers['retry-after']).toBeDefined();
  expect(held(stage)).toMatchObject({ now: 0, total: 1, turnedAway: 1 });
});

test('a client that goes away leaves the queue, reaches no block and is no loss', async () => {
  const stage = await openStage();
  stage.entry.pause(10_000);
  const gone = http.get(stage.url, { agent: false });
  gone.on('error', () => undefined);
  await waits(stage, 1);
  gone.destroy();
  await waits(stage, 0);
  stage.entry.resume();
  await pause(50);
  expect(stage.carried).toEqual([]);
  expect(stage.entry.traffic()).toMatchObject({ requests: 0, lost: 0 });
  expect(held(stage)).toMatchObject({ total: 1, turnedAway: 0 });
});

test('previews and our own questions do not wait for a pause', async () => {
  const { entry, url } = await openStage({ probeKey: 'secret' });
  entry.pause(10_000);
  expect((await ask(await entry.preview(second))).status).toBe(200);
  const probe = await ask(url, { headers: { 'x-blockyard-probe': 'secret' } });
  expect(generationOf(probe)).toBe(first);
  expect(entry.traffic().held).toMatchObject({ now: 0, total: 0 });
  // A client cannot pass by guessing.
  const guess = http.get(url, { agent: false, headers: { 'x-blockyard-probe': 'secrets' } });
  guess.on('error', () => undefined);
  await until(() => entry.traffic().held?.now === 1);
  guess.destroy();
});

test('a WebSocket is refused with 503 and Retry-After while the entry is paused', async () => {
  const stage = await openStage();
  stage.entry.pause(10_000);
  const answer = await rawExchange(
    stage.port,
    'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 503 /u);
  expect(answer).toMatch(/Retry-After: \d+/u);
  expect(held(stage)).toMatchObject({ now: 0, turnedAway: 1 });
});

test('a drain in a pause waits for nobody who waits', async () => {
  const stage = await openStage();
  stage.entry.pause(10_000);
  const asked = ask(stage.url);
  await waits(stage, 1);
  const report = await stage.entry.drainBlock(blockIdAt(first, 0), 5000);
  expect(report).toMatchObject({ cutRequests: 0 });
  stage.entry.setSplit(splitOf({ [first]: 0, [second]: 100 }, 3));
  stage.entry.resume();
  expect(generationOf(await asked)).toBe(second);
});

test('closing the entry in a pause tries who waits once more', async () => {
  const stage = await openStage();
  stage.entry.pause(10_000);
  const asked = ask(stage.url);
  await waits(stage, 1);
  void stage.entry.close(1000);
  expect((await asked).status).toBe(200);
});

/** Its only block is gone, and the entry has noticed. */
function killFirst({ entry }: Stage): void {
  entry.markExited(blockIdAt(first, 0), 'It was killed.');
}

test('once nobody serves, requests wait for a fresh block', async () => {
  const stage = await openStage({ waiting });
  killFirst(stage);
  const asked = [ask(stage.url), ask(stage.url, { method: 'POST', body: 'order' })];
  await waits(stage, 2);
  expect(stage.entry.holding()?.kind).toBe('nobody-serves');
  expect(stage.entry.traffic().lost).toBe(0);
  const port = await startBlock((_, response) => response.end('fresh'));
  stage.entry.addBlock({ id: blockIdAt(first, 1), generation: first, port });
  expect((await Promise.all(asked)).map(({ body }) => body)).toEqual(['fresh', 'fresh']);
  expect(stage.entry.holding()).toBeNull();
  expect(stage.entry.traffic()).toMatchObject({ requests: 2, lost: 0 });
});

test('or for a revert, which answers them at once', async () => {
  const stage = await openStage({ waiting });
  killFirst(stage);
  const asked = [ask(stage.url), ask(stage.url)];
  await waits(stage, 2);
  stage.entry.setSplit(splitOf({ [first]: 0, [second]: 100 }, 3));
  expect((await Promise.all(asked)).map(generationOf)).toEqual([second, second]);
  expect(stage.entry.traffic().lost).toBe(0);
});

test('control: where nobody waits for an outage to end, each is answered 503 and lost', async () => {
  const stage = await openStage({ waiting: { outageMs: 0 } });
  killFirst(stage);
  expect((await ask(stage.url)).status).toBe(503);
  expect(stage.entry.traffic()).toMatchObject({ lost: 1, held: { total: 0 } });
});

test('only for a while: then 503 with Retry-After, at once for all that follow, until somebody served', async () => {
  const outageMs = 2000;
  const stage = await openStage({ waiting: { outageMs } });
  killFirst(stage);
  const refused = await ask(stage.url);
  expect(refused.status).toBe(503);
  expect(refused.headers['retry-after']).toBe('1');
  expect(refused.headers['x-blockyard-entry']).toBe('waited-too-long');
  const againAtMs = performance.now();
  const next = await ask(stage.url);
  expect(next.headers['x-blockyard-entry']).toBe('no-healthy-block');
  expect(performance.now() - againAtMs).toBeLessThan(outageMs / 2);
  expect(held(stage)).toMatchObject({ total: 1, turnedAway: 1 });
  // These are errors, as they always were.
  expect(stage.entry.traffic().lost).toBe(2);
  expect(stage.entry.traffic().lostPerSecond).toBeGreaterThan(0);
  const port = await startBlock((_, response) => response.end('fresh'));
  stage.entry.addBlock({ id: blockIdAt(first, 1), generation: first, port });
  await until(() => stage.entry.health(blockIdAt(first, 1))?.state.kind === 'healthy');
  stage.entry.markExited(blockIdAt(first, 1), 'It was killed.');
  const startedAtMs = performance.now();
  expect((await ask(stage.url)).status).toBe(503);
  expect(performance.now() - startedAtMs).toBeGreaterThan(200);
});

test('a block that is gone before anybody noticed loses nothing either: the refused connection carried nothing', async () => {
  const server = http.createServer((_, response) => response.end('ok'));
  const port = await startServer(server);
  const { entry, url } = await openEntry({ [first]: [port] }, { waiting });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const asked = ask(url, { method: 'POST', body: 'order' });
  await until(() => entry.traffic().held?.now === 1);
  const fresh = await startBlock((_, response) => response.end('fresh'));
  entry.addBlock({ id: blockIdAt(first, 1), generation: first, port: fresh });
  expect((await asked).body).toBe('fresh');
  expect(entry.traffic()).toMatchObject({ requests: 1, lost: 0 });
});

test('our own questions see that nobody is there at once', async () => {
  const stage = await openStage({ waiting, probeKey: 'secret' });
  killFirst(stage);
  const probe = await ask(stage.url, { headers: { 'x-blockyard-probe': 'secret' } });
  expect(probe.status).toBe(503);
  expect(stage.entry.traffic()).toMatchObject({ lost: 0, held: { total: 0 } });
  expect(stage.entry.holding()).toBeNull();
});

test('a pause in an outage keeps those who wait past its time, and lets them in at its own end', async () => {
  const stage = await openStage({ waiting: { outageMs: 200 } });
  killFirst(stage);
  const asked = ask(stage.url);
  await waits(stage, 1);
  stage.entry.pause(10_000);
  await pause(300);
  expect(held(stage)?.now).toBe(1);
  stage.entry.setSplit(splitOf({ [first]: 0, [second]: 100 }, 3));
  await pause(50);
  expect(held(stage)?.now).toBe(1);
  stage.entry.resume();
  expect(generationOf(await asked)).toBe(second);
});
