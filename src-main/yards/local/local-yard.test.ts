/** The client against hosts that hang, vanish or speak another protocol. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asRolloutId, asToken } from '../../../src-shared/ids.ts';
import type { YardLink } from '../../../src-shared/panel.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { identifyProcess } from '../../yard-host/blocks/process-identity.ts';
import { lockFileOf } from '../../yard-host/lock-files.ts';
import {
  fleetId,
  openHostBench,
  seenFleet,
  until,
  v1,
  v2,
  valueOf,
  wholeFleet,
  type HostBench,
} from '../../yard-host/yard-host.fixture.ts';
import { ensureHost, stopHost } from './host-finder.ts';
import { openLocalYard, type LocalYard } from './local-yard.ts';
import { answerLimitBytes, createFrameReader, frameOf } from '../../yard-host/frames.ts';
import { PROTOCOL_VERSION, requestSchema } from '../../yard-host/protocol.ts';

let folder: string;
let bench: HostBench | null = null;
const servers: Server[] = [];
const sockets = new Set<Socket>();
const yards: LocalYard[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'by-link-'));
});
afterEach(async () => {
  for (const yard of yards.splice(0)) yard.close();
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  await bench?.close();
  bench = null;
  await rm(folder, { recursive: true, force: true });
});

/** A host in this process, as far as the folder tells: what answers is up to `onConnection`. */
async function pretendHost(onConnection: (socket: Socket, index: number) => void): Promise<void> {
  let count = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket, count);
    count += 1;
  });
  servers.push(server);
  const socket = join(folder, 's');
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const own = await identifyProcess(process.pid);
  const claim = {
    number: 1,
    pid: process.pid,
    startTime: own?.startTime,
    socket,
    appVersion: '0',
    claimedAtMs: 1,
  };
  await writeFile(lockFileOf(folder, 1), JSON.stringify(claim));
}

/** Speaks our protocol, knows no fleet, and says yes to every route. */
function answerAsHost(socket: Socket, dataFolder = folder): void {
  const about = { appVersion: '0.9.0', pid: process.pid, hostNumber: 1, startedAtMs: 1 };
  const greeting = { kind: 'greeting', protocol: PROTOCOL_VERSION, dataFolder };
  socket.write(frameOf({ ...greeting, ...about }));
  const status = { ...about, dataFolder: folder, notSavedBecause: null };
  const values = { status, route: { revision: 7, atMs: 1, overtook: null } };
  const reader = createFrameReader(answerLimitBytes, (line) => {
    const { id, call } = requestSchema.parse(JSON.parse(line));
    const value = call === 'status' || call === 'route' ? values[call] : null;
    socket.write(frameOf({ id, result: { ok: true, value } }));
  });
  socket.on('data', (chunk: Buffer) => {
    reader.push(chunk);
  });
}

function openYard(dataFolder: string, links: YardLink[] = []): LocalYard {
  const yard = openLocalYard({
    dataFolder,
    clock: systemClock,
    onLink: (link) => links.push(link),
    startingMs: 300,
  });
  yards.push(yard);
  return yard;
}

const linkIs = (yard: LocalYard, kind: YardLink['kind']): Promise<unknown> =>
  until(() => Promise.resolve(yard.link().kind === kind), kind, 15_000);

function revertTo(to: typeof v1) {
  return {
    fleet: fleetId,
    weights: [{ generation: to, weight: 100 }],
    expectedRevision: 'any' as const,
    previous: null,
    rollout: asRolloutId('a-revert'),
    overtake: true,
    token: asToken(`token-${String(performance.now())}`),
  };
}

describe('local yard', () => {
  it('reverts over its second connection while the first one hangs', async () => {
    bench = await openHostBench();
    await bench.ensure();
    await wholeFleet(bench.openYard());
    const data = bench.dataFolder;
    const real = join(data, 'run', 'host.1.sock');
    let isHung = false;
    // In between: all goes through, until the first connection's answers stop coming.
    await pretendHost((client, index) => {
      const host = createConnection(real);
      sockets.add(host);
      host.on('error', () => undefined);
      client.pipe(host);
      host.once('data', (chunk) => {
        // The greeting names the folder that was asked for, or nobody would talk to it.
        client.write(chunk.toString().replace(data, folder));
        host.on('data', (more) => {
          if (!(isHung && index === 0)) client.write(more);
        });
      });
      client.on('close', () => host.destroy());
      host.on('close', () => client.destroy());
    });
    const yard = openYard(folder);
    await linkIs(yard, 'live');
    expect((await yard.observe()).ok).toBe(true);
    isHung = true;
    const observation = yard.observe();
    const startedAtMs = performance.now();
    expect(valueOf(await yard.route(revertTo(v2))).revision).toBe(2);
    const tookMs = performance.now() - startedAtMs;
    // The control: what goes over the first connection waits for its time limit.
    expect(await observation).toMatchObject({ ok: false, fault: { code: 'unreachable' } });
    expect(performance.now() - startedAtMs).toBeGreaterThan(tookMs + 1000);
  }, 40_000);

  it('says stale while the host hangs, live when it goes on, gone when it is dead', async () => {
    bench = await openHostBench();
    const pid = await bench.ensure();
    const links: YardLink[] = [];
    const yard = openYard(bench.dataFolder, links);
    let changes = 0;
    yard.onChange(() => (changes += 1));
    await linkIs(yard, 'live');
    await wholeFleet(yard);
    process.kill(pid, 'SIGSTOP');
    await linkIs(yard, 'stale');
    process.kill(pid, 'SIGCONT');
    await linkIs(yard, 'live');
    // The link itself says a change when it is back, also for its second connection: not to be counted.
    await until(async () => {
      const seen = changes;
      await pause(500);
      return changes === seen;
    }, 'quiet after the reconnection');
    // Before the route: the push may well be faster than the answer.
    const before = changes;
    expect(valueOf(await yard.route(revertTo(v2))).revision).toBe(2);
    await until(() => Promise.resolve(changes > before), 'a push after the reconnection');
    process.kill(pid, 'SIGKILL');
    await linkIs(yard, 'gone');
    expect(await yard.route(revertTo(v1))).toMatchObject({
      ok: false,
      fault: { code: 'unreachable' },
    });
    yard.expectStart();
    expect(yard.link().kind).toBe('starting');
    await bench.ensure();
    await linkIs(yard, 'live');
    expect((await seenFleet(yard)).split.weights).toEqual([{ generation: v2, weight: 100 }]);
    expect(links.map((link) => link.kind)).toContain('gone');
  }, 60_000);

  it('two panels see the same, and each learns of what the other does', async () => {
    bench = await openHostBench();
    await bench.ensure();
    const [ours, theirs] = [openYard(bench.dataFolder), openYard(bench.dataFolder)];
    await wholeFleet(ours);
    await linkIs(theirs, 'live');
    let told = 0;
    theirs.onChange(() => (told += 1));
    await pause(300);
    const before = told;
    valueOf(await ours.route(revertTo(v2)));
    await until(() => Promise.resolve(told > before), 'the push');
    expect((await seenFleet(theirs)).split).toEqual((await seenFleet(ours)).split);
  }, 40_000);

  it('watches nothing of a host of another protocol, says why, and can end it', async () => {
    const said: string[] = [];
    await pretendHost((socket) => {
      socket.write(
        frameOf({
          kind: 'greeting',
          protocol: PROTOCOL_VERSION + 1,
          appVersion: '9.0.0',
          pid: process.pid,
          hostNumber: 1,
          dataFolder: folder,
          startedAtMs: 1,
        }),
      );
      socket.on('data', (chunk: Buffer) => {
        said.push(chunk.toString());
        // Ends as a host does: lets go of its folder.
        void rm(lockFileOf(folder, 1), { force: true });
      });
    });
    const yard = openYard(folder);
    await linkIs(yard, 'incompatible');
    const link = yard.link();
    expect('reason' in link ? link.reason : '').toMatch(
      /newer version \(9\.0\.0.*Use the newer panel/u,
    );
    expect(await yard.observe()).toMatchObject({ ok: false, fault: { code: 'version-mismatch' } });
    let spawned = 0;
    const found = await ensureHost({ dataFolder: folder, spawnHost: () => void (spawned += 1) });
    expect(found).toMatchObject({ ok: false, fault: { code: 'version-mismatch' } });
    expect(spawned).toBe(0);
    expect(valueOf(await yard.stop())).toBeNull();
    expect(said).toEqual([frameOf({ id: 1, call: 'stop', input: null })]);
    await linkIs(yard, 'stopped');
    // With nobody there, there is nothing to stop.
    expect(valueOf(await stopHost(folder))).toBeNull();
  });

  it('talks to no host of another folder, whatever the lock file says', async () => {
    let asked = 0;
    let named = join(folder, 'another');
    await pretendHost((socket) => {
      answerAsHost(socket, named);
      socket.on('data', () => (asked += 1));
    });
    const yard = openYard(folder);
    await linkIs(yard, 'stale');
    const link = yard.link();
    expect('reason' in link ? link.reason : '').toMatch(/of another data folder \(.*another\)/u);
    expect(await yard.route(revertTo(v2))).toMatchObject({ ok: false, fault: { code: 'refused' } });
    const found = await ensureHost({ dataFolder: folder, spawnHost: () => undefined });
    expect(found).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(asked).toBe(0);
    // The control: the same folder under another name is the same.
    named = `${folder}/../${basename(folder)}`;
    await linkIs(yard, 'live');
  });

  it('never takes a read that fails for a host that is gone', async () => {
    const file = join(folder, 'no-folder');
    await writeFile(file, '');
    const yard = openYard(file);
    await linkIs(yard, 'stale');
    const link = yard.link();
    expect('reason' in link ? link.reason : '').toMatch(/cannot be told: .*ENOTDIR/u);
    expect(await yard.stop()).toMatchObject({ ok: false });
    // The control: an empty folder is proof that nobody is there.
    const empty = openYard(join(folder, 'nothing'));
    await linkIs(empty, 'gone');
  });

  it('knows a host by its greeting, and none when it is gone', async () => {
    await pretendHost((socket) => answerAsHost(socket));
    const yard = openYard(folder);
    await linkIs(yard, 'live');
    expect(yard.greeting()?.appVersion).toBe('0.9.0');
    await rm(lockFileOf(folder, 1));
    for (const socket of sockets) socket.destroy();
    await linkIs(yard, 'gone');
    expect(yard.greeting()).toBeNull();
  });

  it('keeps one reserved connection when two were made at once, and gives up the other', async () => {
    const closed: number[] = [];
    const made: Socket[] = [];
    await pretendHost((socket, index) => {
      made[index] = socket;
      socket.on('close', () => closed.push(index));
      if (index !== 1) answerAsHost(socket);
    });
    const yard = openYard(folder);
    // The watch waits for the greeting of its second connection; the first one breaks meanwhile.
    await until(() => Promise.resolve(made.length === 2), 'the second connection');
    made[0]?.destroy();
    await until(() => Promise.resolve(closed.includes(0)), 'the end of the first');
    await pause(100);
    expect(valueOf(await yard.route(revertTo(v2))).revision).toBe(7);
    if (made[1] !== undefined) answerAsHost(made[1]);
    await until(() => Promise.resolve(closed.includes(1)), 'the end of the loser');
    await linkIs(yard, 'live');
    expect(valueOf(await yard.route(revertTo(v2))).revision).toBe(7);
    // Lost its first one, made one for the revert and one to watch: not one more.
    expect(closed).toEqual([0, 1]);
    expect(made).toHaveLength(4);
  });

  it('says at once why a folder cannot be used, and not that it waited', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const dataFolder = join(file, 'yard');
    const found = await ensureHost({ dataFolder, spawnHost: () => undefined });
    expect(found).toMatchObject({ ok: false, fault: { code: 'unreachable', where: dataFolder } });
    expect(JSON.stringify(found)).toMatch(/cannot be used: ENOTDIR/u);
    expect(JSON.stringify(found)).not.toMatch(/within/u);
  });

  it('takes a host that was told to end by another one for stopped, not for lost', async () => {
    bench = await openHostBench(folder);
    await bench.ensure();
    const yard = openYard(folder);
    await linkIs(yard, 'live');
    expect(valueOf(await stopHost(folder))).toBeNull();
    await linkIs(yard, 'stopped');
  });

  it('says what a host said that does not come up', async () => {
    const found = await ensureHost({
      dataFolder: join(folder, 'new'),
      limitMs: 300,
      spawnHost: () =>
        writeFile(
          join(folder, 'new', 'host.out'),
          'error while loading shared libraries: libnss3.so\n',
        ),
    });
    expect(found).toMatchObject({ ok: false, fault: { code: 'unreachable' } });
    expect(JSON.stringify(found)).toContain('libnss3.so');
  });
});
