import { describe, expect, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { ask, openEntry, rawExchange, startBlock } from './entry-fixture.ts';

const generation = asGenerationId('shop-v001');

const host = 'Host: localhost\r\nConnection: close\r\n';

describe('what is not a request for this fleet', () => {
  test.each([
    ['no HTTP at all', 'hello there\r\n\r\n', '400'],
    [
      'two lengths',
      `POST / HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`,
      '400',
    ],
    [
      'a length and chunked (request smuggling)',
      `POST / HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      '400',
    ],
    ['a line folded header', `GET / HTTP/1.1\r\n${host}X-A: 1\r\n  2\r\n\r\n`, '400'],
    ['a NUL in a value', `GET / HTTP/1.1\r\n${host}X-A: a\u0000b\r\n\r\n`, '400'],
    ['a space before the colon', `GET / HTTP/1.1\r\n${host}X-A : 1\r\n\r\n`, '400'],
    ['two Hosts', `GET / HTTP/1.1\r\n${host}Host: localhost\r\n\r\n`, '400'],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
    ['a target of another scheme', `GET ftp://localhost/ HTTP/1.1\r\n${host}\r\n`, '400'],
    ['20 kB of headers', `GET / HTTP/1.1\r\n${host}X-A: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
    [
      'an unknown coding',
      `POST / HTTP/1.1\r\n${host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
      '501',
    ],
    [
      'an upgrade with a body',
      'POST / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\nx',
      '400',
    ],
  ])('%s is refused with %3$s', async (_, bytes, status) => {
    let reached = 0;
    const block = await startBlock((_request, response) => {
      reached += 1;
      response.end();
    });
    const { entry, url, port } = await openEntry({ [generation]: [block] });
    expect(await rawExchange(port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `, 'u'));
    expect(reached).toBe(0);
    expect(entry.traffic().lost).toBe(0);
    expect((await ask(url)).status).toBe(200);
  });

  test.each([
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', '400', 'bad-request'],
    ['CONNECT', 'CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n', '501', 'no-tunnels'],
    [
      'an unknown expectation',
      `GET / HTTP/1.1\r\n${host}Expect: a-miracle\r\n\r\n`,
      '417',
      'unknown-expectation',
    ],
  ])('%s gets our own answer %3$s', async (_, bytes, status, reason) => {
    const block = await startBlock((_request, response) => response.end());
    const { port } = await openEntry({ [generation]: [block] });
    const received = await rawExchange(port, bytes);
    expect(received).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} [^]*x-blockyard-entry: ${reason}`, 'iu'),
    );
  });

  test('control: HTTP/1.0 needs no Host', async () => {
    const block = await startBlock((_request, response) => response.end('ok'));
    const { port } = await openEntry({ [generation]: [block] });
    expect(await rawExchange(port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /u);
  });

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example:80',
    '',
    '0.0.0.0',
    '[::2]',
  ])(
    'the foreign name "%s" gets 421: a page that rebinds its own name reads nothing here',
    async (name) => {
      const block = await startBlock((_, response) => response.end('secret'));
      const { port } = await openEntry({ [generation]: [block] });
      const answer = await rawExchange(
        port,
        `GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 421 /u);
      expect(answer).not.toContain('secret');
      // What it advises is all that anybody can do.
      expect(answer).toMatch(/Use 127\.0\.0\.1 or localhost\.\s*$/u);
    },
  );

  test('its own names are answered, any port, also as an absolute target', async () => {
    const block = await startBlock((request, response) =>
      response.end(`at ${String(request.url)}`),
    );
    const { port } = await openEntry({ [generation]: [block] });
    for (const name of ['localhost', 'LOCALHOST:1', '127.0.0.1:99', '[::1]:8080']) {
      const raw = `GET /x HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`;
      expect(await rawExchange(port, raw)).toContain('at /x');
    }
    const absolute = `GET http://localhost:1/y?z HTTP/1.1\r\n${host}\r\n`;
    expect(await rawExchange(port, absolute)).toContain('at /y?z');
    const foreign = `GET http://evil.example/y HTTP/1.1\r\n${host}\r\n`;
    expect(await rawExchange(port, foreign)).toMatch(/^HTTP\/1\.1 421 /u);
  });

  test('a hostile name is shown with its marks made visible and cut short', async () => {
    const block = await startBlock((_, response) => response.end());
    const { port } = await openEntry({ [generation]: [block] });
    const name = `${Buffer.from('\u202e').toString('latin1')}<b>${'x'.repeat(10_000)}`;
    const answer = await rawExchange(
      port,
      `GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 421 /u);
    expect(answer.length).toBeLessThan(1000);
    expect(answer).toContain('text/plain');
  });

  test('pipelined requests are answered in their order', async () => {
    const block = await startBlock((request, response) => {
      const delayMs = request.url === '/first' ? 60 : 0;
      setTimeout(() => response.end(`answer to ${String(request.url)}.`), delayMs);
    });
    const { port } = await openEntry({ [generation]: [block] });
    const raw = await rawExchange(
      port,
      `GET /first HTTP/1.1\r\nHost: localhost\r\n\r\nGET /second HTTP/1.1\r\n${host}\r\n`,
    );
    expect(raw.indexOf('answer to /first.')).toBeGreaterThan(0);
    expect(raw.indexOf('answer to /second.')).toBeGreaterThan(raw.indexOf('answer to /first.'));
  });

  test('CONNECT opens no way to anywhere', async () => {
    const block = await startBlock((_, response) => response.end());
    const { url, port } = await openEntry({ [generation]: [block] });
    const raw = await rawExchange(port, 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(raw).not.toContain('200');
    expect((await ask(url)).status).toBe(200);
  });

  test('a hundred connections that say nothing, or half of something, disturb nobody', async () => {
    const block = await startBlock((_, response) => response.end('ok'));
    const { url, port } = await openEntry({ [generation]: [block] });
    const net = await import('node:net');
    const sockets = Array.from({ length: 100 }, (_, index) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      if (index % 2 === 0) socket.write('POST /x HTTP/1.1\r\nHost: loc');
      return socket;
    });
    expect((await ask(url)).body).toBe('ok');
    for (const socket of sockets) socket.destroy();
    expect((await ask(url)).body).toBe('ok');
  });
});
