import { randomBytes } from 'node:crypto';
import * as http from 'node:http';
import { describe, expect, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import {
  ask,
  blockIdAt,
  openEntry,
  splitOf,
  startBlock,
  startServer,
  until,
} from './entry-fixture.ts';

const generation = asGenerationId('shop-v001');

/** Answers with the length of what it was sent. */
const measure: http.RequestListener = (request, response) => {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.length));
  request.on('end', () => response.end(String(bytes)));
};

describe('who answers', () => {
  test('by weight, and never a generation without weight', async () => {
    const hello: http.RequestListener = (_, response) => response.end('hi');
    const { entry, url } = await openEntry({
      'shop-v001': [await startBlock(hello)],
      'shop-v002': [await startBlock(hello)],
      'shop-v003': [await startBlock(hello)],
    });
    entry.setSplit(splitOf({ 'shop-v001': 75, 'shop-v002': 25, 'shop-v003': 0 }));
    const seen: Record<string, number> = {};
    for (let turn = 0; turn < 40; turn += 1) {
      const name = String((await ask(url)).headers['x-blockyard-generation']);
      seen[name] = (seen[name] ?? 0) + 1;
    }
    expect(seen).toEqual({ 'shop-v001': 30, 'shop-v002': 10 });
  });

  test('the least busy block of the generation', async () => {
    const waiting: http.ServerResponse[] = [];
    const slow = await startBlock((_, response) => waiting.push(response));
    const quick = await startBlock((_, response) => response.end('quick'));
    const { url } = await openEntry({ [generation]: [slow, quick] });
    const stuck = ask(url);
    await until(() => waiting.length === 1);
    for (let turn = 0; turn < 5; turn += 1) expect((await ask(url)).body).toBe('quick');
    waiting[0]?.end('slow');
    expect((await stuck).body).toBe('slow');
  });

  test('another generation with weight when one has no healthy block, 503 when none is left', async () => {
    const hello: http.RequestListener = (_, response) => response.end('hi');
    const { entry, url } = await openEntry({
      'shop-v001': [await startBlock(hello)],
      'shop-v002': [await startBlock(hello)],
      'shop-v003': [await startBlock(hello)],
    });
    entry.setSplit(splitOf({ 'shop-v001': 90, 'shop-v002': 10, 'shop-v003': 0 }));
    entry.markExited(blockIdAt('shop-v001', 0), 'Killed.');
    for (let turn = 0; turn < 5; turn += 1) {
      expect((await ask(url)).headers['x-blockyard-generation']).toBe('shop-v002');
    }
    entry.markExited(blockIdAt('shop-v002', 0), 'Killed.');
    const answer = await ask(url);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.headers['x-blockyard-entry']).toBe('no-healthy-block');
    expect(answer.body).toContain('counted this request as lost');
    expect(entry.traffic().lost).toBe(1);
  });

  test('a block that only fails its checks when nobody is healthy, never one that was never fit', async () => {
    let isFit = true;
    const moody = http.createServer((request, response) => {
      response.statusCode = request.url === '/health' && !isFit ? 500 : 200;
      response.end('still here');
    });
    const never = http.createServer((request, response) => {
      response.statusCode = request.url === '/health' ? 500 : 200;
      response.end('never fit');
    });
    const { entry, url } = await openEntry({ [generation]: [await startServer(moody)] });
    entry.addBlock({ id: blockIdAt('shop-v001', 1), generation, port: await startServer(never) });
    isFit = false;
    await until(() => entry.health(blockIdAt('shop-v001', 0))?.state.kind === 'unhealthy');
    for (let turn = 0; turn < 6; turn += 1) expect((await ask(url)).body).toBe('still here');
    expect(entry.traffic().lost).toBe(0);
    entry.markExited(blockIdAt('shop-v001', 0), 'Killed.');
    expect((await ask(url)).status).toBe(503);
    expect(entry.traffic().lost).toBe(1);
  });

  test('the next block when one refuses the connection, uploads included', async () => {
    const gone = http.createServer((_, response) => response.end('ok'));
    const { entry, url } = await openEntry(
      { [generation]: [await startServer(gone), await startBlock(measure)] },
      {},
      { intervalMs: 60_000, timeoutMs: 1000, healthyAfter: 1, unhealthyAfter: 1000 },
    );
    gone.closeAllConnections();
    await new Promise((resolve) => gone.close(resolve));
    for (let turn = 0; turn < 10; turn += 1) {
      const body = randomBytes(300_000);
      const answer = await ask(url, { method: 'POST', body });
      expect(answer.body).toBe(String(body.length));
    }
    expect(entry.traffic().lost).toBe(0);
  });
});
