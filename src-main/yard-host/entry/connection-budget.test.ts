/** A process with few file handles, and clients that take all they get. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as http from 'node:http';
import * as net from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectionsFor, createConnectionBudget, openFilesIn } from './connection-budget.ts';
import { pause, rawExchange, startServer } from './entry-fixture.ts';

describe('the budget of connections', () => {
  test('is half of the soft limit after a reserve, and never nothing', () => {
    const limits =
      'Limit    Soft Limit  Hard Limit  Units\nMax open files    1024   4096   files\n';
    expect(openFilesIn(limits)).toBe(1024);
    expect(connectionsFor(1024)).toBe(448);
    expect(connectionsFor(64)).toBe(16);
    expect(connectionsFor(openFilesIn('nothing'))).toBe(Infinity);
  });

  test('is one for all servers; what goes beyond is answered and closed, and comes back', async () => {
    const budget = createConnectionBudget(2);
    const [first, second] = await Promise.all(
      [1, 2].map(() => {
        const server = http.createServer((_request, response) => response.end('fine'));
        budget.guard(server);
        return startServer(server);
      }),
    );
    const idle = [first, second].map((port) => net.connect(port ?? 0, '127.0.0.1'));
    await Promise.all(idle.map((socket) => once(socket, 'connect')));
    await pause(20);
    const get = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    expect(await rawExchange(first ?? 0, get)).toMatch(
      /^HTTP\/1\.1 503 [^]*x-blockyard-entry: too-many-connections[^]*2 connections/u,
    );
    idle[1]?.destroy();
    await pause(50);
    expect(await rawExchange(first ?? 0, get)).toMatch(/^HTTP\/1\.1 200 /u);
    idle[0]?.destroy();
  });
});

test.skipIf(process.platform !== 'linux')(
  'a check without a file handle left was not made, and says so',
  async () => {
    const script = `
      import { openSync, closeSync } from 'node:fs';
      import { createServer } from 'node:http';
      import { checkHealth } from ${JSON.stringify(join(import.meta.dirname, 'health-check.ts'))};
      const server = createServer((request, response) => response.end('ok'));
      server.listen(0, '127.0.0.1', async () => {
        const { port } = server.address();
        const before = await checkHealth(port, '/', 1000);
        const taken = [];
        try { for (;;) taken.push(openSync('/dev/null')); } catch {}
        const without = await checkHealth(port, '/', 1000);
        for (const handle of taken) closeSync(handle);
        console.log(JSON.stringify([before.kind, without]));
        process.exit();
      });`;
    const child = spawn(
      '/bin/sh',
      [
        '-c',
        'ulimit -n 200; exec "$@"',
        'sh',
        process.execPath,
        '--input-type=module',
        '-e',
        script,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const [before, without] = JSON.parse(said.toString()) as unknown[];
    expect(before).toBe('passed');
    expect(without).toMatchObject({ kind: 'not-asked' });
    expect(JSON.stringify(without)).toContain('EMFILE');
  },
  20_000,
);
