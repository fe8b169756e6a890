/**
 * A file that is whole after any crash: temp file, fsync, rename, fsync of the folder. Without the
 * folder's fsync the rename itself can be lost (ALICE, OSDI 2014).
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** @throws the system's error (ENOSPC, EACCES...); the old content is then untouched. */
export async function writeFileAtomically(path: string, content: string): Promise<void> {
  const { synced } = await putFileAtomically(path, content);
  await synced;
}

export interface PutFile {
  /**
   * Rejects with the system's error when the folder could not be synced, or a step after: until then a power cut, and
   * only that, may bring the old content back.
   */
  readonly synced: Promise<void>;
}

export interface PutSteps {
  /** Runs beside the writing of the new content and is over before it takes the place of the old one. */
  readonly before: () => Promise<void>;
  /** Runs when the new content has its place, beside the syncing of its name. */
  readonly after: () => Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();

/**
 * Resolves when the new content has its place, whole and on the disk; its name is synced beside. A press
 * waits for such files: each step after another costs it a turn of the event loop, hence `steps`.
 * @throws the system's error (ENOSPC, EACCES...); the old content is then untouched.
 */
export async function putFileAtomically(
  path: string,
  content: string,
  steps: PutSteps = { before: nothing, after: nothing },
): Promise<PutFile> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const done = await Promise.allSettled([writeSynced(temporary, content), steps.before()]);
    for (const each of done) if (each.status === 'rejected') throw each.reason;
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const synced = Promise.all([syncFolder(folder), steps.after()]).then(() => undefined);
  // Whoever does not wait for it must not be ended by it.
  synced.catch(() => undefined);
  return { synced };
}

async function writeSynced(path: string, content: string): Promise<void> {
  const file = await openNew(path);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the folder only when it is not there. */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return open(path, 'wx', 0o600);
  }
}

/** Windows has no fsync for folders; its rename is journalled by NTFS. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
