/** CPU time of processes, from /proc: Linux only. */
import { readFile, readdir } from 'node:fs/promises';

export interface ProcessTime {
  readonly pid: number;
  readonly parent: number;
  /** `Z` has ended and only waits for its parent. */
  readonly state: string;
  /** User and system time so far. */
  readonly cpuMs: number;
  readonly command: readonly string[];
}

/** Linux counts in 1/100 s on every architecture that Electron runs on. */
const msPerTick = 10;

export async function processTimes(): Promise<readonly ProcessTime[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const read = await Promise.all(pids.map((pid) => processTime(Number(pid))));
  return read.filter((one) => one !== null);
}

/** Null when there is no such process. */
export async function processTime(pid: number): Promise<ProcessTime | null> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    const command = (await readFile(`/proc/${String(pid)}/cmdline`, 'utf8')).split('\0');
    // The name before it may hold anything, brackets and spaces too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', parent = ''] = fields;
    const cpuMs = (Number(fields[11]) + Number(fields[12])) * msPerTick;
    return { pid, parent: Number(parent), state, cpuMs, command };
  } catch {
    return null;
  }
}

/** The process and all that it started, directly or not. */
export function familyOf(pid: number, all: readonly ProcessTime[]): readonly ProcessTime[] {
  const own = all.filter((one) => one.pid === pid);
  const children = all.filter((one) => one.parent === pid);
  return [...own, ...children.flatMap((child) => familyOf(child.pid, all))];
}
