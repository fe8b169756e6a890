import * as http from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { asBlockId, asGenerationId } from '../../../src-shared/ids.ts';
import {
  ask,
  blockIdAt,
  openEntry,
  pause,
  splitOf,
  startBlock,
  startServer,
  until,
} from './entry-fixture.ts';

const generation = asGenerationId('shop-v001');
const block = blockIdAt('shop-v001', 0);

/** A request that takes so long, and its server. */
function startSlow(ms: number): Promise<number> {
  return startBlock((_, response) => setTimeout(() => response.end('done'), ms));
}

/** A WebSocket block that echoes; `each` sees every connection. */
async function startSockets(each?: (socket: WebSocket) => void): Promise<number> {
  const server = http.createServer((_, response) => response.end('ok'));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data, binary) => socket.send(data, { binary }));
    each?.(socket);
  });
  onTestFinished(() => sockets.close());
  return startServer(server);
}

interface Client {
  readonly socket: WebSocket;
  readonly received: string[];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly upgradeHeaders: http.IncomingHttpHeaders;
}

function connect(url: string): Promise<Client> {
  const socket = new WebSocket(url.replace('http', 'ws'));
  onTestFinished(() => socket.terminate());
  const received: string[] = [];
  socket.on('message', (data: Buffer) => received.push(data.toString()));
  let upgradeHeaders: http.IncomingHttpHeaders = {};
  socket.on('upgrade', (response) => (upgradeHeaders = response.headers));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => resolve({ socket, received, closed, upgradeHeaders }));
  });
}

describe('draining requests', () => {
  test('a 3 s request that ends within the drain is never cut, and new ones go elsewhere', async () => {
    const { entry, url } = await openEntry({
      [generation]: [
        await startSlow(3000),
        await startBlock((_, response) => response.end('other')),
      ],
    });
    const running = ask(url);
    await until(() => entry.traffic().generations[0]?.inFlight === 1);
    const report = entry.drainBlock(block, 5000);
    expect(entry.draining(block)?.inFlight).toBe(1);
    for (let turn = 0; turn < 4; turn += 1) expect((await ask(url)).body).toBe('other');
    expect((await running).body).toBe('done');
    const { ms, ...rest } = await report;
    expect(rest).toEqual({ drained: true, calledOff: false, cutRequests: 0, cutWebSockets: 0 });
    expect(ms).toBeGreaterThan(1000);
    expect(entry.traffic().lost).toBe(0);
  });

  test('beyond the drain it is cut, told why, and counted', async () => {
    const { entry, url } = await openEntry({ [generation]: [await startSlow(3000)] });
    const running = ask(url, { method: 'POST', body: 'x' });
    await until(() => entry.traffic().generations[0]?.inFlight === 1);
    const report = await entry.drainBlock(block, 1000);
    expect(report).toMatchObject({ drained: false, cutRequests: 1, cutWebSockets: 0 });
    const answer = await running;
    expect(answer.status).toBe(502);
    expect(answer.headers['x-blockyard-entry']).toBe('drain-ended');
    expect(entry.traffic()).toMatchObject({ lost: 1, generations: [{ inFlight: 0 }] });
  });

  test('a running answer that is cut breaks off; it does not look whole', async () => {
    const streaming = await startBlock((_, response) => response.write('first'));
    const { entry, url } = await openEntry({ [generation]: [streaming] });
    const running = ask(url);
    await until(() => entry.traffic().generations[0]?.requests === 1);
    const report = entry.drainBlock(block, 50);
    await expect(running).rejects.toThrow();
    expect((await report).cutRequests).toBe(1);
  });

  test('an idle block is drained at once; a second call gets the same drain', async () => {
    const { entry } = await openEntry({ [generation]: [await startSlow(0)] });
    const first = await entry.drainBlock(block, 5000);
    expect(first).toMatchObject({ drained: true, cutRequests: 0 });
    expect(await entry.drainBlock(block, 1)).toEqual(first);
  });

  test('called off, the block takes requests again', async () => {
    const { entry, url } = await openEntry({ [generation]: [await startSlow(200)] });
    const running = ask(url);
    await until(() => entry.traffic().generations[0]?.inFlight === 1);
    const report = entry.drainBlock(block, 60_000);
    expect((await ask(url)).status).toBe(503);
    expect(entry.cancelDrain(block)).toBe(true);
    expect((await report).calledOff).toBe(true);
    expect((await ask(url)).body).toBe('done');
    expect((await running).body).toBe('done');
    expect(entry.cancelDrain(block)).toBe(false);
  });

  test('of a block nobody knows is refused', async () => {
    const { entry } = await openEntry({ [generation]: [await startSlow(0)] });
    await expect(entry.drainBlock(asBlockId('nobody'), 10)).rejects.toThrow(
      /does not know the block/u,
    );
  });

  test('of a removed block ends; its request is left to finish', async () => {
    const { entry, url } = await openEntry({ [generation]: [await startSlow(300)] });
    const running = ask(url);
    await until(() => entry.traffic().generations[0]?.inFlight === 1);
    const report = entry.drainBlock(block, 60_000);
    entry.removeBlock(block);
    expect((await report).calledOff).toBe(true);
    expect((await running).body).toBe('done');
  });
});

describe('WebSockets', () => {
  test('pass both ways with the generation in the answer, and count as open', async () => {
    const { entry, url } = await openEntry({ [generation]: [await startSockets()] });
    const client = await connect(`${url}/chat`);
    const big = 'x'.repeat(300_000);
    client.socket.send('hello');
    client.socket.send(big);
    await until(() => client.received.length === 2);
    expect(client.received).toEqual(['hello', big]);
    expect(client.upgradeHeaders['x-blockyard-generation']).toBe(generation);
    expect(entry.traffic().generations[0]).toMatchObject({ webSockets: 1, requests: 1, errors: 0 });
    client.socket.close(1000);
    expect((await client.closed).code).toBe(1000);
    await until(() => entry.traffic().generations[0]?.webSockets === 0);
  });

  test('are told 1001 when the drain begins, whatever the server is sending, and none is cut', async () => {
    // The server floods: a close frame put into the middle of a frame would be a protocol error.
    const flooding = await startSockets((socket) => {
      const timer = setInterval(() => {
        for (const size of [1, 130, 70_000]) socket.send('y'.repeat(size));
      }, 1);
      socket.on('close', () => clearInterval(timer));
    });
    const { entry, url } = await openEntry({ [generation]: [flooding] });
    const clients = await Promise.all(Array.from({ length: 12 }, () => connect(url)));
    const problems: Error[] = [];
    for (const one of clients) one.socket.on('error', (error) => problems.push(error));
    await until(() => clients.every((one) => one.received.length > 3));
    const report = await entry.drainBlock(block, 5000);
    const codes = await Promise.all(clients.map((one) => one.closed));
    expect(codes.map((one) => one.code)).toEqual(clients.map(() => 1001));
    expect(codes[0]?.reason).toContain('connect again');
    expect(problems).toEqual([]);
    expect(report).toMatchObject({ drained: true, cutWebSockets: 0 });
    expect(entry.traffic().webSocketsCut).toBe(0);
  });

  test('control: the same goodbye without regard to frames is a protocol error', async () => {
    const { goingAwayFrame } = await import('./frame-tracker.ts');
    const server = http.createServer((_, response) => response.end('ok'));
    const sockets = new WebSocketServer({ server });
    onTestFinished(() => sockets.close());
    sockets.on('connection', (socket, request) => {
      socket.send('z'.repeat(100), { fin: true }, () => undefined);
      request.socket.write(Buffer.from([0x81, 50, 0x61]));
      request.socket.write(goingAwayFrame('too early'));
      request.socket.end();
    });
    const { url } = await openEntry({ [generation]: [await startServer(server)] });
    const client = await connect(url);
    expect((await client.closed).code).toBe(1006);
  });

  test('that do not go are cut at the end of the drain, and counted', async () => {
    const { entry, url } = await openEntry({ [generation]: [await startSockets()] });
    const { port } = new URL(url);
    const net = await import('node:net');
    // A client that never answers a close frame.
    const deaf = net.connect(Number(port), '127.0.0.1', () => {
      deaf.write(
        'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      );
    });
    const bytes: Buffer[] = [];
    deaf.on('data', (chunk: Buffer) => bytes.push(chunk));
    const gone = new Promise((resolve) => deaf.on('close', resolve));
    await until(() => entry.traffic().generations[0]?.webSockets === 1);
    const report = await entry.drainBlock(block, 200);
    expect(report).toMatchObject({ drained: false, cutRequests: 0, cutWebSockets: 1 });
    await gone;
    const text = Buffer.concat(bytes).toString('latin1');
    expect(text).toContain('please connect again');
    expect(entry.traffic()).toMatchObject({ lost: 0, webSocketsCut: 1 });
    expect(entry.traffic().generations[0]?.webSockets).toBe(0);
  });

  test('stay with their generation over a swap, until a drain', async () => {
    const { entry, url } = await openEntry({
      'shop-v001': [await startSockets()],
      'shop-v002': [await startSockets()],
    });
    const client = await connect(url);
    entry.setSplit(splitOf({ 'shop-v001': 0, 'shop-v002': 100 }, 2));
    client.socket.send('still here');
    await until(() => client.received.length === 1);
    const next = await connect(url);
    expect(next.upgradeHeaders['x-blockyard-generation']).toBe('shop-v002');
    client.socket.close();
    next.socket.close();
  });

  test('a block that declines the upgrade is heard', async () => {
    const plain = await startBlock((_, response) => response.writeHead(403).end('no sockets here'));
    const { entry, url } = await openEntry({ [generation]: [plain] });
    await expect(connect(url)).rejects.toThrow(/403/u);
    const { Connection, ...rest } = { Connection: 'Upgrade', Upgrade: 'websocket' };
    const answer = await ask(url, { headers: { Connection, ...rest } });
    expect(answer).toMatchObject({ status: 403, body: 'no sockets here' });
    expect(answer.headers['x-blockyard-generation']).toBe(generation);
    await until(() => entry.traffic().generations[0]?.inFlight === 0);
    expect((await entry.drainBlock(block, 1000)).drained).toBe(true);
  });

  test('an upgrade to something else is answered as if it had not been asked', async () => {
    const plain = await startBlock((request, response) =>
      response.end(`upgrade: ${String(request.headers.upgrade)}`),
    );
    const { url } = await openEntry({ [generation]: [plain] });
    const answer = await ask(url, {
      headers: { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAA' },
    });
    expect(answer).toMatchObject({ status: 200, body: 'upgrade: undefined' });
  });

  test('a handshake without any block is a 503, one with a dead block goes to the next', async () => {
    const dead = http.createServer((_, response) => response.end('ok'));
    const { entry, url } = await openEntry(
      { [generation]: [await startServer(dead), await startSockets()] },
      {},
      { intervalMs: 60_000, timeoutMs: 1000, healthyAfter: 1, unhealthyAfter: 1000 },
    );
    dead.closeAllConnections();
    await new Promise((resolve) => dead.close(resolve));
    for (let turn = 0; turn < 4; turn += 1) (await connect(url)).socket.close();
    expect(entry.traffic().lost).toBe(0);
    entry.removeBlock(blockIdAt(generation, 0));
    entry.removeBlock(blockIdAt(generation, 1));
    await expect(connect(url)).rejects.toThrow(/503/u);
    expect(entry.traffic().lost).toBe(1);
  });

  test('closing the entry says 1001 and leaves nothing open', async () => {
    const { entry, url } = await openEntry({ [generation]: [await startSockets()] });
    const client = await connect(url);
    await pause(20);
    await entry.close(2000);
    expect((await client.closed).code).toBe(1001);
    await expect(ask(url)).rejects.toThrow(/ECONNREFUSED/u);
  });
});
