/** Real yard hosts for a bench, each with a data folder of its own: the Electron one and the Node one. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeEverything } from '../e2e/window/real-window.ts';
import { ensureHost } from '../src-main/yards/local/host-finder.ts';
import { required } from './required.ts';

export type HostKind = 'electron' | 'node';

export interface YardFolder {
  readonly folder: string;
  /** The yard host's data folder, where the panel expects it. */
  readonly yard: string;
  /** Ends every process of this folder and removes it. */
  readonly close: () => Promise<void>;
}

export async function newYardFolder(): Promise<YardFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-bench-'));
  // Hosts are detached: a bench that is interrupted would leave them for ever.
  const endAtOnce = (): void => {
    for (const pid of processesNaming(folder)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended with its parent.
      }
    }
  };
  process.once('exit', endAtOnce);
  return {
    folder,
    yard: join(folder, 'yard'),
    close: () => closeEverything(folder),
  };
}

/** Starts a host and waits until it answers on its socket. @returns its main process. */
export async function startHost(kind: HostKind, { folder, yard }: YardFolder): Promise<number> {
  const found = await ensureHost({
    dataFolder: yard,
    limitMs: 30_000,
    spawnHost: () => {
      spawnHost(kind, folder, yard);
    },
  });
  if (!found.ok) throw new Error(found.fault.message);
  return found.value.claim.pid;
}

/** Detached, as the panel starts it; found by its folder and ended with it. */
export function spawnHost(kind: HostKind, folder: string, yard: string): void {
  const [executable, ...args] = kind === 'node' ? nodeHost(yard) : electronHost(folder, yard);
  spawn(executable, args, { detached: true, stdio: 'ignore' }).unref();
}

function nodeHost(yard: string): [string, ...string[]] {
  const app = required('BLOCKYARD_APP');
  return [
    process.execPath,
    join(app, 'out', 'main', 'node-host.js'),
    `--yard-host=${yard}`,
    `--samples=${join(app, 'assets', 'samples')}`,
    '--sample-port=0',
  ];
}

/** The same switches as in src-main/shell/spawn-host.ts. */
function electronHost(folder: string, yard: string): [string, ...string[]] {
  return [
    required('BLOCKYARD_ELECTRON'),
    ...asRoot(),
    // Only without the sandbox: see spawn-host.ts.
    ...(asRoot().length > 0 ? ['--no-zygote'] : []),
    required('BLOCKYARD_APP'),
    `--yard-host=${yard}`,
    `--user-data-dir=${join(folder, 'yard-host-profile')}`,
    '--disable-gpu',
    '--in-process-gpu',
    ...(process.platform === 'linux' ? ['--ozone-platform=headless'] : []),
  ];
}

/** Chromium refuses its sandbox to root. */
export function asRoot(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** Without waiting: a process that ends has no time for promises. */
function processesNaming(folder: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(folder);
      } catch {
        return false;
      }
    })
    .map(Number);
}
