import { expect, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import {
  ask,
  blockIdAt,
  openEntry,
  rawExchange,
  splitOf,
  startBlock,
  until,
} from './entry-fixture.ts';

const current = asGenerationId('shop-v001');
const candidate = asGenerationId('shop-v002');

test('a preview reaches one generation only, keeps its address, and is not traffic', async () => {
  const old = await startBlock((_, response) => response.end('old'));
  const young = await startBlock((_, response) => response.end('new'));
  const { entry, url } = await openEntry({ [current]: [old], [candidate]: [young] });
  const preview = await entry.preview(candidate);
  expect(await entry.preview(candidate)).toBe(preview);
  expect(preview).not.toBe(url);
  const answer = await ask(preview);
  expect(answer).toMatchObject({ status: 200, body: 'new' });
  expect(answer.headers['x-blockyard-generation']).toBe(candidate);
  expect((await ask(url)).body).toBe('old');
  expect(entry.traffic().generations.find((one) => one.generation === candidate)).toMatchObject({
    requests: 0,
    responsesSinceSplit: 0,
  });
  entry.setSplit(splitOf({ [candidate]: 100 }, 2));
  expect(await entry.preview(candidate)).toBe(preview);
  expect((await ask(await entry.preview(current))).body).toBe('old');
});

test('a preview checks names like the entry, and its drain waits for it', async () => {
  const slow = await startBlock((_, response) => setTimeout(() => response.end('seen'), 200));
  const { entry } = await openEntry({ [current]: [slow] });
  const preview = await entry.preview(current);
  const port = Number(new URL(preview).port);
  const foreign = 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
  expect(await rawExchange(port, foreign)).toMatch(/^HTTP\/1\.1 421 /u);
  const looking = ask(preview);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const report = await entry.drainBlock(blockIdAt(current, 0), 5000);
  expect(report.drained).toBe(true);
  expect((await looking).body).toBe('seen');
});

test('a sick candidate can still be looked at, a generation without blocks says 503', async () => {
  const sick = await startBlock((_, response) => response.end('broken page'));
  const { entry } = await openEntry({ [current]: [] });
  entry.setGeneration(candidate, {
    thresholds: { intervalMs: 25, timeoutMs: 500, healthyAfter: 1, unhealthyAfter: 2 },
    healthPath: '/nowhere\u0000bad',
  });
  expect((await ask(await entry.preview(candidate))).status).toBe(503);
  expect(entry.traffic().lost).toBe(0);
  entry.addBlock({ id: blockIdAt(candidate, 0), generation: candidate, port: sick });
  expect((await ask(await entry.preview(candidate))).body).toBe('broken page');
  await until(() => entry.health(blockIdAt(candidate, 0))?.state.kind === 'unhealthy');
  expect(entry.health(blockIdAt(candidate, 0))?.state).toMatchObject({
    reason: expect.stringContaining('not a path that HTTP can ask for') as string,
  });
});

test('it ends with its generation; an unknown one has none', async () => {
  const { entry } = await openEntry({ [current]: [], [candidate]: [] });
  const preview = await entry.preview(candidate);
  expect((await ask(preview)).status).toBe(503);
  await entry.removeGeneration(candidate);
  await expect(ask(preview)).rejects.toThrow(/ECONNREFUSED/u);
  await expect(entry.preview(candidate)).rejects.toThrow(/does not know the generation/u);
});
