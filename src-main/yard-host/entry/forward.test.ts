import { createHash, randomBytes } from 'node:crypto';
import * as http from 'node:http';
import * as net from 'node:net';
import { describe, expect, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import {
  ask,
  blockIdAt,
  openEntry,
  pause,
  rawExchange,
  startBlock,
  startServer,
  until,
} from './entry-fixture.ts';

const generation = asGenerationId('shop-v001');

/** Answers with what the block saw. */
const mirror: http.RequestListener = (request, response) => {
  const hash = createHash('sha256');
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    hash.update(chunk);
  });
  request.on('end', () => {
    const { method, url, rawHeaders, headers } = request;
    const seen = { method, url, rawHeaders, headers, bytes, sha256: hash.digest('hex') };
    response.end(JSON.stringify({ ...seen, trailers: request.trailers }));
  });
};

interface Mirrored {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly headers: Record<string, string | undefined>;
  readonly bytes: number;
  readonly sha256: string;
  readonly trailers: Record<string, string>;
}

function seenIn(body: string): Mirrored {
  return JSON.parse(body) as Mirrored;
}

describe('headers', () => {
  test('strip what is hop-by-hop on the way in, keep Host and the rest, add X-Forwarded-*', async () => {
    const { url } = await openEntry({ [generation]: [await startBlock(mirror)] });
    const { port } = new URL(url);
    const answer = await ask(`${url}/a/b?c=%20d`, {
      headers: {
        Host: `localhost:${port}`,
        Connection: 'close, X-Secret-Hop, content-length, host',
        'X-Secret-Hop': '1',
        'Proxy-Authorization': 'Basic eDp5',
        TE: 'trailers',
        'Keep-Alive': 'timeout=5',
        'X-Forwarded-For': '203.0.113.9',
        'X-Forwarded-Proto': 'https',
        'X-Mixed-Case': 'kept',
        Cookie: ['a=1', 'b=2'],
      },
    });
    const { headers, url: path, rawHeaders } = seenIn(answer.body);
    expect(path).toBe('/a/b?c=%20d');
    expect(headers['host']).toBe(`localhost:${port}`);
    expect(headers['x-forwarded-host']).toBe(`localhost:${port}`);
    expect(headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1');
    expect(headers['x-forwarded-proto']).toBe('http');
    expect(rawHeaders).toContain('X-Mixed-Case');
    for (const gone of ['x-secret-hop', 'proxy-authorization', 'te', 'keep-alive']) {
      expect(headers).not.toHaveProperty(gone);
    }
    expect(headers['connection']).toBe('keep-alive');
  });

  test('strip what is hop-by-hop on the way out, name the generation, keep double cookies', async () => {
    const block = await startBlock((_, response) => {
      response.writeHead(201, 'Made', [
        ...['Connection', 'close, X-Hop', 'X-Hop', '1', 'Proxy-Authenticate', 'Basic'],
        ...['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'X-Blockyard-Generation', 'a-liar'],
      ]);
      response.end('made');
    });
    const { url } = await openEntry({ [generation]: [block] });
    const answer = await ask(url);
    expect(answer).toMatchObject({ status: 201, body: 'made' });
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers['x-blockyard-generation']).toBe(generation);
    expect(answer.headers).not.toHaveProperty('x-hop');
    expect(answer.headers).not.toHaveProperty('proxy-authenticate');
  });

  test("keep the client's connection although the block closes its own", async () => {
    const block = await startBlock((_, response) => {
      response.setHeader('Connection', 'close');
      response.end('x');
    });
    const { url } = await openEntry({ [generation]: [block] });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    agent.on('free', (socket: net.Socket) => ports.add(socket.localPort));
    for (let turn = 0; turn < 5; turn += 1) await ask(url, { agent });
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  test('pass hostile values through without breaking: 10 000 characters, bidi marks, latin-1', async () => {
    const { url, port } = await openEntry({ [generation]: [await startBlock(mirror)] });
    const long = 'x'.repeat(10_000);
    const answer = await ask(`${url}/${'p'.repeat(3000)}`, { headers: { 'X-Long': long } });
    expect(seenIn(answer.body).headers['x-long']).toBe(long);
    const bidi = Buffer.from('\u202eevil<script>', 'utf8').toString('latin1');
    const raw = await rawExchange(
      port,
      `GET / HTTP/1.1\r\nHost: localhost\r\nX-Name: ${bidi}\r\nConnection: close\r\n\r\n`,
    );
    expect(raw).toContain('HTTP/1.1 200');
    expect(raw).toContain('evil<script>');
  });
});

describe('bodies', () => {
  test('carry uploads whole, with a length and chunked', async () => {
    const { url } = await openEntry({ [generation]: [await startBlock(mirror)] });
    const body = randomBytes(1024 * 1024);
    const sha256 = createHash('sha256').update(body).digest('hex');
    const sized = seenIn((await ask(url, { method: 'POST', body })).body);
    expect(sized).toMatchObject({ bytes: body.length, sha256 });
    expect(sized.headers['content-length']).toBe(String(body.length));
    const chunked = seenIn(
      (await ask(url, { method: 'PUT', body, headers: { 'Transfer-Encoding': 'chunked' } })).body,
    );
    expect(chunked).toMatchObject({ bytes: body.length, sha256 });
    expect(chunked.headers['transfer-encoding']).toBe('chunked');
  });

  test('carry trailers both ways', async () => {
    const block = await startBlock((request, response) => {
      response.setHeader('Trailer', 'X-Sum');
      request.on('end', () => {
        response.write('part ');
        response.addTrailers({ 'X-Sum': `got ${String(request.trailers['x-check'])}` });
        response.end('end');
      });
      request.resume();
    });
    const { port } = await openEntry({ [generation]: [block] });
    const raw = await rawExchange(
      port,
      'POST / HTTP/1.1\r\nHost: localhost\r\nTrailer: X-Check\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\nX-Check: 42\r\n\r\n',
    );
    expect(raw).toContain('X-Sum: got 42');
    expect(raw).toContain('part ');
  });

  test('do not invent one: POST without a body arrives with length 0, GET without any', async () => {
    const { url, port } = await openEntry({ [generation]: [await startBlock(mirror)] });
    const post = await rawExchange(
      port,
      'POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    );
    expect(post).toContain('"content-length":"0"');
    const get = seenIn((await ask(url)).body).headers;
    expect(get).not.toHaveProperty('content-length');
    expect(get).not.toHaveProperty('transfer-encoding');
  });

  test('stream: the head and the first bytes arrive long before the end', async () => {
    let finish: (() => void) | undefined;
    const block = await startBlock((request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      if (request.url === '/silent') response.flushHeaders();
      else response.write('data: 1\n\n');
      finish = () => response.end('data: 2\n\n');
    });
    const { url } = await openEntry({ [generation]: [block] });
    for (const path of ['/silent', '/talking']) {
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        http.get(`${url}${path}`, { agent: false }, resolve).on('error', reject);
      });
      expect(response.statusCode).toBe(200);
      if (path === '/talking') {
        const first = await new Promise<Buffer>((resolve) => response.once('data', resolve));
        expect(first.toString()).toBe('data: 1\n\n');
      }
      finish?.();
      response.resume();
      await new Promise((resolve) => response.once('end', resolve));
    }
  });

  test('are held back by a slow reader instead of filling the memory', async () => {
    let written = 0;
    const block = await startBlock((_, response) => {
      const more = (): void => {
        do written += 65_536;
        while (written < 256 * 1024 * 1024 && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const { port } = await openEntry({ [generation]: [block] });
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    });
    socket.pause();
    await until(() => written > 0);
    await pause(300);
    const stalledAt = written;
    await pause(200);
    expect(written).toBe(stalledAt);
    expect(written).toBeLessThan(64 * 1024 * 1024);
    socket.destroy();
  });

  test('HEAD, 204 and 304 have none, and keep their headers', async () => {
    const block = await startBlock((request, response) => {
      const status = Number(request.url?.slice(1));
      response.writeHead(status, { ETag: '"x"', ...(status === 200 && { 'Content-Length': 999 }) });
      response.end();
    });
    const { url } = await openEntry({ [generation]: [block] });
    const head = await ask(`${url}/200`, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers['content-length']).toBe('999');
    for (const status of [204, 304]) {
      const answer = await ask(`${url}/${status}`);
      expect(answer).toMatchObject({ status, body: '' });
      expect(answer.headers.etag).toBe('"x"');
    }
  });
});

describe('interim answers', () => {
  test('100-continue: the body leaves the client only when the block has asked for it', async () => {
    const server = http.createServer((_, response) => response.end('ok'));
    server.on('checkContinue', (request: http.IncomingMessage, response: http.ServerResponse) => {
      if (request.url === '/refuse') {
        response.writeHead(413).end('too large');
        return;
      }
      response.writeContinue();
      mirror(request, response);
    });
    const { url } = await openEntry({ [generation]: [await startServer(server)] });
    const attempt = (path: string): Promise<{ status: number; continued: boolean }> =>
      new Promise((resolve, reject) => {
        let continued = false;
        const request = http.request(`${url}${path}`, {
          method: 'POST',
          agent: false,
          headers: { Expect: '100-continue', 'Content-Length': 5 },
        });
        request.on('continue', () => {
          continued = true;
          request.end('hello');
        });
        request.on('error', reject);
        request.on('response', (response) => {
          response.resume();
          resolve({ status: response.statusCode ?? 0, continued });
          request.destroy();
        });
        request.flushHeaders();
      });
    expect(await attempt('/accept')).toEqual({ status: 200, continued: true });
    expect(await attempt('/refuse')).toEqual({ status: 413, continued: false });
  });

  test('103 early hints arrive before the answer', async () => {
    const block = await startBlock((_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.end('page');
    });
    const { port } = await openEntry({ [generation]: [block] });
    const raw = await rawExchange(
      port,
      'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    );
    expect(raw.indexOf('HTTP/1.1 103')).toBe(0);
    expect(raw).toContain('</style.css>; rel=preload');
    expect(raw.indexOf('HTTP/1.1 200')).toBeGreaterThan(0);
  });
});

describe('what ends early', () => {
  test('a client that goes away ends its request at the block and is not a loss', async () => {
    let ended = 0;
    let begun = 0;
    const block = await startBlock((_, response) => {
      begun += 1;
      response.write('first');
      response.on('close', () => (ended += 1));
    });
    const { entry, url } = await openEntry({ [generation]: [block] });
    const request = http.get(url, { agent: false }, () => request.destroy());
    request.on('error', () => undefined);
    await until(() => ended === 1);
    const upload = http.request(url, { method: 'POST', agent: false });
    upload.on('error', () => undefined);
    upload.write('half of it');
    await until(() => begun === 2);
    upload.destroy();
    await until(() => ended === 2);
    expect(entry.traffic()).toMatchObject({ lost: 0, generations: [{ inFlight: 0 }] });
  });

  test('a block that dies in the middle of its answer breaks the connection, and that is a loss', async () => {
    const block = await startBlock((_, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('half', () => response.destroy());
    });
    const { entry, url } = await openEntry({ [generation]: [block] });
    await expect(ask(url)).rejects.toThrow(/aborted|hang up|ECONNRESET/u);
    expect(entry.traffic()).toMatchObject({
      requests: 1,
      lost: 1,
      generations: [{ inFlight: 0, requests: 1 }],
    });
  });

  test('a block that dies before its answer is a 502 with a sentence for POST', async () => {
    const block = await startBlock((request) => request.socket.destroy());
    const { entry, url } = await openEntry({ [generation]: [block] });
    const answer = await ask(url, { method: 'POST', body: 'x' });
    expect(answer.status).toBe(502);
    expect(answer.headers['x-blockyard-entry']).toBe('block-broke-off');
    expect(answer.body).toContain(`Block ${blockIdAt(generation, 0)} closed the connection`);
    expect(entry.traffic()).toMatchObject({ requests: 1, lost: 1, generations: [{ requests: 0 }] });
  });

  test('a block that answers no HTTP is a 502', async () => {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        const check = bytes.toString().startsWith('GET /health');
        socket.end(check ? 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n' : 'nonsense\r\n\r\n');
      });
    });
    const { entry, url } = await openEntry({ [generation]: [await startServer(server)] });
    const answer = await ask(url);
    expect(answer.status).toBe(502);
    expect(answer.headers['x-blockyard-entry']).toBe('answer-unreadable');
    expect(entry.traffic().lost).toBe(1);
  });

  test('an upload whose block answers early still gets that answer', async () => {
    const block = await startBlock((request, response) => {
      request.once('data', () => response.writeHead(413).end('enough'));
    });
    const { url } = await openEntry({ [generation]: [block] });
    const answer = await ask(url, { method: 'POST', body: randomBytes(4 * 1024 * 1024) });
    expect(answer).toMatchObject({ status: 413, body: 'enough' });
  });

  test('a client that closes its sending side counts as gone, as with nginx', async () => {
    let ended = 0;
    const block = await startBlock((_, response) => response.on('close', () => (ended += 1)));
    const { entry, port } = await openEntry({ [generation]: [block] });
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    });
    await until(() => entry.traffic().generations[0]?.inFlight === 1);
    socket.end();
    await until(() => ended === 1);
    socket.destroy();
    expect(entry.traffic()).toMatchObject({ lost: 0, generations: [{ inFlight: 0 }] });
  });
});
