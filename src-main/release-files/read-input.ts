/**
 * Reads a text that a person named: a file or a pipe (`/dev/stdin`, `<(...)`), never a device. Of a pipe
 * nobody knows how much comes and when: it is read up to a limit, and given up when told so.
 */
import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Clock } from '../clock/clock.ts';

export interface InputGround {
  readonly clock: Clock;
  readonly interrupted: AbortSignal;
}

const againMs = 25;
/** A pipe to which nobody has written for so long has no writer that means us. */
const silentMs = 10_000;

/** @param limitBytes more is a fault. */
export async function readInput(
  path: string,
  limitBytes: number,
  ground: InputGround,
): Promise<Result<string>> {
  try {
    // Before it is opened: to open some devices does something already.
    if (!isReadable(await stat(path))) return bad('it is neither a file nor a pipe');
    // Else a pipe without a writer holds a thread that nothing can end.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!isReadable(await file.stat())) return bad('it is neither a file nor a pipe');
      return await readAll(file, limitBytes, ground);
    } finally {
      await file.close();
    }
  } catch (error) {
    return bad(error instanceof Error ? plain(error.message) : 'unknown reason');
  }
}

function isReadable(stats: Stats): boolean {
  return stats.isFile() || stats.isFIFO();
}

async function readAll(
  file: FileHandle,
  limitBytes: number,
  { clock, interrupted }: InputGround,
): Promise<Result<string>> {
  const isPipe = (await file.stat()).isFIFO();
  const bytes = Buffer.alloc(limitBytes + 1);
  const begunMs = clock.monotonicMs();
  let done = 0;
  while (done < bytes.length) {
    const read = await readSome(file, bytes, done);
    if (read > 0) done += read;
    // Without a writer a pipe looks ended before it has begun.
    else if (read === 0 && (!isPipe || done > 0)) break;
    else {
      if (interrupted.aborted) return bad('it was interrupted');
      if (done === 0 && clock.monotonicMs() - begunMs > silentMs) {
        return bad(`nobody has written to this pipe for ${String(silentMs / 1000)} s`);
      }
      await clock.delay(againMs, interrupted);
    }
  }
  if (done > limitBytes)
    return bad(`it is too large; at most ${String(limitBytes)} bytes are read`);
  try {
    return succeed(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, done)));
  } catch {
    return bad('it is no text in UTF-8');
  }
}

/** @returns -1 when there is nothing yet. */
async function readSome(file: FileHandle, into: Buffer, from: number): Promise<number> {
  try {
    return (await file.read(into, from, into.length - from, null)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return -1;
    throw error;
  }
}

function bad(why: string): Result<never> {
  return fail({ code: 'bad-input', message: why });
}
