/** Finds the running host of a data folder, or has one started and waits until it answers. */
import { mkdir, open } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fail, succeed, type Fault, type Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { findHolder, type HostClaim } from '../../yard-host/lock-files.ts';
import { clearStartFailure, readStartFailure } from '../../yard-host/start-failure.ts';
import { connectToHost } from './client.ts';
import { frameOf } from '../../yard-host/frames.ts';
import type { Greeting } from '../../yard-host/protocol.ts';

export interface EnsureHostOptions {
  readonly dataFolder: string;
  /** Starts a detached process with its output to `host.out` in the data folder, which exists. */
  readonly spawnHost: () => void | Promise<void>;
  readonly limitMs?: number;
}

export interface FoundHost {
  readonly claim: HostClaim;
  readonly greeting: Greeting;
}

/** The host's own log, and what its process said before it had one. */
const hostLogName = 'host.log';
const hostOutputName = 'host.out';
const pollMs = 40;
const greetLimitMs = 2000;

/** The one that runs, else a fresh one. */
export async function ensureHost(options: EnsureHostOptions): Promise<Result<FoundHost>> {
  const limitMs = options.limitMs ?? 10_000;
  const endsAt = performance.now() + limitMs;
  let hasSpawned = false;
  let last: Fault = { code: 'unreachable', message: 'The yard host did not start.' };
  try {
    await mkdir(options.dataFolder, { recursive: true, mode: 0o700 });
    while (performance.now() < endsAt) {
      const claim = await findHolder(options.dataFolder);
      if (claim !== null) {
        const greeted = await greetHost(options.dataFolder, claim);
        if (greeted.ok) return succeed({ claim, greeting: greeted.value });
        if (isFinal(greeted.fault)) return greeted;
        last = greeted.fault;
      } else if (!hasSpawned) {
        hasSpawned = true;
        await clearStartFailure(options.dataFolder);
        await options.spawnHost();
      } else {
        const failure = await readStartFailure(options.dataFolder);
        if (failure !== null) return fail(failure);
      }
      await pause(pollMs);
    }
  } catch (error) {
    // Nobody was waited for: that is the reason.
    return fail(unusableFolder(error, options.dataFolder));
  }
  return fail(await notStarted(options, last, limitMs));
}

function unusableFolder(error: unknown, where: string): Fault {
  const message = plain(error instanceof Error ? error.message : String(error), 300);
  return {
    code: 'unreachable',
    message: `The yard's folder cannot be used: ${message}.`,
    where,
    todo: 'Make it a folder of your own, on a disk that is writable.',
  };
}

/** Another look would find the same. */
function isFinal({ code }: Fault): boolean {
  return code === 'version-mismatch' || code === 'refused';
}

async function greetHost(dataFolder: string, claim: HostClaim): Promise<Result<Greeting>> {
  const connection = await connectToHost({
    socketPath: claim.socket,
    dataFolder,
    limitMs: greetLimitMs,
    onChange: () => undefined,
    onClose: () => undefined,
  });
  if (!connection.ok) return connection;
  connection.value.close();
  return succeed(connection.value.greeting);
}

async function notStarted(
  options: EnsureHostOptions,
  last: Fault,
  limitMs: number,
): Promise<Fault> {
  const logPath = join(options.dataFolder, hostLogName);
  const words = await Promise.all([
    tailOf(join(options.dataFolder, hostOutputName)),
    tailOf(logPath),
  ]);
  const lastWords = words.filter((tail) => tail !== '').join(' / ');
  return {
    code: 'unreachable',
    message: `The yard host did not answer within ${String(Math.round(limitMs / 1000))} s. ${last.message}${
      lastWords === '' ? '' : ` Its last words: ${lastWords}`
    }`,
    where: logPath,
    todo: 'Read the log file, then start the yard again.',
  };
}

/** The last lines of a file that may be large; empty when there is none. */
export async function tailOf(path: string, bytes = 2000): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, bytes);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const lines = buffer.subarray(0, bytesRead).toString('utf8').trim().split('\n').slice(-5);
      return plain(lines.join(' / '), 800);
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

/**
 * Asks the host of a folder to end, whatever protocol it speaks: this frame is the same in all of them.
 * Resolves when it has let go of the folder: its blocks have ended and its ports are free.
 */
export async function stopHost(dataFolder: string, limitMs = 30_000): Promise<Result<null>> {
  const claim = await findHolder(dataFolder);
  if (claim === null) return succeed(null);
  const socket = createConnection(claim.socket);
  socket.on('error', () => undefined);
  socket.on('data', () => undefined);
  socket.write(frameOf({ id: 1, call: 'stop', input: null }));
  const endsAt = performance.now() + limitMs;
  try {
    while (performance.now() < endsAt) {
      const now = await findHolder(dataFolder);
      if (now?.number !== claim.number) return succeed(null);
      await pause(pollMs);
    }
  } finally {
    socket.destroy();
  }
  return fail({
    code: 'unreachable',
    message: `The yard host (process ${String(claim.pid)}) did not end within ${String(Math.round(limitMs / 1000))} s.`,
    todo: 'Wait, or end that process yourself; its blocks end with it.',
  });
}
