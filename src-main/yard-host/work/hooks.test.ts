/** Both ways to call a hook, at blocks that answer with anything. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workHookSchema } from '../../../src-shared/work-schema.ts';
import { commandHook } from './command-hook.ts';
import { httpHook } from './http-hook.ts';

const paths = { kind: 'http', takePath: '/take', stopPath: '/stop', statePath: '/state' } as const;

describe('a hook over HTTP', () => {
  let server: Server;
  let body: string;
  let status = 200;
  const heard: string[] = [];
  const port = (): number => (server.address() as AddressInfo).port;
  beforeAll(async () => {
    server = createServer((request, response) => {
      heard.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.writeHead(status);
      if (body === 'hang') response.write('{');
      else if (body === 'break') {
        response.write('{');
        setImmediate(() => response.destroy());
      } else response.end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const answer = (text: string, code = 200) => {
    [body, status] = [text, code];
    return httpHook(paths, port(), 200)('state');
  };

  it('asks with GET and tells with POST', async () => {
    expect(await answer('{"taking":true,"busy":2,"more":"x"}')).toEqual({
      kind: 'done',
      answer: { taking: true, busy: 2 },
    });
    await httpHook(paths, port(), 200)('take');
    await httpHook(paths, port(), 200)('stop');
    expect(heard).toEqual(['GET /state', 'POST /take', 'POST /stop']);
  });

  it.each([
    ['', 200, /did not say whether/u],
    ['{"taking":"yes","busy":0}', 200, /did not say whether/u],
    ['{"taking":true,"busy":-1}', 200, /did not say whether/u],
    ['{"taking":true,"busy":1e9}', 200, /did not say whether/u],
    ['{"taking":true}', 500, /answered 500/u],
    [`{"taking":true,"busy":0,"x":"${'x'.repeat(5000)}"}`, 200, /more than 4096 bytes/u],
    ['hang', 200, /no whole answer within 200 ms/u],
    ['break', 200, /broke off|connection failed/iu],
  ])('does not believe %j with status %i', async (text, code, reason) => {
    const reply = await answer(text, code);
    expect(reply).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(reason) as string,
    });
  });

  it('says that nobody listens', async () => {
    const reply = await httpHook(paths, 1, 200)('state');
    expect(reply).toMatchObject({ kind: 'failed' });
  });

  it('takes no address for a path', () => {
    for (const takePath of ['//evil.example/x', 'http://evil.example/', '/a b', '/a\r\nx: y', ''])
      expect(workHookSchema.safeParse({ ...paths, takePath }).success).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('a hook that is a program', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-hook-'));
    const path = join(folder, 'hook');
    await writeFile(path, '#!/bin/sh\n[ "$1" = hang ] && exec sleep 30\n[ "$1" = flood ] && exec yes\n[ "$1" = fail ] && exit 3\n[ "$1" = env ] && { env >"$0.env"; }\nprintf \'{"taking":%s,"busy":0}\' "$1"\n'); // prettier-ignore
    await chmod(path, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const run = (argument: string, program = './hook', timeoutMs = 1500) => {
    const command = [program, argument];
    const hook = { kind: 'command', take: command, stop: command, state: command } as const;
    const place = { block: 'b1', generation: 'g1', port: 4711, folder };
    return commandHook(hook, place, '/usr/bin:/bin', timeoutMs)('state');
  };

  it('believes what it says when it ends well', async () => {
    expect(await run('true')).toEqual({ kind: 'done', answer: { taking: true, busy: 0 } });
  });

  it('is no line for a shell', async () => {
    expect(await run('true; touch /tmp/never')).toMatchObject({ kind: 'failed' });
  });

  it.each([
    ['fail', /ended with code 3/u],
    ['flood', /more than 4096 bytes/u],
    ['nonsense', /did not say whether/u],
  ])('does not believe one that does %s', async (argument, reason) => {
    const reply = await run(argument);
    expect(reply).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(reason) as string,
    });
  });

  it('ends one that hangs, and says that one is missing', async () => {
    expect(await run('hang', './hook', 100)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('did not end within 100 ms') as string,
    });
    expect(await run('true', './missing')).toMatchObject({ kind: 'failed' });
  });

  it('inherits nothing', async () => {
    process.env['BLOCKYARD_SECRET_OF_TEST'] = 'secret';
    await run('env');
    const { readFile } = await import('node:fs/promises');
    const env = await readFile(join(folder, 'hook.env'), 'utf8');
    delete process.env['BLOCKYARD_SECRET_OF_TEST'];
    expect(env).not.toContain('secret');
    expect(env).toContain('BLOCKYARD_ADDRESS=127.0.0.1:4711');
  });
});
