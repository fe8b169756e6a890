import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workerFleetSchema, workerHookSchema } from '../../../../src-shared/worker-fleets.ts';
import { hookOf, readerOf, type HookedServer } from './hook-of.ts';

const server: HookedServer = {
  ...{ id: 'i-0abc', privateAddress: '127.0.0.1', publicAddress: null },
  ...{ fleet: 'runners', generation: 'runners-v001' },
};
const place = { region: 'eu-west-1', profile: 'ops', env: { PATH: process.env['PATH'], AWS_SECRET_ACCESS_KEY: 'secret' } }; // prettier-ignore
const urls = (url: string) => ({
  kind: 'http',
  take: { method: 'POST', url: `${url}/take` },
  stop: { method: 'PUT', url: `${url}/stop` },
  state: { method: 'GET', url: `${url}/state?token=secret` },
});

describe('a hook over HTTP that an operator declared', () => {
  let listener: Server;
  const heard: string[] = [];
  let answer = '{"taking":true,"busy":1}';
  let status = 200;
  beforeAll(async () => {
    listener = createServer((request, response) => {
      heard.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.writeHead(status, status === 302 ? { location: '/state' } : {}).end(answer);
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => listener.close());
  const ask = (more: object = {}, one: Partial<HookedServer> = {}) => {
    const { port } = listener.address() as AddressInfo;
    const declared = { ...urls(`http://{private}:${String(port)}/{instance}`), ...more };
    return hookOf(workerHookSchema.parse(declared), { ...server, ...one }, place);
  };

  it('is asked at the address of its server, with the method for each word', async () => {
    const hook = ask();
    expect(await hook('state')).toEqual({ kind: 'done', answer: { taking: true, busy: 1 } });
    await hook('take');
    await hook('stop');
    expect(heard).toEqual(['GET /i-0abc/state?token=secret', 'POST /i-0abc/take', 'PUT /i-0abc/stop']); // prettier-ignore
  });

  it('is failed where AWS tells no address, or one that is none', async () => {
    for (const privateAddress of [null, 'evil.example', '127.0.0.1/x', '1.2.3.4\n'])
      expect(await ask({}, { privateAddress })('take')).toMatchObject({ kind: 'failed', reason: expect.stringContaining('no private address') as string }); // prettier-ignore
    expect(await ask({}, { id: 'i-1/../..' })('take')).toMatchObject({ kind: 'failed' });
  });

  it('follows no redirect, shows no query, and takes the one status that is declared', async () => {
    status = 302;
    const reply = await ask()('state');
    expect(reply).toMatchObject({ reason: expect.stringMatching(/\/i-0abc\/state answered 302; a hook answers 200 to 299/u) as string }); // prettier-ignore
    expect(JSON.stringify(reply)).not.toContain('secret');
    status = 202;
    expect(await ask({ status: 200 })('take')).toMatchObject({ kind: 'failed' });
    expect(await ask({ status: 202 })('take')).toMatchObject({ kind: 'done' });
    status = 200;
  });

  it('reads the answer as it was declared', async () => {
    answer = '{"runner":{"mode":"accepting"},"jobs":{"open":true}}';
    const own = { answer: { taking: 'runner.mode', takingIs: 'accepting', busy: 'jobs.open' } };
    expect(await ask(own)('state')).toMatchObject({ answer: { taking: true, busy: 1 } });
    expect(await ask()('state')).toMatchObject({ kind: 'failed', reason: expect.stringContaining('like {"taking":true,"busy":2}') as string }); // prettier-ignore
  });
});

describe('an answer', () => {
  const read = readerOf({ taking: 'a.b', takingIs: null, busy: 'n' });
  it.each([
    [
      { a: { b: false }, n: 0 },
      { taking: false, busy: 0 },
    ],
    [
      { a: { b: true }, n: false },
      { taking: true, busy: 0 },
    ],
    [{ a: { b: 'true' }, n: 0 }, null],
    [{ a: { b: true } }, null],
    [{ a: { b: true }, n: -1 }, null],
    [{ a: { b: true }, n: 0.5 }, null],
    [{ a: { b: true }, n: 1e9 }, null],
    [{ a: 'b', n: 0 }, null],
    [null, null],
  ])('%j says %j', (value, expected) => {
    expect(read(value)).toEqual(expected);
  });
  it('is not read from what an object inherits', () => {
    const inherited = readerOf({ taking: 'constructor', takingIs: null, busy: 'n' });
    expect(inherited({ n: 0 })).toBeNull();
  });
});

describe.skipIf(process.platform === 'win32')('a hook that is a program of this computer', () => {
  const run = (script: string, one: Partial<HookedServer> = {}) => {
    const argv = ['node', '-e', script, '{instance}', '{private}'];
    const hook = workerHookSchema.parse({ kind: 'command', take: argv, stop: argv, state: argv, timeoutMs: 5000 }); // prettier-ignore
    return hookOf(hook, { ...server, ...one }, place);
  };
  it('is given the server as arguments and in its environment, and no key', async () => {
    const script =
      'const [id, address] = process.argv.slice(1); const { BLOCKYARD_INSTANCE, AWS_PROFILE, AWS_SECRET_ACCESS_KEY } = process.env; console.log(JSON.stringify({ taking: id === "i-0abc" && address === "127.0.0.1" && BLOCKYARD_INSTANCE === id && AWS_PROFILE === "ops" && AWS_SECRET_ACCESS_KEY === undefined, busy: 0 }))';
    expect(await run(script)('state')).toEqual({ kind: 'done', answer: { taking: true, busy: 0 } });
  });
  it('is not run without what it needs', async () => {
    expect(await run('', { privateAddress: null })('take')).toMatchObject({ kind: 'failed' });
  });
});

describe('a declaration', () => {
  const fleet = (hook: object) =>
    workerFleetSchema.safeParse({ name: 'runners', servers: { kind: 'tagged' }, hook }).success;
  it('takes addresses with places for a server, and nothing else', () => {
    for (const url of ['http://{private}:8080', 'https://{public}/x', 'http://10.0.0.1/{instance}'])
      expect([url, fleet(urls(url))]).toEqual([url, true]);
    for (const url of [
      'ftp://{private}',
      'http://user:pass@{private}',
      'http://{address}',
      'file:///etc',
      'http://',
      'javascript:alert(1)//',
      'http://a b',
    ])
      expect([url, fleet(urls(url))]).toEqual([url, false]);
  });
  it('takes a program with arguments, never a line or a program that AWS would name', () => {
    const command = (argv: unknown) => ({ kind: 'command', take: argv, stop: argv, state: argv });
    expect(fleet(command(['/opt/hook', '{instance}']))).toBe(true);
    for (const argv of ['hook x', [], [''], ['{instance}'], ['a\0b']])
      expect([argv, fleet(command(argv))]).toEqual([argv, false]);
  });
});
