/** Whose processes are ended: those of this yard whose host is dead, and no others. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { markOf, ownerInMark } from './launch-mark.ts';
import { identifyProcess } from './process-identity.ts';
import { reap, type RecordedProcess } from './reap.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function sleeper(): Promise<{ readonly pid: number; readonly startTime: string }> {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  const found = await identifyProcess(child.pid ?? 0);
  if (found === null) throw new Error('it is gone');
  return found;
}

async function kindOf(record: RecordedProcess, ownsUnnamed = true): Promise<string | undefined> {
  const { outcomes } = await reap({ recorded: [record], yard: 'ours', ownsUnnamed });
  const isAlive = (await identifyProcess(record.pid)) !== null;
  expect(isAlive).toBe(outcomes[0]?.kind !== 'ended');
  return outcomes[0]?.kind;
}

const deadHost = { pid: 4_000_000, startTime: 'boot-1' };

describe('reap', () => {
  it('ends what a dead host of this yard left', async () => {
    const { pid, startTime } = await sleeper();
    const mark = markOf({ yard: 'ours', ...deadHost }, 'u-1');
    expect(await kindOf({ pid, startTime, mark })).toBe('ended');
  });

  it('leaves the blocks of another yard alone, also when their host is dead', async () => {
    const { pid, startTime } = await sleeper();
    const mark = markOf({ yard: 'theirs', ...deadHost }, 'u-1');
    expect(await kindOf({ pid, startTime, mark })).toBe('of-another-yard');
  });

  it('leaves blocks alone whose host lives, whatever yard they name', async () => {
    const host = await sleeper();
    const { pid, startTime } = await sleeper();
    const mark = markOf({ yard: 'ours', ...host }, 'u-1');
    expect(await kindOf({ pid, startTime, mark })).toBe('of-another-yard');
    // The control: the same pid at another time is another process, so that host is dead.
    const reused = markOf({ yard: 'ours', pid: host.pid, startTime: 'boot-1' }, 'u-1');
    expect(await kindOf({ pid, startTime, mark: reused })).toBe('ended');
  });

  it('takes marks of an earlier version for ours only in a folder that had a host', async () => {
    const mark = '0b0e6e0e-6a5b-4c8f-9d39-0d9a7c3c0a51';
    expect(ownerInMark(mark)).toBeNull();
    const { pid, startTime } = await sleeper();
    expect(await kindOf({ pid, startTime, mark }, false)).toBe('of-another-yard');
    expect(await kindOf({ pid, startTime, mark }, true)).toBe('ended');
  });
});
