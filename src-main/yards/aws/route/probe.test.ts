import { createServer, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { asGenerationId, asImageId, type GenerationId } from '../../../../src-shared/ids.ts';
import type { DeclaredMarker } from '../../../../src-shared/marker.ts';
import { probeEntry, resolveByDns, type EntryAddress, type ProbedEntry } from './probe.ts';

const v1 = asGenerationId('web-v1/aa');
const v2 = asGenerationId('web-v2/bb');
const marker: DeclaredMarker = {
  kind: 'header',
  name: 'x-version',
  path: '/who',
  host: null,
  meaning: {},
};
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Says {
  version?: string;
  status?: number;
  hang?: boolean;
  seen?: string[];
}

async function listening(
  server: Pick<Server, 'listen' | 'address' | 'close' | 'on'>,
): Promise<EntryAddress> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  closers.push(() => {
    if (server instanceof Server) server.closeAllConnections();
    return new Promise((resolve) => void server.close(resolve));
  });
  return { address: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

function serve(says: Says): Promise<EntryAddress> {
  return listening(
    createServer((request, response) => {
      says.seen?.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
      if (says.hang === true) return;
      const headers = says.version === undefined ? {} : { 'x-version': says.version };
      response.writeHead(says.status ?? 200, { ...headers, location: '/elsewhere' });
      response.end('<html>');
    }),
  );
}

const entry = (expected: GenerationId | null, rest: Partial<ProbedEntry> = {}): ProbedEntry => ({
  ways: [
    {
      scheme: 'http',
      dnsName: 'lb.example.test',
      host: 'shop.example.test',
      hosts: ['shop.example.test'],
      port: 80,
      path: '/',
      isWhole: true,
    },
  ],
  marker,
  generations: [
    { id: v1, number: 1, image: asImageId('ami-1') },
    { id: v2, number: 2, image: asImageId('ami-2') },
  ],
  versionOf: () => undefined,
  expected,
  ...rest,
});

const at =
  (...addresses: EntryAddress[]) =>
  (): Promise<EntryAddress[]> =>
    Promise.resolve(addresses);

describe('a probe of the public address', () => {
  it('answers with the generation that all addresses answer with', async () => {
    const seen: string[] = [];
    const both = [await serve({ version: 'v2', seen }), await serve({ version: 'v2', seen })];
    const answer = await probeEntry(entry(v2), at(...both));
    expect(answer).toMatchObject({ ok: true, value: { status: 200, generation: v2 } });
    expect(seen).toEqual(['shop.example.test/who', 'shop.example.test/who']);
  });

  it.each([v1, v2])(
    'answers with the odd one when they differ, wherever it stands',
    async (odd) => {
      const expected = odd === v1 ? v2 : v1;
      const [a, b] = [await serve({ version: 'v1' }), await serve({ version: 'v2' })];
      for (const order of [
        [a, b],
        [b, a],
      ]) {
        // prettier-ignore
        expect(await probeEntry(entry(expected), at(...order))).toMatchObject({
        value: { generation: odd },
      });
      }
    },
  );

  it('is no good answer while one address is silent, fails, or says nothing', async () => {
    const good = await serve({ version: 'v2' });
    const dead = { address: '127.0.0.1', port: 1 };
    const silent = await probeEntry(entry(v2), at(good, dead));
    expect(silent).toMatchObject({ ok: false, fault: { code: 'unreachable' } });
    expect(JSON.stringify(silent)).toContain('127.0.0.1 was asked: it refuses connections');
    const broken = await serve({ version: 'v2', status: 503 });
    expect(await probeEntry(entry(v2), at(good, broken))).toMatchObject({ value: { status: 503 } });
    const mute = await serve({});
    expect(await probeEntry(entry(v2), at(good, mute))).toMatchObject({
      value: { generation: null },
    });
    // A redirect is an answer like any other.
    const moved = await serve({ version: 'v2', status: 302 });
    expect(await probeEntry(entry(v2), at(good, moved))).toMatchObject({
      value: { generation: v2 },
    });
  });

  it('leaves out IPv6 addresses that this computer has no way to, never all of them', async () => {
    const good = await serve({ version: 'v2' });
    const far = { address: '2001:db8::1', port: 9 };
    const answer = await probeEntry(entry(v2), at(far, good));
    const alone = await probeEntry(entry(v2), at(far));
    expect(alone).toMatchObject({ ok: false });
    if (JSON.stringify(alone).includes('no request got through')) expect(answer.ok).toBe(true);
  });

  it('says that nothing can be told without a marker', async () => {
    const plainEntry = await serve({ version: 'v2' });
    const answer = await probeEntry(entry(v2, { marker: null }), at(plainEntry));
    expect(answer).toMatchObject({ value: { status: 200, generation: null } });
  });

  it('asks through every rule that an address can carry, each by its own host, port and path', async () => {
    const seen: string[] = [];
    const address = await serve({ version: 'v2', seen });
    const way = {
      scheme: 'tcp',
      dnsName: 'lb',
      host: null,
      hosts: [],
      port: 8080,
      path: '/',
      isWhole: true,
    };
    const ways = [
      way,
      { ...way, scheme: 'http', host: 'b.test', port: 80, path: '/api/' },
      { ...way, isWhole: false, path: '/only-with-a-header' },
      { ...way, scheme: 'udp' },
    ];
    const asked: string[] = [];
    const resolve = (name: string, port: number) => {
      asked.push(`${name}:${port}`);
      return Promise.resolve([address]);
    };
    const probed = entry(v2, { ways, marker: { ...marker, path: '/' } });
    expect(await probeEntry(probed, resolve)).toMatchObject({ value: { generation: v2 } });
    expect(asked).toEqual(['lb:8080', 'lb:80']);
    expect(seen.sort()).toEqual(['b.test/api/', 'lb:8080/']);
    const none = await probeEntry(entry(v2, { ways: ways.slice(2) }), resolve);
    expect(JSON.stringify(none)).toContain('No request over HTTP');
  });

  it('asks by the declared name only where the rule takes it, and reads the answer as it was declared to mean', async () => {
    const seen: string[] = [];
    const address = await serve({ version: 'build 7731', seen });
    const any = { scheme: 'http', dnsName: 'lb.test', port: 80, path: '/', isWhole: true };
    const ways = [
      { ...any, host: null, hosts: [] },
      { ...any, host: 'inside.test', hosts: ['inside.test', '*.shop.test'] },
      // The declared name would be answered by some other rule than this one.
      { ...any, host: 'api.test', hosts: ['api.test'] },
    ];
    const declared = { ...marker, host: 'www.shop.test', meaning: { 'build 7731': v2 } };
    const probed = await probeEntry(entry(v2, { ways, marker: declared }), at(address));
    expect(probed).toMatchObject({ value: { status: 200, generation: v2 } });
    expect(seen.sort()).toEqual(['api.test/who', 'www.shop.test/who', 'www.shop.test/who']);
    // The control: what was not declared to mean a generation names none.
    const without = entry(v2, { ways, marker: { ...declared, meaning: {} } });
    expect(await probeEntry(without, at(address))).toMatchObject({ value: { generation: null } });
  });

  it('finds all addresses of a name, and says when there are none', async () => {
    expect(await resolveByDns('127.0.0.1', 81)).toEqual([{ address: '127.0.0.1', port: 81 }]);
    const nowhere = () => Promise.reject(new Error('ENOTFOUND secret'));
    expect(await probeEntry(entry(v2), nowhere)).toMatchObject({ fault: { code: 'unreachable' } });
  });

  it('asks for the certificate of the declared name, and says in words what is wrong with it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'by-tls-'));
    closers.push(() => rm(folder, { recursive: true }));
    const [key, cert] = [join(folder, 'k.pem'), join(folder, 'c.pem')];
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    await promisify(execFile)('openssl', [...args, '-keyout', key, '-out', cert, '-subj', '/CN=shop.test', '-days', '2']); // prettier-ignore
    const names: unknown[] = [];
    const address = await listening(
      createTlsServer(
        {
          key: await readFile(key),
          cert: await readFile(cert),
          SNICallback: (name, done) => {
            names.push(name);
            done(null);
          },
        },
        (_, response) => response.end(),
      ),
    );
    const way = {
      scheme: 'https',
      dnsName: 'lb.example.test',
      host: null,
      hosts: [],
      port: 443,
      path: '/',
      isWhole: true,
    };
    const answer = await probeEntry(
      entry(v2, { ways: [way], marker: { ...marker, host: 'shop.test' } }),
      at(address),
    );
    expect(names).toEqual(['shop.test']);
    expect(JSON.stringify(answer)).toContain('certificate is not trusted by this computer');
  });

  it('takes what is no HTTP and what never ends for no answer', async () => {
    const garbage = await listening(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.write('SSH-2.0-OpenSSH\r\n\r\n');
        setTimeout(() => socket.destroy(), 200);
      }) as unknown as Server,
    );
    expect(JSON.stringify(await probeEntry(entry(v2), at(garbage)))).toContain('no HTTP');
    const endless = await listening(
      createServer((_, response) => {
        response.writeHead(200, { 'x-version': 'v2' });
        const fill = (): void => {
          while (!response.destroyed && response.write('x'.repeat(65_536)));
        };
        response.on('drain', fill);
        response.on('error', () => undefined);
        fill();
      }),
    );
    expect(await probeEntry(entry(v2), at(endless))).toMatchObject({ value: { generation: v2 } });
  });
});
