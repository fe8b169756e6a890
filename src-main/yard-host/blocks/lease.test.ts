/**
 * Kills a real host with -9 and counts what survives. A zombie counts as dead. Controls: a child
 * without a lease does survive, so the counting can see orphans.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFixture } from '../images/image-fixture.ts';
import type { FixtureFolder } from '../images/image-fixture.ts';
import { eventually, isAlive, untilDead } from './block-fixture.ts';
import { killMarked, processesWithMark } from './marked-processes.ts';
import { identifyProcess } from './process-identity.ts';
import { reap } from './reap.ts';
import type { ReapOrder, RecordedProcess } from './reap.ts';

/** Marks that name nobody, as of an earlier version. */
const orderOf = (recorded: readonly RecordedProcess[]): ReapOrder => ({
  recorded,
  yard: 'ours',
  ownsUnnamed: true,
});

type Started = RecordedProcess & { readonly kind: string };

const servers = {
  'idle.mjs': 'setInterval(() => {}, 1000);',
  'busy.mjs': 'for (;;);',
  'family.mjs': `
import { spawn } from 'node:child_process';
spawn('sleep', ['300'], { stdio: 'ignore' });
for (;;);`,
};

let fixture: FixtureFolder;
const marks: string[] = [];
const hosts: ChildProcess[] = [];

beforeEach(() => {
  fixture = openFixture();
});
afterEach(async () => {
  for (const host of hosts.splice(0)) host.kill('SIGKILL');
  await killMarked(marks.splice(0));
  await fixture.remove();
});

async function startHost(...kinds: string[]): Promise<{ host: ChildProcess; started: Started[] }> {
  const folder = fixture.add('servers', servers);
  const script = fileURLToPath(new URL('./lease-host.fixture.ts', import.meta.url));
  const host = spawn(process.execPath, [script, folder, ...kinds], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  hosts.push(host);
  const [line] = (await once(host.stdout, 'data')) as [Buffer];
  const started = JSON.parse(line.toString()) as Started[];
  marks.push(...started.map((one) => one.mark));
  return { host, started };
}

const onLinux = process.platform === 'linux';
if (!onLinux) process.stderr.write('NOT RUN: lease tests that look for grandchildren need Linux\n');

test.skipIf(!onLinux)(
  'kill -9 of the host ends its blocks and their children within 2 s',
  async () => {
    const kinds = ['idle', 'busy', 'family'].flatMap((name) => [`node-${name}`, `command-${name}`]);
    const { host, started } = await startHost(...kinds);
    // Everybody, grandchildren too, has started.
    const family = await eventually(async () => {
      const pids = await processesWithMark(started.map((one) => one.mark));
      // 6 servers; a guard and its watcher for each of 3 commands; 2 sleeping grandchildren.
      return pids.length >= 14 ? pids : null;
    });
    await sleep(200);
    for (const one of started) expect(await isAlive(one.pid), one.kind).toBe(true);

    host.kill('SIGKILL');
    const tookMs = await untilDead(family, 2000);
    process.stderr.write(
      `kill -9 of the host: ${family.length} processes dead after ${Math.round(tookMs)} ms\n`,
    );
    expect(await processesWithMark(started.map((one) => one.mark))).toEqual([]);
  },
);

test('also when the host ends in an ordinary way', async () => {
  const { host, started } = await startHost('node-busy', 'command-busy');
  host.kill('SIGTERM');
  await untilDead(
    started.map((one) => one.pid),
    2000,
  );
});

test('control: without a lease the child stays, and reap ends it by pid and start time', async () => {
  const { host, started } = await startHost('unleashed-busy');
  const [orphan] = started;
  if (orphan === undefined) throw new Error('nothing was started');
  host.kill('SIGKILL');
  await once(host, 'exit');
  await sleep(500);
  expect(await isAlive(orphan.pid)).toBe(true);

  const stranger = { ...orphan, startTime: `${orphan.startTime}0`, mark: 'another' };
  expect((await reap(orderOf([stranger]))).outcomes).toEqual([
    { pid: orphan.pid, kind: 'not-ours' },
  ]);
  expect(await isAlive(orphan.pid)).toBe(true);

  expect((await reap(orderOf([orphan]))).outcomes).toEqual([{ pid: orphan.pid, kind: 'ended' }]);
  expect(await isAlive(orphan.pid)).toBe(false);
  expect((await reap(orderOf([orphan]))).outcomes).toEqual([{ pid: orphan.pid, kind: 'was-gone' }]);
});

test.skipIf(!onLinux)('reap finds by its mark what a dead block left behind', async () => {
  const { host, started } = await startHost('unleashed-family');
  const [orphan] = started;
  if (orphan === undefined) throw new Error('nothing was started');
  await eventually(async () =>
    (await processesWithMark([orphan.mark])).length === 2 ? true : null,
  );
  host.kill('SIGKILL');
  process.kill(orphan.pid, 'SIGKILL');
  await untilDead([orphan.pid], 2000);
  expect(await processesWithMark([orphan.mark])).toHaveLength(1);
  expect(await reap(orderOf([orphan]))).toEqual({
    outcomes: [{ pid: orphan.pid, kind: 'was-gone' }],
    strays: 1,
  });
  await eventually(async () =>
    (await processesWithMark([orphan.mark])).length === 0 ? true : null,
  );
});

test('reap never touches this process or everybody, whatever the record says', async () => {
  const self = await identifyProcess(process.pid);
  const records = [0, 1, -1, process.pid].map((pid) => ({
    pid,
    startTime: self?.startTime ?? '',
    mark: 'none',
  }));
  const kinds = (await reap(orderOf(records))).outcomes.map((outcome) => outcome.kind);
  expect(kinds).toEqual(['was-gone', 'was-gone', 'was-gone', 'not-ours']);
});
