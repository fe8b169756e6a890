/** A full disk, one that cannot be written, and a data folder that vanishes under a real yard host. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, writeSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { asRolloutId, asToken } from '../../src-shared/ids.ts';
import {
  claimed,
  fleetId,
  noticed,
  openHostBench,
  routeTo,
  seen,
  seenFleet,
  until,
  v1,
  v2,
  valueOf,
  wholeFleet,
  type HostBench,
} from './yard-host.fixture.ts';

/** A disk of 1 MiB; null where this user may not have one. */
function tryTmpfs(): string | null {
  const place = mkdtempSync(join(tmpdir(), 'by-full-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]);
  return mounted.status === 0 ? place : null;
}

const benches: HostBench[] = [];
afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.close();
});

async function openBench(dataFolder?: string): Promise<HostBench> {
  const bench = await openHostBench(dataFolder);
  benches.push(bench);
  return bench;
}

describe('full disk', () => {
  it('refuses what cannot be recorded, lets a revert go, and saves it when there is room', async ({
    skip,
  }) => {
    const place = tryTmpfs();
    if (place === null) {
      process.stderr.write('NO TMPFS (needs root): the full disk was not tried.\n');
      return skip('no tmpfs');
    }
    try {
      const bench = await openBench(join(place, 'data'));
      const pid = await bench.ensure();
      const yard = bench.openYard();
      await wholeFleet(yard);
      const rollout = await claimed(yard);
      const before = await seenFleet(yard);
      valueOf(await yard.route(routeTo(v2, rollout, before.split.revision)));
      const filler = join(place, 'filler');
      fillDisk(filler);

      // Rewriting the state frees as much as it takes; more blocks to remember need room.
      const image = before.generations[0]?.image;
      const recipe = before.generations[0]?.recipe;
      if (image === undefined || recipe === undefined) throw new Error('no generation');
      const onBehalf = { fleet: fleetId, rollout, epoch: 1, token: asToken(randomUUID()) };
      expect(
        await yard.launchGeneration({ ...onBehalf, number: 3, image, recipe, size: 300 }),
      ).toMatchObject({ ok: false, fault: { code: 'no-space' } });
      expect((await seenFleet(yard)).generations).toHaveLength(2);
      expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v2);
      await noticed(yard, /cannot be saved: the disk is full.*a revert still goes/u);

      // Not one byte can be written: a cutover is refused, a revert goes.
      remount(place, 'ro');
      const cutover = routeTo(v1, rollout, before.split.revision + 1);
      const refused = await yard.route(cutover);
      expect(refused).toMatchObject({ ok: false, fault: { code: 'refused' } });
      expect(JSON.stringify(refused)).toContain('A revert goes all the same.');
      expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v2);
      const revert = routeTo(v1, asRolloutId(randomUUID()), 'any');
      const receipt = valueOf(await yard.route(revert));
      expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v1);
      await noticed(yard, /cannot be saved: the data folder is not writable/u);
      // A claim changes nothing and holds in memory; what it is for is refused.
      const later = await claimed(yard);
      expect(await yard.route(routeTo(v2, later, receipt.revision))).toMatchObject({
        ok: false,
        fault: { code: 'refused' },
      });
      expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v1);

      remount(place, 'rw');
      await rm(filler);
      await until(async () => {
        const { notices } = await seen(yard);
        return notices.at(-1)?.text.includes('is saved again');
      }, 'the save');
      // On disk as well: after a kill -9 it is still v1 that serves.
      process.kill(pid, 'SIGKILL');
      await bench.ensure();
      const after = await wholeFleet(yard);
      expect(after.split.revision).toBe(receipt.revision);
      expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v1);
      expect(valueOf(await yard.route(revert))).toEqual(receipt);
      await bench.close();
    } finally {
      spawnSync('umount', ['-l', place]);
      await rm(place, { recursive: true, force: true });
    }
  }, 60_000);
});

function remount(place: string, how: 'ro' | 'rw'): void {
  const done = spawnSync('mount', ['-o', `remount,${how}`, place], { encoding: 'utf8' });
  expect(done.stderr).toBe('');
}

function fillDisk(path: string): void {
  const file = openSync(path, 'w');
  for (const bytes of [65_536, 4096, 512, 1]) {
    try {
      for (;;) if (writeSync(file, Buffer.alloc(bytes)) < bytes) break;
    } catch {
      // Full in steps of this size.
    }
  }
  closeSync(file);
}

describe('data folder removed under a running host', () => {
  it('keeps serving and reverting, says so, and has everything on disk again', async () => {
    const bench = await openBench();
    const pid = await bench.ensure();
    const yard = bench.openYard();
    const fleet = await wholeFleet(yard);
    // The host writes into it meanwhile.
    await rm(bench.dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v1);
    valueOf(await yard.route(routeTo(v2, asRolloutId(randomUUID()), 'any')));
    expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v2);
    await noticed(yard, /data folder .* is gone. The traffic goes on/u);
    await noticed(yard, /was made again and the yard's state written anew/u);
    // A panel that starts now finds the same host.
    expect(await bench.ensure()).toBe(pid);
    const second = bench.openYard();
    const after = await until(async () => {
      const observed = await second.observe();
      return observed.ok && observed.value.fleets[0];
    }, 'the second panel');
    expect(after.generations.map((each) => each.id)).toEqual(
      fleet.generations.map((each) => each.id),
    );
    expect(await readFile(join(bench.dataFolder, 'state.json'), 'utf8')).toContain(
      'storefront-v002',
    );
  }, 60_000);
});
