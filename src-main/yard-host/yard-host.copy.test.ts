/** A folder that holds a copy of the files of a yard that runs, with real hosts and blocks. */
import { copyFile, cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fleet } from '../../src-shared/fleet.ts';
import { identifyProcess } from './blocks/process-identity.ts';
import { findHolder } from './lock-files.ts';
import {
  noticed,
  openHostBench,
  seenFleet,
  until,
  v1,
  valueOf,
  wholeFleet,
  type HostBench,
} from './yard-host.fixture.ts';

let root: string;
let original: HostBench;
let copy: HostBench;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'by-copy-'));
  original = await openHostBench(join(root, 'original'));
  copy = await openHostBench(join(root, 'copy'));
});
afterEach(async () => {
  await copy.close();
  await original.close();
  await rm(root, { recursive: true, force: true });
});

function pidsOf(fleet: Fleet): readonly number[] {
  return fleet.generations.flatMap((each) => each.blocks).map((each) => each.pid ?? 0);
}

async function living(pids: readonly number[]): Promise<number> {
  const found = await Promise.all(pids.map(identifyProcess));
  return found.filter((each) => each !== null).length;
}

describe('a copy of a running yard', () => {
  it('with its lock: the panel on it is not connected to the original, and gets a host of its own', async () => {
    const pid = await original.ensure();
    const yard = original.openYard();
    const before = await wholeFleet(yard);
    await cp(original.dataFolder, copy.dataFolder, {
      recursive: true,
      filter: (path) => !path.endsWith('.sock'),
    });
    expect((await readdir(copy.dataFolder)).filter((name) => name.endsWith('.lock'))).toEqual([
      'host.1.lock',
    ]);
    expect(await findHolder(copy.dataFolder)).toBeNull();
    const other = copy.openYard();
    expect(await other.observe()).toMatchObject({ ok: false });

    const otherPid = await copy.ensure();
    expect(otherPid).not.toBe(pid);
    const held = await findHolder(copy.dataFolder);
    expect(held).toMatchObject({ number: 2, pid: otherPid });
    const theirs = await wholeFleet(other);
    expect(await living(pidsOf(before))).toBe(8);
    expect(pidsOf(theirs).some((each) => pidsOf(before).includes(each))).toBe(false);
    // Its port belongs to the original, which answers on it.
    expect(theirs.entry.state.kind).toBe('port-taken');
    await noticed(other, /holds a copy of the yard in .*original.*8 processes .*left running/u);
    expect(pidsOf(await seenFleet(yard))).toEqual(pidsOf(before));
    expect(valueOf(await yard.probe(before.id, 'entry')).generation).toBe(v1);
    // Stopping the copy ends the copy only.
    valueOf(await other.stop());
    await until(async () => (await identifyProcess(otherPid)) === null, 'the end of the copy');
    expect(await living(pidsOf(before))).toBe(8);
  }, 90_000);

  it('of its state alone: its blocks live on and serve', async () => {
    await original.ensure();
    const yard = original.openYard();
    const before = await wholeFleet(yard);
    await mkdir(copy.dataFolder, { recursive: true, mode: 0o700 });
    await copyFile(join(original.dataFolder, 'state.json'), join(copy.dataFolder, 'state.json'));
    await copy.ensure();
    const other = copy.openYard();
    await noticed(other, /holds a copy of another yard.*8 processes .*left running/u);
    expect(await living(pidsOf(before))).toBe(8);
    expect((await seenFleet(yard)).generations[0]?.blocks[0]?.state.kind).toBe('healthy');
  }, 60_000);
});

describe('a yard that was moved while it was stopped', () => {
  it('is the same yard in its new place', async () => {
    await original.ensure();
    await wholeFleet(original.openYard());
    const first = await findHolder(original.dataFolder);
    process.kill(first?.pid ?? 0, 'SIGKILL');
    await until(async () => (await findHolder(original.dataFolder)) === null, 'the end');
    await rename(original.dataFolder, copy.dataFolder);
    await copy.ensure();
    await wholeFleet(copy.openYard());
    expect((await findHolder(copy.dataFolder))?.yard).toBe(first?.yard);
  }, 60_000);
});
