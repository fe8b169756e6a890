/** Ends what a crashed host left running, and nothing else. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ownerInMark } from './launch-mark.ts';
import { killMarked } from './marked-processes.ts';
import { identifyProcess, lookUpProcess } from './process-identity.ts';
import { killGroup } from '../../processes/kill-group.ts';

/** What a host writes down about each block that it launched. */
export interface RecordedProcess {
  readonly pid: number;
  readonly startTime: string;
  readonly mark: string;
}

export interface ReapOutcome {
  readonly pid: number;
  /**
   * `not-ours`: the pid belongs to a process that started at another time. `survived`: it did not
   * end within the wait, which happens only to processes stuck in the kernel. `of-another-yard`: it is
   * the recorded process and was left alone.
   */
  readonly kind: 'ended' | 'was-gone' | 'not-ours' | 'survived' | 'of-another-yard';
}

export interface ReapReport {
  readonly outcomes: readonly ReapOutcome[];
  /** Descendants that carried a mark although their block was gone. */
  readonly strays: number;
}

export interface ReapOrder {
  readonly recorded: readonly RecordedProcess[];
  /** Whose processes may be ended. */
  readonly yard: string;
  /**
   * The folder was held before by a host of its own, now dead: marks of an earlier version, which name
   * nobody, are taken for that host's. Where there was none, a state file came from elsewhere.
   */
  readonly ownsUnnamed: boolean;
  readonly waitMs?: number;
}

const POLL_MS = 10;

/** SIGKILL to each recorded process that is still the same one; waits up to `waitMs` for their end. */
export async function reap(order: ReapOrder): Promise<ReapReport> {
  const judged = await Promise.all(
    order.recorded.map(async (record) => ({ record, isOurs: await isOurs(record.mark, order) })),
  );
  const outcomes = await Promise.all(
    judged.map(({ record, isOurs }) => reapOne(record, isOurs, order.waitMs ?? 2000)),
  );
  const strays = await killMarked(judged.filter((each) => each.isOurs).map((e) => e.record.mark));
  return { outcomes, strays };
}

/** A copied state names the blocks of a yard that runs, and to end them would be its outage. */
async function isOurs(mark: string, { yard, ownsUnnamed }: ReapOrder): Promise<boolean> {
  const owner = ownerInMark(mark);
  if (owner === null) return ownsUnnamed;
  if (owner.yard !== yard) return false;
  if (owner.pid === process.pid) return true;
  try {
    return (await lookUpProcess(owner.pid))?.startTime !== owner.startTime;
  } catch {
    // It cannot be told whether its host lives.
    return false;
  }
}

async function reapOne(
  { pid, startTime }: RecordedProcess,
  isOurs: boolean,
  waitMs: number,
): Promise<ReapOutcome> {
  const found = await identifyProcess(pid);
  if (found === null) return { pid, kind: 'was-gone' };
  if (found.startTime !== startTime || pid === process.pid) return { pid, kind: 'not-ours' };
  if (!isOurs) return { pid, kind: 'of-another-yard' };
  if (found.groupId === pid) killGroup(pid);
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone with its group.
  }
  for (let waitedMs = 0; waitedMs <= waitMs; waitedMs += POLL_MS) {
    if ((await identifyProcess(pid))?.startTime !== startTime) return { pid, kind: 'ended' };
    await sleep(POLL_MS);
  }
  return { pid, kind: 'survived' };
}
