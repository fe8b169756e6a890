/** Seeds over all cores: processes that ask for the next few until there are none left. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Seeds } from '../src-main/rollouts/simulation/simulated-lives.ts';

export interface Broken {
  readonly seed: number;
  readonly scene: string;
  readonly problems: readonly string[];
}

/** What one process says of the seeds that it was given. */
export interface SeedsDone {
  readonly seeds: number;
  readonly crashes: number;
  readonly broken: readonly Broken[];
}

export interface SeedsWanted extends Seeds {
  readonly variant: string | null;
}

export interface HowToRun {
  /** Of a careless engine; undefined: the real one. */
  readonly variant: string | undefined;
  readonly processes: number;
}

/** Few enough that all cores end at about the same time, and that progress can be seen. */
const atATime = 48;

/** @throws when a process ends before its seeds do. */
export async function runSeeds(
  { first, count }: Seeds,
  { variant, processes }: HowToRun,
  tell: (part: SeedsDone) => void,
): Promise<void> {
  const end = first + count;
  let next = first;
  const take = (): SeedsWanted | null => {
    if (next >= end) return null;
    const part = { first: next, count: Math.min(atATime, end - next), variant: variant ?? null };
    next += part.count;
    return part;
  };
  const length = Math.min(processes, Math.ceil(count / atATime));
  await Promise.all(Array.from({ length }, () => work(take, tell)));
}

function work(take: () => SeedsWanted | null, tell: (part: SeedsDone) => void): Promise<void> {
  const child = fork(join(import.meta.dirname, 'simulate-worker.ts'));
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  let isEnding = !give(child, take);
  child.on('message', (part: SeedsDone) => {
    tell(part);
    isEnding = !give(child, take);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('exit', endWithUs);
      if (isEnding && code === 0) resolve();
      else reject(new Error(`A worker ended by itself (${String(signal ?? code)}).`));
    });
  });
}

/** The next seeds; without any left the process is let go. */
function give(child: ChildProcess, take: () => SeedsWanted | null): boolean {
  const part = take();
  if (part === null) child.disconnect();
  else child.send(part);
  return part !== null;
}
