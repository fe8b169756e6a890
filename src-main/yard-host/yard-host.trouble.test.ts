/** Bad days of a real yard host: damaged files, leftovers, a taken port, odd folders, a clock set back. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { asImageId, asRolloutId } from '../../src-shared/ids.ts';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { ensureHost } from '../yards/local/host-finder.ts';
import { identifyProcess } from './blocks/process-identity.ts';
import { spawnNodeChild } from './blocks/spawn-node-child.ts';
import { runYardHost, type YardHost } from './run-yard-host.ts';
import { decodeState, encodeState } from './state-file.ts';
import { emptyState } from './state-schema.ts';
import {
  claimed,
  fleetId,
  healthy,
  noticed,
  openHostBench,
  routeTo,
  seen,
  seenFleet,
  someIntent,
  until,
  v1,
  v2,
  valueOf,
  wholeFleet,
  type HostBench,
} from './yard-host.fixture.ts';

const other = { name: 'Bob', host: 'laptop', panel: 'panel-2' };

const benches: HostBench[] = [];
const hosts: YardHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
  for (const bench of benches.splice(0)) await bench.close();
});

async function openBench(dataFolder?: string): Promise<HostBench> {
  const bench = await openHostBench(dataFolder);
  benches.push(bench);
  return bench;
}

describe('damaged state', () => {
  it('starts from the copy before, serves, and says so', async () => {
    const bench = await openBench();
    const pid = await bench.ensure();
    const yard = bench.openYard();
    const fleet = await wholeFleet(yard);
    process.kill(pid, 'SIGKILL');
    await until(() => Promise.resolve(yard.link().kind !== 'live'), 'the link noticing');
    await truncate(join(bench.dataFolder, 'state.json'), 700);
    await bench.ensure();
    const after = await wholeFleet(yard);
    expect(after.entry.url).toBe(fleet.entry.url);
    expect(after.split).toEqual(fleet.split);
    await noticed(yard, /state file is damaged.*The copy before it is used/u);
    expect((await readdir(bench.dataFolder)).some((name) => name.includes('.damaged-'))).toBe(true);
  }, 60_000);

  it('never begins silently anew when both copies are damaged', async () => {
    const bench = await openBench();
    await ensureFolder(bench);
    await writeFile(join(bench.dataFolder, 'state.json'), 'x');
    await writeFile(join(bench.dataFolder, 'state.previous.json'), 'y');
    await bench.ensure();
    const yard = bench.openYard();
    await until(() => Promise.resolve(yard.link().kind === 'live'), 'the link');
    const { fleets, notices } = await seen(yard);
    expect(fleets).toEqual([]);
    expect(notices[0]).toMatchObject({ severity: 'trouble' });
    expect(notices[0]?.text).toMatch(/not known any more.*state\.json/u);
  }, 60_000);

  it('leaves the state of a newer version alone; who started it learns why at once', async () => {
    const bench = await openBench();
    await ensureFolder(bench);
    const newer = encodeState(emptyState, 99);
    await writeFile(join(bench.dataFolder, 'state.json'), newer);
    const startedAtMs = performance.now();
    const answer = await ensureHost({
      dataFolder: bench.dataFolder,
      limitMs: 60_000,
      spawnHost: () => {
        bench.startHost();
      },
    });
    expect(answer).toMatchObject({ ok: false, fault: { code: 'version-mismatch' } });
    expect(performance.now() - startedAtMs).toBeLessThan(50_000);
    expect(await readFile(join(bench.dataFolder, 'state.json'), 'utf8')).toBe(newer);
  }, 70_000);
});

async function ensureFolder(bench: HostBench): Promise<void> {
  await mkdir(bench.dataFolder, { recursive: true, mode: 0o700 });
}

describe('leftovers of a crashed host', () => {
  it('ends the processes it recorded, and no other that has the same pid', async () => {
    const bench = await openBench();
    const pid = await bench.ensure();
    const yard = bench.openYard();
    await wholeFleet(yard);
    process.kill(pid, 'SIGKILL');
    await until(() => Promise.resolve(yard.link().kind !== 'live'), 'the link noticing');
    const sleepers = [1, 2].map(() => spawn('sleep', ['60'], { stdio: 'ignore' }));
    try {
      const [leftover, stranger] = await Promise.all(
        sleepers.map((each) => identifyProcess(each.pid ?? 0)),
      );
      const path = join(bench.dataFolder, 'state.json');
      const found = decodeState(await readFile(path));
      if (found.kind !== 'whole' || !leftover || !stranger) throw new Error('no state');
      const blocks = found.state.fleets[0]?.generations[0]?.blocks ?? [];
      Object.assign(blocks[0] ?? {}, {
        process: { pid: leftover.pid, startTime: leftover.startTime, mark: randomUUID() },
      });
      Object.assign(blocks[1] ?? {}, {
        process: { pid: stranger.pid, startTime: 'of another', mark: randomUUID() },
      });
      await writeFile(path, encodeState(found.state));
      await bench.ensure();
      await wholeFleet(yard);
      expect(await identifyProcess(leftover.pid)).toBeNull();
      expect(await identifyProcess(stranger.pid)).toEqual(stranger);
      await noticed(yard, /1 process that it had left behind/u);
    } finally {
      for (const sleeper of sleepers) sleeper.kill('SIGKILL');
    }
  }, 60_000);
});

describe('damaged image', () => {
  it('refuses its launches after a restart and names the file; the other generation serves', async () => {
    const bench = await openBench();
    const pid = await bench.ensure();
    const yard = bench.openYard();
    const before = await wholeFleet(yard);
    const digest = before.generations[0]?.image.replace('sha256:', '') ?? '';
    process.kill(pid, 'SIGKILL');
    await until(() => Promise.resolve(yard.link().kind !== 'live'), 'the link noticing');
    const files = await readdir(join(bench.dataFolder, 'images'), { recursive: true });
    const server = files.find((file) => file.includes(digest) && file.endsWith('server.mjs'));
    const path = join(bench.dataFolder, 'images', server ?? '');
    await chmod(path, 0o600);
    const content = await readFile(path);
    content.writeUInt8(content.readUInt8(40) ^ 1, 40);
    await writeFile(path, content);
    await bench.ensure();
    const after = await until(async () => {
      const observed = await yard.observe();
      const fleet = observed.ok ? observed.value.fleets[0] : undefined;
      const [first, second] = fleet?.generations ?? [];
      const isRefused = first?.blocks.every((each) => each.state.kind === 'launch-refused');
      return isRefused === true && second !== undefined && healthy(second) === 4 && fleet;
    }, 'four refusals and four healthy blocks');
    expect(JSON.stringify(after.generations[0]?.blocks[0]?.state)).toContain('server.mjs');
    expect(await yard.proveImage(asImageId(`sha256:${digest}`))).toMatchObject({
      ok: false,
      fault: { code: 'damaged', message: expect.stringContaining('server.mjs') as string },
    });
    expect(await yard.probe(fleetId, 'entry')).toMatchObject({ ok: true, value: { status: 503 } });
    valueOf(await yard.route(routeTo(v2, asRolloutId(randomUUID()), 'any')));
    expect(valueOf(await yard.probe(fleetId, 'entry'))).toMatchObject({
      status: 200,
      generation: v2,
    });
  }, 60_000);
});

describe('port taken', () => {
  it('says by whom, keeps the port it had, and opens when it is free', async () => {
    const bench = await openBench();
    const pid = await bench.ensure();
    const yard = bench.openYard();
    const { entry } = await wholeFleet(yard);
    const port = Number(new URL(entry.url).port);
    process.kill(pid, 'SIGKILL');
    await until(() => Promise.resolve(yard.link().kind !== 'live'), 'the link noticing');
    const squatter = createServer();
    squatter.listen(port, '127.0.0.1');
    await once(squatter, 'listening');
    await bench.ensure();
    const taken = await wholeFleet(yard);
    expect(taken.entry.url).toBe(entry.url);
    expect(taken.entry.state).toMatchObject({ kind: 'port-taken', port });
    expect(JSON.stringify(taken.entry.state)).toContain(`process ${String(process.pid)}`);
    expect(await yard.probe(fleetId, v1)).toMatchObject({ ok: true });
    await noticed(yard, /The entry is not open/u);
    squatter.close();
    await until(async () => (await seenFleet(yard)).entry.state.kind === 'listening', 'the entry');
    expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v1);
  }, 60_000);
});

describe('places and clocks', () => {
  it('runs in a folder whose path is too long for a socket and holds odd characters', async () => {
    const root = mkdtempSync(join(tmpdir(), 'by-odd-'));
    const bench = await openBench(join(root, `Ünïcode 'quote' <b> ${'long '.repeat(20)}`));
    try {
      await bench.ensure();
      const yard = bench.openYard();
      await wholeFleet(yard);
      expect((await stat(bench.dataFolder)).mode & 0o777).toBe(0o700);
      expect((await stat(join(bench.dataFolder, 'state.json'))).mode & 0o777).toBe(0o600);
    } finally {
      await bench.close();
      await rm(root, { recursive: true, force: true });
    }
  }, 60_000);

  it('measures leases on a clock that never goes back, and says a gap it cannot measure', async () => {
    let aheadMs = 0;
    const clock: Clock = { ...systemClock, now: () => Date.now() + aheadMs };
    const bench = await openBench();
    const start = async (): Promise<YardHost> => {
      const started = valueOf(
        await runYardHost({
          dataFolder: bench.dataFolder,
          samplesFolder: bench.samplesFolder,
          appVersion: '0.0.0',
          clock,
          samplePort: 0,
          sampleBlocks: 1,
          spawnNode: spawnNodeChild({
            bootPath: join(import.meta.dirname, 'blocks', 'block-boot.ts'),
            execPath: process.execPath,
          }),
        }),
      );
      if (started.kind !== 'running') throw new Error('taken');
      hosts.push(started.host);
      return started.host;
    };
    const host = await start();
    const yard = bench.openYard();
    await wholeFleet(yard);
    const long = await claimed(yard, 60_000);
    const takeover = {
      fleet: fleetId,
      intent: someIntent,
      owner: other,
      leaseMs: 60_000,
      epoch: 2,
    };
    // An hour ahead: the lease of a minute is not over.
    aheadMs = 3_600_000;
    expect(await yard.claim({ ...takeover, rollout: long })).toMatchObject({ ok: false });
    const shown = (await seenFleet(yard)).rollout?.leaseEndsAtMs ?? 0;
    expect(shown).toBeGreaterThan(Date.now() + 3_600_000);
    valueOf(await yard.finish(fleetId, long, 1));
    // An hour back: a lease of 300 ms is over after 300 ms all the same.
    const short = await claimed(yard, 300);
    aheadMs = -3_600_000;
    await until(async () => (await yard.claim({ ...takeover, rollout: short })).ok, 'the takeover');
    valueOf(await yard.finish(fleetId, short, 2));
    const cutover = routeTo(v2, await claimed(yard), (await seenFleet(yard)).split.revision);
    valueOf(await yard.route(cutover));
    expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v2);

    await host.stop();
    aheadMs = -7_200_000;
    await start();
    await noticed(yard, /for a time that the clock cannot tell/u);
    expect((await wholeFleet(yard)).split.weights[0]).toEqual({ generation: v2, weight: 100 });
  }, 60_000);
});
