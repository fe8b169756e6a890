/**
 * One piece of a file of the store, for those who read an image from outside. A few hundred kB at a time:
 * this process carries the traffic. Nothing is followed out of the folder, whatever was put into it.
 */
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '../../../src-shared/result.ts';
import { errnoOf } from './file-faults.ts';
import { normalEntryPath, showPath } from './image-path.ts';

/** One of them is read and told in about a millisecond. */
export const pieceBytes = 512 * 1024;

export interface StoredPiece {
  readonly data: Buffer;
  /** Of the whole file. */
  readonly totalBytes: number;
}

/**
 * @param path inside `root`; a link in it, also in its middle, is not followed.
 * @param from byte to begin at; beyond the end there is nothing.
 * Throws FaultError: `bad-input`, `not-found`, or `refused` when it is no plain file or cannot be read.
 */
export async function readPiece(root: string, path: string, from: number): Promise<StoredPiece> {
  const inside = normalEntryPath(path, process.platform);
  const full = join(root, inside);
  try {
    // A folder on the way may have become a link since the import: then this is another place.
    if ((await realpath(full)) !== join(await realpath(root), inside)) throw leadsElsewhere(path);
    return await readFrom(full, path, from);
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw unread(path, error);
  }
}

async function readFrom(full: string, path: string, from: number): Promise<StoredPiece> {
  const flags =
    process.platform === 'win32'
      ? constants.O_RDONLY
      : // Without O_NONBLOCK a pipe put in the file's place would keep us waiting for ever.
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(full, flags);
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) throw leadsElsewhere(path);
    const wanted = Math.max(0, Math.min(pieceBytes, facts.size - from));
    const buffer = Buffer.allocUnsafe(wanted);
    let at = 0;
    while (at < wanted) {
      const { bytesRead } = await handle.read(buffer, at, wanted - at, from + at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return { data: buffer.subarray(0, at), totalBytes: facts.size };
  } finally {
    await handle.close();
  }
}

function leadsElsewhere(path: string): FaultError {
  return new FaultError({
    code: 'refused',
    message: `${showPath(path)} is no plain file inside the image: it is not read.`,
    where: showPath(path),
  });
}

function unread(path: string, error: unknown): FaultError {
  const code = errnoOf(error);
  if (code === 'ELOOP') return leadsElsewhere(path);
  const isGone = code === 'ENOENT' || code === 'ENOTDIR';
  return new FaultError({
    code: isGone ? 'not-found' : 'refused',
    message: isGone
      ? `${showPath(path)} is not in the image any more.`
      : `${showPath(path)} cannot be read (${code ?? String(error)}).`,
    where: showPath(path),
    todo: isGone
      ? 'Import the image again from its source.'
      : "Check the disk and the permissions of the yard's data folder.",
  });
}
