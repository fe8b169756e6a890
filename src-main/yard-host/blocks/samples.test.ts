/** The three sample images, started as the yard starts them. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { answerOf, openTestYard } from './block-fixture.ts';
import type { TestYard } from './block-fixture.ts';
import type { RunningBlock } from './start-block.ts';

const folderOf = (name: string): string =>
  fileURLToPath(new URL(`../../../assets/samples/${name}/`, import.meta.url)).replace(/\/$/, '');

let yard: TestYard;
let v1: RunningBlock;
let v2: RunningBlock;

beforeAll(async () => {
  yard = await openTestYard();
  v1 = await yard.startFolder(folderOf('storefront-v1'));
  v2 = await yard.startFolder(folderOf('storefront-v2'));
  await Promise.all([v1, v2].map((block) => answerOf(block, '/health')));
});
afterAll(() => yard.close());

const urlOf = (block: RunningBlock, path: string): string =>
  `http://${block.facts().address}${path}`;

async function jsonOf(block: RunningBlock, path: string, init: RequestInit = {}): Promise<unknown> {
  return (await fetch(urlOf(block, path), init)).json();
}

test('the pages differ, say who answered, and run no script', async () => {
  const pages = await Promise.all([v1, v2].map((block) => answerOf(block)));
  expect(pages[0]).toContain('Autumn');
  expect(pages[1]).toContain('Winter');
  for (const [index, block] of [v1, v2].entries()) {
    expect(pages[index]).toContain(block.id);
    expect(pages[index]).not.toContain('<script');
    expect(pages[index]).not.toMatch(/https?:/);
    expect(pages[index]?.length).toBeLessThan(20_000);
  }
});

test('every answer carries its version and the request id', async () => {
  for (const path of ['/', '/health', '/api/items', '/api/price', '/none']) {
    const response = await fetch(urlOf(v1, path), { headers: { 'x-request-id': 'abc-1' } });
    expect(response.headers.get('x-version'), path).toBe('1.8.2');
    expect(response.headers.get('x-request-id'), path).toBe('abc-1');
    await response.arrayBuffer();
  }
  const without = await fetch(urlOf(v2, '/health'));
  expect(without.headers.get('x-request-id')).toBeNull();
  expect(await without.json()).toEqual({ status: 'ok', version: '1.9.0' });
});

test('v2 has other prices and a new item', async () => {
  const itemsOf = async (block: RunningBlock): Promise<Map<string, number>> => {
    const { items } = (await jsonOf(block, '/api/items')) as {
      items: { id: string; cents: number }[];
    };
    return new Map(items.map((item) => [item.id, item.cents]));
  };
  const [before, after] = [await itemsOf(v1), await itemsOf(v2)];
  expect([...after.keys()].filter((id) => !before.has(id))).toEqual(['pine-hat']);
  expect([...before].filter(([id, cents]) => after.get(id) !== cents).length).toBeGreaterThan(2);
  expect(await jsonOf(v2, '/api/price?item=pine-hat')).toMatchObject({ cents: 3400 });
});

test('an order needs an id, is executed once for each request, and stands in the ledger', async () => {
  const order = (id: string | null): Promise<Response> =>
    fetch(urlOf(v1, '/api/orders'), {
      method: 'POST',
      headers: id === null ? {} : { 'x-request-id': id },
      body: JSON.stringify({ item: 'deck-mug' }),
    });
  expect((await order(null)).status).toBe(400);
  const first = await order('order-1');
  expect(first.status).toBe(201);
  expect(await first.json()).toMatchObject({ order: 'order-1', executed: 1, block: v1.id });
  await order('order-2');
  await order('order-2');
  expect(await jsonOf(v1, '/api/ledger')).toEqual({
    block: v1.id,
    version: '1.8.2',
    posts: { 'order-1': 1, 'order-2': 2 },
    notKept: 0,
  });
  const huge = await fetch(urlOf(v1, '/api/orders'), {
    method: 'POST',
    headers: { 'x-request-id': 'huge' },
    body: 'x'.repeat(2 * 1024 * 1024),
  });
  expect(huge.status).toBe(413);
  await huge.arrayBuffer();
});

test('upload, slow and stream do what they say', async () => {
  const body = Buffer.alloc(1024 * 1024, 'brick');
  expect(await jsonOf(v1, '/api/upload', { method: 'POST', body })).toEqual({
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
  });
  const from = performance.now();
  expect(await jsonOf(v1, '/api/slow?ms=150')).toMatchObject({ waitedMs: 150 });
  expect(performance.now() - from).toBeGreaterThan(140);
  const stream = await fetch(urlOf(v1, '/api/stream?ms=200&chunks=4'));
  expect((await stream.text()).trim().split('\n')).toHaveLength(4);
  expect(await jsonOf(v1, '/api/slow?ms=-5')).toMatchObject({ waitedMs: 0 });
});

test('wrong methods and paths are refused politely', async () => {
  const response = await fetch(urlOf(v1, '/api/orders'));
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('POST');
  expect((await fetch(urlOf(v1, '/../etc/passwd'))).status).toBe(404);
  expect((await fetch(urlOf(v1, '/'), { method: 'HEAD' })).status).toBe(200);
});

test('WebSocket: echo, ping, close', async () => {
  const socket = new WebSocket(`ws://${v1.facts().address}/ws`);
  await once(socket, 'open');
  for (const text of ['hello', 'brick 🧱', 'x'.repeat(5000)]) {
    const answered = once(socket, 'message') as Promise<[Buffer]>;
    socket.send(text);
    expect((await answered)[0].toString()).toBe(text);
  }
  const ponged = once(socket, 'pong');
  socket.ping('?');
  await ponged;
  const closed = once(socket, 'close') as Promise<[number]>;
  socket.close(1000);
  expect((await closed)[0]).toBe(1000);
});

test('asked to end: what is being answered is finished, sockets are told, then it ends', async () => {
  const block = await yard.startFolder(folderOf('storefront-v1'));
  await answerOf(block, '/health');
  const socket = new WebSocket(`ws://${block.facts().address}/ws`);
  await once(socket, 'open');
  const closed = once(socket, 'close') as Promise<[number]>;
  const stream = await fetch(urlOf(block, '/api/stream?ms=600&chunks=6'));
  const exited = block.terminate(10_000);
  expect((await stream.text()).trim().split('\n')).toHaveLength(6);
  expect((await closed)[0]).toBe(1001);
  expect(await exited).toMatchObject({ code: 0, signal: null, asked: true });
  await expect(fetch(urlOf(block, '/health'))).rejects.toThrow();
});

test('v3 is healthy, serves a while, then fails more and more, in the same way each time', async () => {
  const sharesOf = async (): Promise<number[]> => {
    const block = await yard.startFolder(folderOf('storefront-v3'));
    await answerOf(block, '/health');
    const shares: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const ask = async (): Promise<number> => (await fetch(urlOf(block, '/api/price'))).status;
      const answers = await Promise.all(Array.from({ length: 60 }, ask));
      shares.push(answers.filter((status) => status === 500).length / answers.length);
    }
    expect(await jsonOf(block, '/health')).toMatchObject({ status: 'ok' });
    expect(block.log().lines.some((line) => /connection/.test(line.text))).toBe(true);
    return shares;
  };
  const [once, again] = await Promise.all([sharesOf(), sharesOf()]);
  expect(once).toEqual(again);
  expect(once[0]).toBe(0);
  expect(once[2]).toBeGreaterThan(once[1] ?? 1);
  expect(once[4]).toBeGreaterThan(0.4);
});
