/**
 * Which process a pid means. A pid alone is reused; pid and start time together name one process
 * for ever, also across a restart of the machine.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque: compare for equality only. Letters, digits and dashes. */
  readonly startTime: string;
  /** Leads a process group of its own; null where that is not known. */
  readonly groupId: number | null;
}

type ReadText = (path: string, encoding: 'utf8') => Promise<string>;

/** As `lookUpProcess`, for whoever cannot do anything about not knowing: then it is null as well. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  return lookUpProcess(pid).catch(() => null);
}

/**
 * The living process with this pid, or null when there is surely none. A zombie counts as dead:
 * `kill(pid, 0)` succeeds on one, and pid 1 of a container may take 2-4 s to collect it.
 * @throws the system's error when it cannot be told (no file handles left, for one): a read that fails
 *   is no proof of a death.
 */
export async function lookUpProcess(
  pid: number,
  read: ReadText = readFile,
): Promise<ProcessIdentity | null> {
  if (!Number.isSafeInteger(pid) || pid <= 1) return null;
  if (process.platform === 'linux') return lookUpOnLinux(pid, read);
  if (process.platform === 'win32') return lookUpOnWindows(pid);
  return lookUpWithPs(pid);
}

async function lookUpOnLinux(pid: number, read: ReadText): Promise<ProcessIdentity | null> {
  const [stat, bootId] = await Promise.all([
    read(`/proc/${pid}/stat`, 'utf8').catch((error: unknown) => {
      const code = (error as NodeJS.ErrnoException).code;
      // ESRCH: it ended between the opening and the reading.
      if (code === 'ENOENT' || code === 'ESRCH') return null;
      throw error;
    }),
    // Start times count from boot: without the boot's name they would repeat after a restart.
    read('/proc/sys/kernel/random/boot_id', 'utf8').catch((error: unknown) => {
      // A kernel without it never has it; any other failure would make this process look like another.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'unknown';
      throw error;
    }),
  ]);
  return stat === null ? null : readLinuxStat(pid, stat, bootId);
}

/** What a program said that answers with a failure code for a pid that nobody has. */
async function saidBy(program: Promise<{ stdout: string }>): Promise<string> {
  try {
    return (await program).stdout;
  } catch (error) {
    // A number is its exit code: it ran and looked. Anything else: it did not run to its end.
    if (typeof (error as { code?: unknown }).code === 'number') return '';
    throw error;
  }
}

/** `/proc/PID/stat`, proc(5): 3 state, 5 process group, 22 start time in ticks since boot. */
export function readLinuxStat(pid: number, stat: string, bootId: string): ProcessIdentity | null {
  // The second field is the name in brackets, and a name may hold brackets and spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const ticks = fields[19];
  if (state === undefined || ticks === undefined || 'ZXx'.includes(state)) return null;
  return { pid, startTime: `${bootId.trim().slice(0, 8)}-${ticks}`, groupId: Number(fields[2]) };
}

async function lookUpWithPs(pid: number): Promise<ProcessIdentity | null> {
  const said = await saidBy(
    run('ps', ['-o', 'stat=,pgid=,lstart=', '-p', String(pid)], {
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/bin:/usr/bin' },
    }),
  );
  const match = /^(\S+)\s+(\d+)\s+(\S.*)$/.exec(said.trim());
  const [, state, groupId, started] = match ?? [];
  if (state === undefined || started === undefined || state.startsWith('Z')) return null;
  const startedAtMs = Date.parse(`${started} UTC`);
  return { pid, startTime: `ms-${startedAtMs}`, groupId: Number(groupId) };
}

/** Best effort: PowerShell takes a third of a second, and is the only way without native code. */
async function lookUpOnWindows(pid: number): Promise<ProcessIdentity | null> {
  const command = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
  const said = await saidBy(
    run('powershell.exe', ['-NoProfile', '-Command', command], { windowsHide: true }),
  );
  const ticks = said.trim();
  if (!/^\d+$/.test(ticks)) return null;
  return { pid, startTime: `ft-${ticks}`, groupId: null };
}
