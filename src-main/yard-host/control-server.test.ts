import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '../../src-shared/result.ts';
import { connectToHost, type HostConnection } from '../yards/local/client.ts';
import { frameOf, requestLimitBytes } from './frames.ts';
import { PROTOCOL_VERSION, type Greeting, type HostHandlers } from './protocol.ts';
import { openControlServer, type ControlServer } from './control-server.ts';
import { securePrivateFolder, socketPlaceFor, thisPlace, type PlaceFacts } from './socket-place.ts';

const isRoot = process.getuid?.() === 0;
const greeting: Greeting = {
  kind: 'greeting',
  protocol: PROTOCOL_VERSION,
  appVersion: '1.2.3',
  pid: 1,
  hostNumber: 1,
  dataFolder: '/data',
  startedAtMs: 1,
};

/** Real handlers of a host without fleets: only what these tests call does anything. */
function handlersWith(more: Partial<HostHandlers>): HostHandlers {
  const absent = (): Promise<never> =>
    Promise.reject(new FaultError({ code: 'not-found', message: 'There is no fleet.' }));
  return {
    status: () => Promise.resolve({ ...greeting, notSavedBecause: null }),
    subscribe: () => Promise.resolve(null),
    observe: absent,
    claim: absent,
    renew: absent,
    control: absent,
    finish: absent,
    route: absent,
    annotate: absent,
    pauseEntry: absent,
    noteData: absent,
    rehearse: absent,
    sample: absent,
    launchGeneration: absent,
    launchBlock: absent,
    addBlock: absent,
    terminateBlock: absent,
    retireGeneration: absent,
    probe: absent,
    check: absent,
    measures: absent,
    proveImage: absent,
    imageList: absent,
    imageFile: absent,
    room: absent,
    importImage: absent,
    blockLog: absent,
    stop: () => Promise.resolve(null),
    ...more,
  };
}

let folder: string;
let socketPath: string;
let server: ControlServer | null = null;
let fake: Server | null = null;
const reports: string[] = [];
const sockets: Socket[] = [];
const connections: HostConnection[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'by-ctl-'));
  socketPath = join(folder, 'host.1.sock');
  reports.length = 0;
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const connection of connections.splice(0)) connection.close();
  await server?.close();
  fake?.close();
  server = null;
  fake = null;
  rmSync(folder, { recursive: true, force: true });
});

async function serve(more: Partial<HostHandlers> = {}): Promise<void> {
  server = await openControlServer({
    socketPath,
    greeting,
    handlers: handlersWith(more),
    report: (text) => reports.push(text),
  });
}

async function connect(onChange = (): void => undefined): Promise<HostConnection> {
  const made = await connectToHost({
    socketPath,
    dataFolder: '/data',
    limitMs: 2000,
    onChange,
    onClose: () => undefined,
  });
  if (!made.ok) throw new Error(made.fault.message);
  connections.push(made.value);
  return made.value;
}

/** A client that says exactly what it is told; collects the frames it gets. */
function rawClient(): { socket: Socket; frames: () => unknown[] } {
  const socket = createConnection(socketPath);
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  const frames = (): unknown[] =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);
  return { socket, frames };
}

describe('control socket', () => {
  it('answers nonsense with a sentence and goes on', async () => {
    await serve();
    const { socket, frames } = rawClient();
    socket.write('nonsense\n{"id":1}\n[]\n\n');
    socket.write(frameOf({ id: 2, call: '__proto__', input: null }));
    socket.write(frameOf({ id: 3, call: '<b>\u202ex</b>', input: null }));
    socket.write(
      frameOf({ id: 4, call: 'renew', input: { fleet: 'f'.repeat(10_000), epoch: '1' } }),
    );
    socket.write(frameOf({ id: 5, call: 'importImage', input: { path: 'x'.repeat(10_000) } }));
    socket.write(frameOf({ id: 6, call: 'status', input: null }));
    await expect.poll(() => frames().length).toBe(9);
    const [, ...answers] = frames() as { id: number | null; result: { ok: boolean } }[];
    expect(answers.map(({ id, result }) => [id, result.ok])).toEqual(
      expect.arrayContaining([
        [null, false],
        [2, false],
        [3, false],
        [4, false],
        [5, false],
        [6, true],
      ]),
    );
    expect(JSON.stringify(answers)).not.toContain('\u202e');
    expect(reports).toEqual([]);
  });

  it('cuts off a frame without end, and serves the next client', async () => {
    await serve();
    const { socket, frames } = rawClient();
    socket.write('x'.repeat(requestLimitBytes + 10));
    await expect.poll(() => socket.destroyed, { timeout: 5000 }).toBe(true);
    expect(JSON.stringify(frames())).toContain('longer than');
    expect(await (await connect()).call('status', null, 1000)).toMatchObject({ ok: true });
  });

  it('cuts off a client that asks and does not read', async () => {
    const lines = Array.from({ length: 200 }, () => 'x'.repeat(20_000));
    await serve({ blockLog: () => Promise.resolve({ lines, droppedBytes: 0 }) });
    const greedy = createConnection(socketPath);
    sockets.push(greedy);
    greedy.on('error', () => undefined);
    greedy.pause();
    const isClosed = new Promise<boolean>((resolve) => greedy.on('close', () => resolve(true)));
    const input = { fleet: 'f', block: 'b' };
    for (let id = 0; id < 100; id += 1) greedy.write(frameOf({ id, call: 'blockLog', input }));
    // A paused socket only learns of its end when it reads.
    await new Promise((resolve) => setTimeout(resolve, 500));
    greedy.resume();
    expect(await isClosed).toBe(true);
    expect(await (await connect()).call('status', null, 1000)).toMatchObject({ ok: true });
  });

  it('tells subscribers of changes, many at once as few, and others nothing', async () => {
    await serve();
    let pushes = 0;
    let others = 0;
    const subscriber = await connect(() => (pushes += 1));
    await connect(() => (others += 1));
    await subscriber.call('subscribe', null, 1000);
    for (let i = 0; i < 500; i += 1) server?.announceChange();
    await expect.poll(() => pushes).toBe(1);
    server?.announceChange();
    await expect.poll(() => pushes).toBe(2);
    expect(others).toBe(0);
  });

  it('hides what an unforeseen error says of the inside, and writes it down', async () => {
    await serve({ observe: () => Promise.reject(new TypeError('x is not a function')) });
    const answer = await (await connect()).call('observe', null, 1000);
    expect(answer).toMatchObject({ ok: false, fault: { code: 'internal' } });
    expect(reports[0]).toContain('observe failed: TypeError');
  });
});

describe('client', () => {
  it('calls a lost effect unknown and a lost read unreachable', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    await serve({ finish: never, observe: never });
    const connection = await connect();
    const order = { fleet: 'f', rollout: 'r', epoch: 1 } as never;
    expect(await connection.call('finish', order, 50)).toMatchObject({
      ok: false,
      fault: { code: 'unknown-outcome' },
    });
    expect(await connection.call('observe', null, 50)).toMatchObject({
      ok: false,
      fault: { code: 'unreachable' },
    });
    const pending = connection.call('finish', order, 60_000);
    await server?.close();
    expect(await pending).toMatchObject({ ok: false, fault: { code: 'unknown-outcome' } });
    expect(await connection.call('finish', order, 50)).toMatchObject({
      ok: false,
      fault: { code: 'unreachable' },
    });
  });

  it('does not take an answer of another shape for one', async () => {
    await serve({ status: () => Promise.resolve({ pid: 'many' } as never) });
    expect(await (await connect()).call('status', null, 1000)).toMatchObject({
      ok: false,
      fault: { code: 'unreachable' },
    });
  });

  it.each([
    ['older', PROTOCOL_VERSION - 1, /older version \(0\.0\.9.*Stop the yard/u],
    ['newer', PROTOCOL_VERSION + 1, /newer version.*Use the newer panel/u],
  ])('says what to do with a host of an %s protocol', async (_name, protocol, sentence) => {
    fake = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(frameOf({ ...greeting, protocol, appVersion: '0.0.9', extra: { of: 'then' } }));
    });
    await new Promise<void>((resolve) => fake?.listen(socketPath, resolve));
    const made = await connectToHost({
      socketPath,
      dataFolder: '/data',
      limitMs: 1000,
      onChange: () => undefined,
      onClose: () => undefined,
    });
    expect(made).toMatchObject({ ok: false, fault: { code: 'version-mismatch' } });
    expect(made.ok ? '' : `${made.fault.message} ${made.fault.todo ?? ''}`).toMatch(sentence);
  });

  it.each([
    ['says nothing', ''],
    ['is no yard host', 'HTTP/1.1 400 Bad Request\n'],
  ])('gives up on something that %s', async (_name, words) => {
    fake = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(words);
    });
    await new Promise<void>((resolve) => fake?.listen(socketPath, resolve));
    const made = await connectToHost({
      socketPath,
      dataFolder: '/data',
      limitMs: 100,
      onChange: () => undefined,
      onClose: () => undefined,
    });
    expect(made).toMatchObject({ ok: false, fault: { code: 'unreachable' } });
  });
});

describe('place of the socket', () => {
  const facts: PlaceFacts = {
    platform: 'linux',
    uid: 7,
    runtimeFolder: undefined,
    temporaryFolder: '/tmp',
    home: '/home/ada',
  };

  it('keeps within the limit of a socket path, whatever the data folder is called', () => {
    expect(socketPlaceFor('/data/yard', 3, facts).path).toBe('/data/yard/run/host.3.sock');
    const long = `/home/ada/${'deep/'.repeat(40)}`;
    const elsewhere = socketPlaceFor(long, 3, facts).path;
    expect(elsewhere).toMatch(/^\/tmp\/blockyard-7\/[0-9a-f]{16}\/host\.3\.sock$/u);
    expect(socketPlaceFor(`${long}x`, 3, facts).path).not.toBe(elsewhere);
    const runtime = { ...facts, runtimeFolder: '/run/user/7' };
    expect(socketPlaceFor(long, 3, runtime).path).toMatch(/^\/run\/user\/7\/blockyard\//u);
    const windows: PlaceFacts = { ...facts, platform: 'win32', uid: null };
    expect(socketPlaceFor(long, 3, windows).path).toMatch(/^\\\\\.\\pipe\\blockyard-/u);
  });

  it('makes a folder private, and refuses one of somebody else or a link', () => {
    const wide = join(folder, 'run');
    mkdirSync(wide);
    chmodSync(wide, 0o777);
    securePrivateFolder(wide, thisPlace());
    expect(statSync(wide).mode & 0o777).toBe(0o700);
    symlinkSync(wide, join(folder, 'link'));
    expect(() => {
      securePrivateFolder(join(folder, 'link'), thisPlace());
    }).toThrow(/belongs to somebody else/u);
    expect(() => {
      securePrivateFolder(wide, { ...thisPlace(), uid: 4711 });
    }).toThrow(/belongs to somebody else/u);
  });

  it.skipIf(!isRoot)(
    'lets nobody else connect (as uid 65534; control: with open doors he can)',
    async () => {
      const place = join(folder, 'run');
      securePrivateFolder(place, thisPlace());
      socketPath = join(place, 'host.1.sock');
      await serve();
      chmodSync(folder, 0o755);
      const script = `
      const socket = require('net').createConnection(${JSON.stringify(socketPath)});
      socket.on('connect', () => { console.log('connected'); process.exit(0); });
      socket.on('error', (error) => { console.log(error.code); process.exit(0); });`;
      // The system's node: another user may not be able to read ours.
      const tryAsNobody = (): string =>
        spawnSync(
          'setpriv',
          [
            '--reuid=65534',
            '--regid=65534',
            '--clear-groups',
            '/usr/bin/env',
            'node',
            '-e',
            script,
          ],
          { encoding: 'utf8', cwd: '/', env: { PATH: '/usr/local/bin:/usr/bin:/bin' } },
        ).stdout.trim();
      // Not the synchronous call alone: the server lives in this process, but accept is the kernel's.
      expect(tryAsNobody()).toBe('EACCES');
      chmodSync(place, 0o777);
      expect(tryAsNobody()).toBe('EACCES');
      chmodSync(socketPath, 0o777);
      expect(tryAsNobody()).toBe('connected');
    },
  );
  if (!isRoot)
    process.stderr.write('NOT ROOT: whether another user can open the socket was not tried.\n');
});
