/** Processes of this machine as they are now, by what they were started with. Linux. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly command: readonly string[];
}

/** Main process of the yard host of this folder, or null when none runs. */
export async function hostPid(dataFolder: string): Promise<number | null> {
  return (await hostPids(dataFolder))[0] ?? null;
}

/** Every yard host of this folder: there must never be two. */
export async function hostPids(dataFolder: string): Promise<number[]> {
  const mark = `--yard-host=${join(dataFolder, 'yard')}`;
  return (await allProcesses())
    .filter(({ command }) => command.includes(mark) && !isHelper(command))
    .map(({ pid }) => pid);
}

/** Main processes of the panels of this folder. */
export async function panelPids(dataFolder: string): Promise<number[]> {
  const mark = `--data=${dataFolder}`;
  return (await allProcesses())
    .filter(({ command }) => command.includes(mark) && !isHelper(command))
    .map(({ pid }) => pid);
}

/** The processes that draw the windows of this folder's panels. */
export async function drawnWindows(dataFolder: string): Promise<number[]> {
  const panels = new Set(await panelPids(dataFolder));
  const all = await allProcesses();
  // A zygote may stand between them.
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const isOfPanel = (pid: number | undefined): boolean =>
    pid !== undefined && (panels.has(pid) || isOfPanel(parents.get(pid)));
  return all
    .filter(({ pid, command }) => command.includes('--type=renderer') && isOfPanel(pid))
    .map(({ pid }) => pid);
}

/** Every living process whose command line names this folder. */
export async function processesOf(dataFolder: string): Promise<number[]> {
  const all = await allProcesses();
  return all
    .filter(({ command }) => command.some((argument) => argument.includes(dataFolder)))
    .map(({ pid }) => pid);
}

/** Those of them that still run. A zombie is dead: only its parent has not looked yet. */
export async function living(pids: readonly number[]): Promise<number[]> {
  const alive = new Set((await allProcesses()).map(({ pid }) => pid));
  return pids.filter((pid) => alive.has(pid));
}

export function killQuietly(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}

export async function allProcesses(): Promise<ProcessFacts[]> {
  const found: ProcessFacts[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    try {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z' || state === 'X') continue;
      // Electron's helpers rewrite their title: what were arguments may then be one text with spaces.
      const command = (await readFile(`/proc/${name}/cmdline`, 'utf8')).split(/[\0 ]/u);
      found.push({ pid: Number(name), parent: Number(parent), command });
    } catch {
      // It ended while we were reading.
    }
  }
  return found;
}

function isHelper(command: readonly string[]): boolean {
  return command.some((argument) => argument.startsWith('--type='));
}
