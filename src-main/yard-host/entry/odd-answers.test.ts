/** Blocks whose answers are not what HTTP allows: each client is answered, and nothing piles up. */
import * as net from 'node:net';
import { describe, expect, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { openEntry, rawExchange, startServer, until } from './entry-fixture.ts';

const generation = asGenerationId('shop-v001');
const get = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

/** A block that answers with these bytes; its health is fine. */
function startOddBlock(answer: (socket: net.Socket) => void): Promise<number> {
  return startServer(
    net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        if (chunk.toString('latin1').startsWith('GET /health')) {
          socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        } else answer(socket);
      });
    }),
  );
}

const saying =
  (bytes: string) =>
  (socket: net.Socket): void =>
    void socket.end(bytes, 'latin1');

const fine = 'Content-Length: 2\r\n\r\nok';

describe('an answer that cannot be passed on', () => {
  test.each([
    ['a control character in its phrase', `HTTP/1.1 200 O\u0001K\r\n${fine}`],
    ['the same without a body', `HTTP/1.1 204 O\u0001K\r\n\r\n`],
    ['a status below 100', `HTTP/1.1 000 x\r\n${fine}`],
    [
      'a coding beside chunked',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    ],
    ['no HTTP', 'hello\r\n\r\n'],
  ])('%s: the client gets 502, and it counts as lost, not as answered', async (_, bytes) => {
    const block = await startOddBlock(saying(bytes));
    const { entry, port } = await openEntry({ [generation]: [block] });
    const received = await rawExchange(port, get);
    expect(received).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/u);
    expect(received).toMatch(/x-blockyard-entry: answer-unreadable[^]*is not valid HTTP/u);
    const traffic = entry.traffic();
    expect(traffic).toMatchObject({ requests: 1, lost: 1 });
    expect(traffic.generations[0]).toMatchObject({ responsesSinceSplit: 0, inFlight: 0 });
  });

  test.each([
    ['an ordinary phrase', `HTTP/1.1 200 Fine by me\r\n${fine}`, 200],
    ['a phrase beyond ASCII', `HTTP/1.1 200 \u00e9\r\n${fine}`, 200],
    ['a status of its own', `HTTP/1.1 999 x\r\n${fine}`, 999],
  ])('control: %s passes and counts', async (_, bytes, status) => {
    const block = await startOddBlock(saying(bytes));
    const { entry, port } = await openEntry({ [generation]: [block] });
    expect(await rawExchange(port, get)).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `, 'u'));
    expect(entry.traffic().lost).toBe(0);
    expect(entry.traffic().generations[0]?.responsesSinceSplit).toBe(1);
  });
});

describe('interim answers (1xx)', () => {
  const hint = `HTTP/1.1 103 Early Hints\r\nX-Big: ${'y'.repeat(8000)}\r\n\r\n`;

  /** As fast as they are taken, for ever. */
  function endlessly(socket: net.Socket): void {
    const go = (): void => {
      while (!socket.destroyed && socket.write(hint));
      if (!socket.destroyed) socket.once('drain', go);
    };
    go();
  }

  test('without end: the request is given up, and little of them was passed on', async () => {
    const block = await startOddBlock(endlessly);
    const { entry, port } = await openEntry({ [generation]: [block] });
    const received = await rawExchange(port, get);
    expect(received).toMatch(/HTTP\/1\.1 502 [^]*x-blockyard-entry: no-final-answer/u);
    expect(received.length).toBeLessThan(20 * hint.length);
    expect(entry.traffic()).toMatchObject({ requests: 1, lost: 1 });
  });

  test('a client that does not read makes nothing pile up', async () => {
    const block = await startOddBlock(endlessly);
    const { entry, port } = await openEntry({ [generation]: [block] });
    const client = net.connect(port, '127.0.0.1', () => client.write(get));
    client.pause();
    await until(() => entry.traffic().lost === 1);
    client.destroy();
  });

  test('control: a few are passed on, then the answer', async () => {
    const block = await startOddBlock(
      saying(`${hint}${hint}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`),
    );
    const { entry, port } = await openEntry({ [generation]: [block] });
    const received = await rawExchange(port, get);
    expect(received.match(/HTTP\/1\.1 \d{3}/gu)).toEqual([
      'HTTP/1.1 103',
      'HTTP/1.1 103',
      'HTTP/1.1 200',
    ]);
    expect(entry.traffic().lost).toBe(0);
  });
});
