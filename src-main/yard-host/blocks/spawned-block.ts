/** What the two adapters on `node:child_process` have in common. */
import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { FaultError } from '../../../src-shared/result.ts';
import { showPath } from '../images/image-path.ts';
import type { BlockProcess, BlockProcessExit } from './block-process.ts';
import { killGroup } from '../../processes/kill-group.ts';

const hasGroups = process.platform !== 'win32';

/** Always set: both adapters ask for piped output. */
type PipedChild = ChildProcess & { readonly stdout: Readable; readonly stderr: Readable };

/** Rejects with a FaultError when the program cannot be started. */
export async function spawnPiped(
  file: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<PipedChild & { readonly pid: number }> {
  // Its own group (and session): what it starts ends with it, and Ctrl+C in the host's terminal
  // does not reach it. On Windows `detached` would open a console window.
  const child = spawn(file, [...args], { ...options, detached: hasGroups, windowsHide: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new FaultError({
          code: error.code === 'ENOENT' || error.code === 'EACCES' ? 'not-found' : 'refused',
          message: `${showPath(file)} could not be started (${error.code ?? error.message}).`,
          where: showPath(file),
          todo: 'Check that it exists, may be executed, and that the machine has processes and memory left.',
        }),
      ),
    );
  });
  // A later 'error' (a signal that cannot be sent) would otherwise end the host.
  child.on('error', () => undefined);
  return child as PipedChild & { readonly pid: number };
}

/** `readExit` may translate what the wrapper around the real server reports. */
export function blockProcessOf(
  child: PipedChild & { readonly pid: number },
  readExit: (exit: BlockProcessExit) => BlockProcessExit = (exit) => exit,
): BlockProcess {
  const exited = new Promise<BlockProcessExit>((resolve) => {
    // 'exit', not 'close': a grandchild may hold the output open for ever.
    const done = (code: number | null, signal: string | null): void =>
      resolve(readExit({ code, signal }));
    if (child.exitCode !== null || child.signalCode !== null) {
      done(child.exitCode, child.signalCode);
    } else child.once('exit', done);
  });
  return {
    pid: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    leadsGroup: hasGroups,
    codesHideSignals: false,
    exited,
    askToEnd: () => void child.kill('SIGTERM'),
    kill: () => {
      if (!hasGroups) child.kill('SIGKILL');
      else killGroup(child.pid);
    },
  };
}

/** Shells report "ended by signal n" as code 128 + n. */
export function signalOfShellCode(exit: BlockProcessExit): BlockProcessExit {
  if (exit.code === null || exit.code <= 128) return exit;
  const number = exit.code - 128;
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  return name === undefined ? exit : { code: null, signal: name };
}
