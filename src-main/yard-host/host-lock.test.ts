import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimHostLock } from './host-lock.ts';
import { findHolder, lockFileOf, lockNumbersIn } from './lock-files.ts';

const contender = join(import.meta.dirname, 'host-lock.contender.ts');
const rounds = 10;
const starters = 12;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-lock-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Has all ready before it lets any go. @returns the processes that believe they hold the folder. */
async function startTogether(how: 'naive' | 'proper'): Promise<ChildProcess[]> {
  const children = await Promise.all(
    Array.from({ length: starters }, async () => {
      const child = spawn(process.execPath, [contender, how, folder], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      return child;
    }),
  );
  const answers = children.map((child) => once(child.stdout, 'data') as Promise<[Buffer]>);
  for (const child of children) child.stdin.write('go\n');
  const said = await Promise.all(answers);
  return children.filter((_child, index) => said[index]?.[0].toString() === 'held\n');
}

async function killAll(holders: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    holders.map(async (holder) => {
      const gone = once(holder, 'exit');
      holder.kill('SIGKILL');
      await gone;
    }),
  );
}

describe('host lock', () => {
  it(`gives exactly one of ${String(starters)} simultaneous starters the folder, each time after a kill -9`, async () => {
    for (let round = 0; round < rounds; round += 1) {
      const holders = await startTogether('proper');
      const live = await findHolder(folder);
      await killAll(holders);
      expect(holders, `round ${String(round)}`).toHaveLength(1);
      expect(live?.pid).toBe(holders[0]?.pid);
      expect(await findHolder(folder)).toBeNull();
    }
  }, 240_000);

  it('control: looking before writing lets several in', async () => {
    let most = 0;
    for (let round = 0; round < rounds && most < 2; round += 1) {
      const holders = await startTogether('naive');
      await killAll(holders);
      most = Math.max(most, holders.length);
    }
    expect(most).toBeGreaterThan(1);
  }, 240_000);

  it('takes over from a dead pid, from a reused pid and from a damaged file, with a higher number', async () => {
    const claim = {
      number: 7,
      pid: process.pid,
      startTime: 'another',
      socket: 's',
      appVersion: '0',
      claimedAtMs: 0,
    };
    await writeFile(lockFileOf(folder, 7), JSON.stringify(claim));
    expect(await findHolder(folder)).toBeNull();
    await writeFile(lockFileOf(folder, 8), '{"number":');
    const order = {
      dataFolder: folder,
      appVersion: '0',
      nowMs: 1,
      socketFor: (n: number) => `s${String(n)}`,
    };
    const answer = await claimHostLock(order);
    expect(answer).toMatchObject({ kind: 'held', claim: { number: 9, socket: 's9' } });
    expect(await lockNumbersIn(folder)).toEqual([9]);
    expect(await claimHostLock(order)).toMatchObject({ kind: 'taken', by: { number: 9 } });
  });

  it('says what is wrong when the folder is missing', async () => {
    const order = {
      dataFolder: join(folder, 'none'),
      appVersion: '0',
      nowMs: 1,
      socketFor: String,
    };
    await expect(claimHostLock(order)).rejects.toThrow(/cannot be claimed \(ENOENT\)/u);
  });
});
