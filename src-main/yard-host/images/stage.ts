/**
 * One import under way: a private folder that files are written to and hashed on the way. Links are
 * only recorded, and made at the very end: so no later file can be written through one.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdir, open, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '../../../src-shared/result.ts';
import { storeFault } from './file-faults.ts';
import type { ImageEntry } from '../../../src-shared/image-list.ts';
import { refuseTooLarge } from './image-limits.ts';
import type { ImageLimits } from './image-limits.ts';
import { foldersAbove, showPath } from './image-path.ts';

export interface Stage {
  /** Each throws a FaultError; the stage is then of no more use. Paths are in normal form. */
  addFolder(path: string): Promise<void>;
  addFile(path: string, executable: boolean, content: AsyncIterable<Uint8Array>): Promise<number>;
  addLink(path: string, target: string): Promise<void>;
  readonly entries: ReadonlyMap<string, ImageEntry>;
  /** Where the content lies. */
  readonly folder: string;
}

/** `folder` must exist and be empty. */
export function openStage(folder: string, limits: ImageLimits): Stage {
  const entries = new Map<string, ImageEntry>();
  let bytes = 0;

  function record(entry: ImageEntry): void {
    if (entries.has(entry.path)) {
      throw new FaultError({
        code: 'bad-input',
        message: `${showPath(entry.path)} comes twice.`,
        where: showPath(entry.path),
        todo: 'Keep one of them and import again.',
      });
    }
    entries.set(entry.path, entry);
    refuseTooLarge(entries.size, bytes, limits);
  }

  async function makeFolder(path: string): Promise<void> {
    const known = entries.get(path);
    if (known?.kind === 'folder') return;
    if (known === undefined) {
      record({ kind: 'folder', path });
      try {
        await mkdir(join(folder, path), { mode: 0o700 });
      } catch (error) {
        throw storeFault(error, path);
      }
      return;
    }
    throw new FaultError({
      code: 'bad-input',
      message: `${showPath(path)} is both a ${known.kind} and a folder.`,
      where: showPath(path),
      todo: 'Keep one of them and import again.',
    });
  }

  async function makeFoldersAbove(path: string): Promise<void> {
    for (const above of foldersAbove(path)) await makeFolder(above);
  }

  async function writeAll(
    path: string,
    executable: boolean,
    content: AsyncIterable<Uint8Array>,
  ): Promise<{ bytes: number; sha256: string }> {
    const hash = createHash('sha256');
    let written = 0;
    const target = join(folder, path);
    // 'wx': two names that a file system folds into one must not overwrite each other.
    const handle = await open(target, 'wx', 0o600).catch((error: unknown) => {
      throw storeFault(error, path);
    });
    try {
      for await (const chunk of content) {
        written += chunk.byteLength;
        bytes += chunk.byteLength;
        refuseTooLarge(entries.size, bytes, limits);
        hash.update(chunk);
        await handle.writeFile(chunk).catch((error: unknown) => {
          throw storeFault(error, path);
        });
      }
      // Synced before the rename that makes it an image: a power cut must not leave the previous
      // generation with an image of empty files.
      await handle.sync();
      await handle.chmod(executable ? 0o555 : 0o444);
    } catch (error) {
      throw storeFault(error, path);
    } finally {
      await handle.close();
    }
    return { bytes: written, sha256: hash.digest('hex') };
  }

  return {
    folder,
    entries,
    async addFolder(path) {
      await makeFoldersAbove(path);
      await makeFolder(path);
    },
    async addFile(path, executable, content) {
      await makeFoldersAbove(path);
      const written = await writeAll(path, executable, content);
      record({ kind: 'file', path, executable, ...written });
      return written.bytes;
    },
    async addLink(path, target) {
      await makeFoldersAbove(path);
      record({ kind: 'link', path, target });
    },
  };
}

/** Makes the links below `folder` and takes the write permission from every folder. */
export async function finishContent(
  folder: string,
  entries: ReadonlyMap<string, ImageEntry>,
): Promise<void> {
  for (const entry of entries.values()) {
    if (entry.kind !== 'link') continue;
    try {
      await symlink(entry.target, join(folder, entry.path));
    } catch (error) {
      throw storeFault(error, entry.path);
    }
  }
  const folders = [...entries.values()].filter((entry) => entry.kind === 'folder');
  for (const entry of folders.reverse()) {
    await syncFolder(join(folder, entry.path));
    await chmod(join(folder, entry.path), 0o555);
  }
  await syncFolder(folder);
  await chmod(folder, 0o555);
}

/** Makes new names in a folder outlast a power cut. Windows cannot open a folder, and needs not. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
