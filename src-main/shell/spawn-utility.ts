/**
 * Starts an image's JavaScript entry as a utilityProcess of the Electron yard host. It needs no lease:
 * Chromium ends it within 10-50 ms of its host's kill -9, even while it computes (measured on 33.2.1).
 */
import { utilityProcess } from 'electron';
import { PassThrough, type Readable } from 'node:stream';
import { FaultError } from '../../src-shared/result.ts';
import type {
  BlockProcess,
  BlockProcessExit,
  SpawnBlock,
} from '../yard-host/blocks/block-process.ts';
import { spawnCommand } from '../yard-host/blocks/spawn-command.ts';

const spawnUtility: SpawnBlock = ({ program, cwd, env, label }) =>
  new Promise((resolve, reject) => {
    if (program.kind !== 'node') {
      throw new FaultError({
        code: 'internal',
        message: 'A command was given to the script starter.',
      });
    }
    const child = utilityProcess.fork(program.entry, [], {
      cwd,
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      serviceName: label,
    });
    const exited = new Promise<BlockProcessExit>((ended) => {
      child.once('exit', (code) => {
        // SIGKILL reads as 9 here, as does process.exit(9): the signal cannot be told.
        ended({ code, signal: null });
        reject(
          new FaultError({
            code: 'internal',
            message: `The server process ended before it ran (code ${String(code)}).`,
          }),
        );
      });
    });
    child.once('spawn', () => {
      const pid = child.pid;
      if (pid === undefined) return;
      const running: BlockProcess = {
        pid,
        stdout: outputOf(child.stdout),
        stderr: outputOf(child.stderr),
        leadsGroup: false,
        codesHideSignals: true,
        exited,
        askToEnd: () => {
          child.kill();
        },
        kill: () => {
          signalQuietly(pid);
        },
      };
      resolve(running);
    });
  });

/** Commands have no utilityProcess; the guard of the plain host serves them here too. */
export const spawnInElectron: SpawnBlock = (launch) =>
  launch.program.kind === 'node' ? spawnUtility(launch) : spawnCommand(launch);

/** Electron types its streams as NodeJS.ReadableStream; what was said before anyone listens is kept. */
function outputOf(stream: NodeJS.ReadableStream | null): Readable {
  const output = new PassThrough();
  stream?.pipe(output);
  return output;
}

function signalQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended first.
  }
}
