/**
 * Which folder on this machine a path means. A copy of a data folder (`cp -a`, a backup put elsewhere)
 * holds every file of the yard it was made from; only where the folder lies tells the two apart.
 */
import { realpath, stat } from 'node:fs/promises';
import * as z from 'zod';

export const folderIdentitySchema = z.object({
  /** Every link in it resolved. */
  path: z.string(),
  /** Decimal: on Windows they do not fit a number. */
  device: z.string(),
  inode: z.string(),
});
export type FolderIdentity = z.infer<typeof folderIdentitySchema>;

/** @throws the system's error when there is no such folder, or when it cannot be told. */
export async function identifyFolder(path: string): Promise<FolderIdentity> {
  const [resolved, facts] = await Promise.all([realpath(path), stat(path, { bigint: true })]);
  return { path: resolved, device: String(facts.dev), inode: String(facts.ino) };
}

/**
 * One that was moved keeps its inode, one that was made again in the same place keeps its path; a copy
 * has neither. A file system without inodes says 0 for all.
 */
export function isSameFolder(a: FolderIdentity, b: FolderIdentity): boolean {
  if (a.path === b.path) return true;
  return a.inode !== '0' && a.device === b.device && a.inode === b.inode;
}

/** @throws the system's error when it cannot be told. */
export async function isFolderAt(path: string, folder: FolderIdentity): Promise<boolean> {
  try {
    return isSameFolder(await identifyFolder(path), folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}
