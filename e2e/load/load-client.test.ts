import { spawn } from 'node:child_process';
import * as http from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { matchLedgers, readLedger } from './ledger.ts';
import { chooseKind, releaseMix, type RequestKind } from './mix.ts';
import { runOpenLoop } from './open-loop.ts';
import { lagMs, lossReason, type RequestRecord } from './request-record.ts';
import { seededRandom } from './seeded-random.ts';
import { percentile, summarise } from './summary.ts';
import { startWebSockets, summariseWebSockets } from './web-sockets.ts';

function startServer(listener: http.RequestListener): Promise<string> {
  return listen(http.createServer(listener));
}

async function listen(server: http.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${String(address !== null && typeof address === 'object' ? address.port : 0)}`;
}

/** The real target of the benches, in its own process. */
async function startTarget(): Promise<string> {
  const script = fileURLToPath(new URL('../../bench/load-target.ts', import.meta.url));
  const child = spawn(process.execPath, [script, 'block-1', 'shop-v001'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
  });
  return `127.0.0.1:${String((JSON.parse(line) as { port: number }).port)}`;
}

/** Answers everything as it should be, but for what `spoil` does first. */
function echo(spoil: (id: string, response: http.ServerResponse) => boolean): http.RequestListener {
  return (request, response) => {
    const id = String(request.headers['x-request-id']);
    request.resume();
    if (spoil(id, response)) return;
    response.setHeader('x-request-id', id);
    response.end('ok');
  };
}

const shortOnly = { short: 1, slow: 0, stream: 0, order: 0, upload: 0 };

describe('open loop', () => {
  test('loses nothing of the whole mix against a healthy server, and the ledger agrees', async () => {
    const address = await startTarget();
    const records = await runOpenLoop({
      url: `http://${address}`,
      requestsPerSecond: 150,
      seconds: 2,
      name: 'whole',
      mix: { ...releaseMix, upload: 0.05 },
    });
    const summary = summarise(records);
    expect(summary).toMatchObject({ lost: 0, lostBy: {} });
    expect(summary.sent).toBeGreaterThan(250);
    expect(summary.generations).toEqual({ 'shop-v001': summary.sent });
    const kinds = new Set(records.map((one) => one.kind));
    expect([...kinds].toSorted()).toEqual(['order', 'short', 'slow', 'stream', 'upload']);
    const match = matchLedgers(records, [await readLedger(address)]);
    expect(match).toMatchObject({ twice: [], missing: [], unanswered: [] });
    expect(match.posts).toBeGreaterThan(50);
  });

  test('goes on sending while the server says nothing, and tells its own lateness apart', async () => {
    let arrived = 0;
    const url = await startServer(() => (arrived += 1));
    const records = await runOpenLoop({
      url,
      requestsPerSecond: 200,
      seconds: 1,
      name: 'silent',
      mix: shortOnly,
      timeoutMs: 1500,
    });
    expect(arrived).toBeGreaterThan(150);
    expect(summarise(records).lostBy).toEqual({ timeout: records.length });
    expect(percentile(records.map(lagMs), 0.5)).toBeLessThan(200);
  });

  test.each<[string, (response: http.ServerResponse) => void, RegExp]>([
    ['a broken connection', (response) => response.destroy(), /ECONNRESET/u],
    [
      'half an answer',
      (response) => void response.write('x', () => response.destroy()),
      /ECONNRESET/u,
    ],
    ['a 503', (response) => void response.writeHead(503).end(), /status 503/u],
    [
      'an answer to somebody else',
      (response) => void response.setHeader('x-request-id', 'x').end(),
      /wrong id/u,
    ],
    ['no id at all', (response) => void response.end(), /wrong id/u],
  ])('counts %s as lost', async (_, spoil, reason) => {
    const url = await startServer(
      echo((id, response) => {
        if (!id.endsWith('-7')) return false;
        spoil(response);
        return true;
      }),
    );
    const records = await runOpenLoop({
      url,
      requestsPerSecond: 100,
      seconds: 0.3,
      name: 'spoilt',
      mix: shortOnly,
    });
    const lost = records.filter((one) => lossReason(one) !== null);
    expect(lost.map((one) => one.id)).toEqual(['spoilt-7']);
    expect(lossReason(lost[0]!)).toMatch(reason);
  });

  test('counts an upload that did not arrive whole as lost', async () => {
    const url = await startServer((request, response) => {
      request.resume();
      response.setHeader('x-request-id', String(request.headers['x-request-id']));
      request.on('end', () => response.end(JSON.stringify({ bytes: 1, sha256: 'ff' })));
    });
    const records = await runOpenLoop({
      url,
      requestsPerSecond: 10,
      seconds: 0.3,
      name: 'upload',
      mix: { ...shortOnly, short: 0, upload: 1 },
    });
    expect(new Set(records.map(lossReason))).toEqual(new Set(['upload damaged']));
  });
});

describe('WebSockets', () => {
  test('echo while they last and are closed by us at the end', async () => {
    const run = startWebSockets({ url: `http://${await startTarget()}`, count: 5, everyMs: 20 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const records = await run.stop();
    expect(summariseWebSockets(records)).toEqual({ ours: 5, 'going-away': 0, cut: 0 });
    for (const one of records) expect(one.echoed).toBeGreaterThan(2);
  });

  test('tell a goodbye from a cut, and connect again after both', async () => {
    const server = http.createServer();
    let turn = 0;
    new WebSocketServer({ server }).on('connection', (socket) => {
      turn += 1;
      if (turn === 1) socket.close(1001);
      if (turn === 2) socket.terminate();
    });
    const url = await listen(server);
    const run = startWebSockets({ url, count: 1, everyMs: 20 });
    await vi.waitFor(() => expect(turn).toBe(3));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await run.stop()).map((one) => one.end.kind)).toEqual(['going-away', 'cut', 'ours']);
  });
});

test('a seed repeats its sequence, and the mix keeps its shares', () => {
  const kindsOf = (seed: number): RequestKind[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 20_000 }, () => chooseKind(releaseMix, random));
  };
  expect(kindsOf(7)).toEqual(kindsOf(7));
  expect(kindsOf(7)).not.toEqual(kindsOf(8));
  const posts = kindsOf(7).filter((kind) => kind === 'order' || kind === 'upload').length;
  expect(posts / 20_000).toBeCloseTo(0.3, 1);
});

test('matchLedgers finds what ran twice, anywhere, and what never ran', () => {
  const record = (id: string, status: number): RequestRecord => ({
    ...{ id, status, kind: 'order', method: 'POST', echoedId: id, bytes: 0, generation: null },
    ...{ dueAtMs: 0, sentAtMs: 0, answeredAtMs: 1, doneAtMs: 2, complete: true, error: null },
  });
  const records = [record('a', 200), record('b', 201), record('c', 200), record('d', 502)];
  const ledgers = [
    { block: 'one', posts: { a: 1, c: 1, d: 1 } },
    { block: 'two', posts: { c: 1, stranger: 5 } },
  ];
  expect(matchLedgers(records, ledgers)).toEqual({
    posts: 4,
    twice: ['c'],
    missing: ['b'],
    unanswered: ['d'],
  });
});
