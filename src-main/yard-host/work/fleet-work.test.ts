/** The drain of a block that works, with a real hook over HTTP. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asBlockId, asGenerationId } from '../../../src-shared/ids.ts';
import { systemClock } from '../../clock/system-clock.ts';
import type { News } from '../notices.ts';
import { createFleetWork, type FleetWork, type FleetWorkOptions } from './fleet-work.ts';

const generation = asGenerationId('runners-v001');
const id = asBlockId('a1');
let server: Server;
let work: FleetWork;
let busy = 0;
let news: News[] = [];

beforeEach(async () => {
  [busy, news] = [1, []];
  server = createServer((request, response) => {
    request.resume();
    response.end(JSON.stringify({ taking: request.url === '/take', busy }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const hook = { kind: 'http', takePath: '/take', stopPath: '/stop', statePath: '/state' } as const;
  const health = { intervalMs: 50, timeoutMs: 500, healthyAfter: 1, unhealthyAfter: 1 };
  // Of an entry and a record only what a drain asks.
  const options = {
    clock: systemClock,
    entry: {
      split: () => ({ revision: 1, weights: [], changedAtMs: 0 }),
      addBlock: () => undefined,
      drainBlock: () => Promise.resolve({}),
    },
    record: () => ({
      id: 'runners',
      generations: [{ id: generation, recipe: { work: hook, health } }],
    }),
    notice: (one: News) => news.push(one),
    onChange: () => undefined,
  };
  work = createFleetWork(options as unknown as FleetWorkOptions);
  work.place.addBlock({ id, generation, port });
});
afterEach(async () => {
  await work.close();
  await new Promise((resolve) => server.close(resolve));
});

it('ends when nothing is in hand any more, and not before', async () => {
  let isOver = false;
  const drained = work.place.drainBlock(id, 20_000).then(() => {
    isOver = true;
  });
  await expect.poll(() => work.view(id)).toMatchObject({ kind: 'seen', busy: 1 });
  expect(isOver).toBe(false);
  busy = 0;
  await drained;
  expect(news).toEqual([]);
});

it('says what was still in hand when its time was over', async () => {
  await work.place.drainBlock(id, 300);
  expect(news).toMatchObject([{ severity: 'warning', text: 'At the end of the drain of a1, it still had 1 in hand.' }]); // prettier-ignore
});
