/** Finds what a block left behind by the mark in its environment, which its descendants inherit. */
import { readFile, readdir } from 'node:fs/promises';
import { LAUNCH_MARK } from './block-environment.ts';

/**
 * Pids of living processes of this user that carry one of the marks. Linux only: elsewhere another
 * process's environment cannot be read, and the answer is empty.
 */
export async function processesWithMark(marks: readonly string[]): Promise<number[]> {
  if (process.platform !== 'linux' || marks.length === 0) return [];
  const wanted = new Set(marks.map((mark) => `${LAUNCH_MARK}=${mark}`));
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      // Other users' processes are unreadable, a zombie's environment is empty.
      const text = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      return text.includes(LAUNCH_MARK) && text.split('\0').some((entry) => wanted.has(entry));
    }),
  );
  return pids.filter((pid, index) => found[index] === true && pid !== process.pid);
}

/** SIGKILL to all of them; returns how many there were. */
export async function killMarked(marks: readonly string[]): Promise<number> {
  const pids = await processesWithMark(marks);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself in between.
    }
  }
  return pids.length;
}
