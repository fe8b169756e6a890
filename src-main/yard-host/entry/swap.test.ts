import { spawn, type ChildProcess } from 'node:child_process';
import * as http from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asGenerationId, type GenerationId } from '../../../src-shared/ids.ts';
import { FaultError } from '../../../src-shared/result.ts';
import {
  ask,
  type AskOptions,
  blockIdAt,
  openEntry,
  pause,
  splitOf,
  startBlock,
  until,
} from './entry-fixture.ts';

const first = asGenerationId('shop-v001');
const second = asGenerationId('shop-v002');

/**
 * A block in a process of its own: 5 ms of work, a ledger of the POSTs it carried out. `/hold` is worked
 * on until a line comes in: it is surely in flight for as long as a test wants it to be.
 */
const blockScript = `
const http = require('node:http');
const posts = {};
const held = [];
const server = http.createServer((request, response) => {
  if (request.url === '/health') return response.end('ok');
  if (request.url === '/ledger') return response.end(JSON.stringify(posts));
  request.resume();
  const work = request.url !== '/hold' ? (done) => setTimeout(done, 5) : (done) => {
    held.push(done);
    console.log('held');
  };
  request.on('end', () => work(() => {
    if (request.method === 'POST') posts[request.headers['x-id']] = (posts[request.headers['x-id']] ?? 0) + 1;
    response.setHeader('x-id', request.headers['x-id']);
    response.end('done');
  }));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).on('data', () => held.splice(0).forEach((done) => done()));
`;

interface RunningBlock {
  readonly port: number;
  readonly process: ChildProcess;
  /** So many requests to `/hold` have reached it. */
  readonly held: () => number;
  readonly release: () => void;
}

async function startProcess(): Promise<RunningBlock> {
  const child = spawn(process.execPath, ['-e', blockScript], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const port = await new Promise<number>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
  let held = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    held += chunk.toString().split('held').length - 1;
  });
  return { port, process: child, held: () => held, release: () => child.stdin.write('go\n') };
}

interface Sent {
  readonly id: string;
  readonly method: string;
  readonly good: boolean;
}

function send(url: string, id: string, options: AskOptions & { method: string }): Promise<Sent> {
  const { method } = options;
  return ask(url, options).then(
    (answer) => ({ id, method, good: answer.status === 200 && answer.headers['x-id'] === id }),
    () => ({ id, method, good: false }),
  );
}

/** Sends one request each `everyMs`, 30 % of them POST, until stopped. */
function startTraffic(url: string, everyMs: number): () => Promise<readonly Sent[]> {
  const agent = new http.Agent({ keepAlive: true });
  const running: Promise<Sent>[] = [];
  const timer = setInterval(() => {
    const id = String(running.length);
    const method = running.length % 10 < 3 ? 'POST' : 'GET';
    const options = {
      method,
      agent,
      headers: { 'x-id': id },
      ...(method === 'POST' && { body: id }),
    };
    running.push(send(url, id, options));
  }, everyMs);
  return async () => {
    clearInterval(timer);
    const all = await Promise.all(running);
    agent.destroy();
    return all;
  };
}

describe('setSplit', () => {
  test('is in force when it returns: the very next request goes to the other generation', async () => {
    const hello = await startBlock((_, response) => response.end('hi'));
    const { entry, url } = await openEntry({ [first]: [hello], [second]: [hello] });
    for (let revision = 2; revision < 40; revision += 1) {
      const target: GenerationId = revision % 2 === 0 ? second : first;
      entry.setSplit(splitOf({ [target]: 100 }, revision));
      expect((await ask(url)).headers['x-blockyard-generation']).toBe(target);
      const counted = entry.traffic().generations.find((one) => one.generation === target);
      expect(counted?.responsesSinceSplit).toBe(1);
      expect(counted?.firstResponseSinceSplitAtMs).not.toBeNull();
    }
  });

  test('an answer to a request from before the swap proves nothing about it', async () => {
    const waiting: http.ServerResponse[] = [];
    const slow = await startBlock((_, response) => waiting.push(response));
    const { entry, url } = await openEntry({ [first]: [slow] });
    const running = ask(url);
    await until(() => waiting.length === 1);
    entry.setSplit(splitOf({ [first]: 50 }, 2));
    waiting[0]?.end();
    await running;
    expect(entry.traffic().generations[0]).toMatchObject({ requests: 1, responsesSinceSplit: 0 });
  });

  test.each([[-1], [1000], [0.5], [Number.NaN]])(
    'refuses the weight %s and keeps the old split',
    async (weight) => {
      const hello = await startBlock((_, response) => response.end('hi'));
      const { entry, url } = await openEntry({ [first]: [hello] });
      expect(() => entry.setSplit(splitOf({ [first]: weight }, 2))).toThrow(FaultError);
      expect(entry.split().revision).toBe(1);
      expect((await ask(url)).status).toBe(200);
    },
  );

  test('refuses a generation named twice; one not known yet gets its share once it is', async () => {
    const hello = await startBlock((_, response) => response.end('hi'));
    const { entry, url } = await openEntry({ [first]: [hello] });
    const weights = [
      { generation: first, weight: 1 },
      { generation: first, weight: 2 },
    ];
    expect(() => entry.setSplit({ revision: 2, weights, changedAtMs: 0 })).toThrow(/twice/u);
    entry.setSplit(splitOf({ [second]: 100 }, 2));
    expect((await ask(url)).status).toBe(503);
    const thresholds = { intervalMs: 25, timeoutMs: 500, healthyAfter: 1, unhealthyAfter: 2 };
    entry.setGeneration(second, { thresholds, healthPath: '/health' });
    entry.addBlock({ id: blockIdAt(second, 0), generation: second, port: hello });
    await until(() => entry.health(blockIdAt(second, 0))?.state.kind === 'healthy');
    expect((await ask(url)).headers['x-blockyard-generation']).toBe(second);
  });
});

describe('swaps under load, with the old blocks ended each time', () => {
  /** Five swaps; each time the old generation's processes are replaced. `drain` is the difference. */
  async function swaps(
    drain: boolean,
  ): Promise<{ sent: number; lost: number; counted: number; twice: number; missing: number }> {
    const names = [first, second];
    let live = await Promise.all([startProcess(), startProcess()]);
    const { entry, url } = await openEntry({ [first]: live.map((one) => one.port), [second]: [] });
    const executed = new Map<string, number>();
    const endBlock = async (block: RunningBlock): Promise<void> => {
      const ledger = JSON.parse(
        (await ask(`http://127.0.0.1:${block.port}/ledger`)).body,
      ) as object;
      for (const [id, count] of Object.entries(ledger) as [string, number][]) {
        executed.set(id, (executed.get(id) ?? 0) + count);
      }
      block.process.kill('SIGKILL');
    };
    const stop = startTraffic(url, 4);
    const slow: Promise<Sent>[] = [];
    await pause(200);
    for (let turn = 1; turn <= 5; turn += 1) {
      const target = names[turn % 2]!;
      const leaving = names[(turn + 1) % 2]!;
      const next = await Promise.all([startProcess(), startProcess()]);
      next.forEach(({ port }, index) =>
        entry.addBlock({ id: blockIdAt(target, index), generation: target, port }),
      );
      await until(() =>
        next.every((_, index) => entry.health(blockIdAt(target, index))?.state.kind === 'healthy'),
      );
      // Whether one of the quick ones is on a block just now is chance; this one is.
      const id = `slow-${String(turn)}`;
      const options = { method: 'POST', headers: { 'x-id': id }, body: id };
      slow.push(send(`${url}/hold`, id, options));
      await until(() => live.some((one) => one.held() > 0));
      if (!drain) live.forEach((one) => one.process.kill('SIGKILL'));
      entry.setSplit(splitOf({ [target]: 100, [leaving]: 0 }, turn + 1));
      await Promise.all(
        live.map(async (one, index) => {
          if (drain) {
            const draining = entry.drainBlock(blockIdAt(leaving, index), 5000);
            one.release();
            const report = await draining;
            expect(report.drained).toBe(true);
            await endBlock(one);
          }
          entry.removeBlock(blockIdAt(leaving, index));
        }),
      );
      live = next;
      await pause(150);
    }
    const sent = [...(await stop()), ...(await Promise.all(slow))];
    if (drain) for (const one of live) await endBlock(one);
    const posts = sent.filter((one) => one.method === 'POST');
    return {
      sent: sent.length,
      lost: sent.filter((one) => !one.good).length,
      counted: entry.traffic().lost,
      twice: [...executed.values()].filter((count) => count > 1).length,
      missing: drain ? posts.filter((one) => one.good && !executed.has(one.id)).length : 0,
    };
  }

  test('lose nothing when the old generation is drained, and no POST runs twice', async () => {
    const { sent, ...rest } = await swaps(true);
    expect(sent).toBeGreaterThan(300);
    expect(rest).toEqual({ lost: 0, counted: 0, twice: 0, missing: 0 });
  });

  test('control: lose some when it is killed; the entry counts as many as the clients', async () => {
    const { lost, counted } = await swaps(false);
    expect(lost).toBeGreaterThanOrEqual(5);
    expect(counted).toBe(lost);
  });
});
