/** Brings a folder into a stage. */
import { constants } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '../../../src-shared/result.ts';
import { sourceFault } from './file-faults.ts';
import { refuseTooLarge } from './image-limits.ts';
import type { ImageLimits } from './image-limits.ts';
import { normalEntryPath, showPath } from './image-path.ts';
import type { Stage } from './stage.ts';

export interface FoundEntry {
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'link';
  readonly bytes: number;
}

/** 256 KiB reads: 64 KiB ones cost a third of the speed. */
const READ_BYTES = 256 * 1024;
/** Files written at a time: the sync of one overlaps with the reading of others. */
const FILES_AT_ONCE = 8;

/**
 * Everything below `folder`, before a byte is copied: so that a mistaken path or a full disk is
 * noticed at once. Throws a `bad-input` FaultError.
 */
export async function scanFolder(folder: string, limits: ImageLimits): Promise<FoundEntry[]> {
  const found: FoundEntry[] = [];
  let bytes = 0;
  const todo = [''];
  for (let above = todo.pop(); above !== undefined; above = todo.pop()) {
    for (const name of await namesIn(folder, above)) {
      const path = above === '' ? name : `${above}/${name}`;
      normalEntryPath(path, process.platform);
      const facts = await lstat(join(folder, path)).catch((error: unknown) => {
        throw sourceFault(error, path);
      });
      if (facts.isDirectory()) {
        found.push({ path, kind: 'folder', bytes: 0 });
        todo.push(path);
      } else if (facts.isFile()) {
        found.push({ path, kind: 'file', bytes: facts.size });
        bytes += facts.size;
      } else if (facts.isSymbolicLink()) {
        found.push({ path, kind: 'link', bytes: 0 });
      } else {
        throw new FaultError({
          code: 'bad-input',
          message: `${showPath(path)} is a device, a pipe or a socket, not a file.`,
          where: showPath(path),
          todo: 'Leave it out of the image and import again.',
        });
      }
      refuseTooLarge(found.length, bytes, limits);
    }
  }
  return found;
}

/** As bytes, because Node would turn an invalid name into one that cannot be opened again. */
async function namesIn(folder: string, path: string): Promise<string[]> {
  const names = await readdir(join(folder, path), { encoding: 'buffer' }).catch(
    (error: unknown) => {
      throw sourceFault(error, path === '' ? folder : path);
    },
  );
  return names.map((name) => {
    const text = name.toString('utf8');
    if (Buffer.compare(Buffer.from(text, 'utf8'), name) === 0) return text;
    throw new FaultError({
      code: 'bad-input',
      message: `The folder ${showPath(path)} holds a name that is not valid UTF-8: ${showPath(text)}.`,
      where: showPath(path),
      todo: 'Rename it and import again.',
    });
  });
}

/** Copies what was found. Throws a FaultError; the caller removes the stage. */
export async function copyFolder(
  folder: string,
  found: readonly FoundEntry[],
  stage: Stage,
): Promise<void> {
  for (const entry of found) if (entry.kind === 'folder') await stage.addFolder(entry.path);
  for (const entry of found) {
    if (entry.kind !== 'link') continue;
    const target = await readlink(join(folder, entry.path), { encoding: 'buffer' }).catch(
      (error: unknown) => {
        throw sourceFault(error, entry.path);
      },
    );
    await stage.addLink(entry.path, target.toString('utf8'));
  }
  const files = found.filter((entry) => entry.kind === 'file').values();
  let failed = false;
  const copyNext = async (): Promise<void> => {
    for (const file of files) {
      if (failed) return;
      try {
        await copyFile(folder, file, stage);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: FILES_AT_ONCE }, copyNext));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function copyFile(folder: string, file: FoundEntry, stage: Stage): Promise<void> {
  const flags = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW);
  const handle = await open(join(folder, file.path), flags).catch((error: unknown) => {
    throw sourceFault(error, file.path);
  });
  try {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) throw changed(file.path);
    const executable = (before.mode & 0o100n) !== 0n;
    const written = await stage.addFile(file.path, executable, contentOf(handle, file.path));
    const after = await handle.stat({ bigint: true });
    // A build that still writes would leave an image made of two halves.
    if (after.size !== BigInt(written) || after.mtimeNs !== before.mtimeNs) {
      throw changed(file.path);
    }
  } finally {
    await handle.close();
  }
}

async function* contentOf(
  handle: Awaited<ReturnType<typeof open>>,
  path: string,
): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, READ_BYTES).catch((error: unknown) => {
      throw sourceFault(error, path);
    });
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

function changed(path: string): FaultError {
  return new FaultError({
    code: 'bad-input',
    message: `${showPath(path)} changed while the image was being read.`,
    where: showPath(path),
    todo: 'Let the build finish, then import again.',
  });
}
