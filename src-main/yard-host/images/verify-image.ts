/**
 * Proves at each launch that an image is what it was when it was imported. Every byte is hashed:
 * times and sizes can be set back, and as root the read-only permissions protect from nothing.
 */
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageId } from '../../../src-shared/ids.ts';
import { errnoOf } from './file-faults.ts';
import { hashFile } from './hash-file.ts';
import type { ImageEntry } from '../../../src-shared/image-list.ts';
import { showPath } from './image-path.ts';
import { cannotCheck, CONTENT_NAME, damage, isProofOfDamage, readRecord } from './image-record.ts';
import type { ImageRecord } from './image-record.ts';

/** The thread pool has 4 threads; twice as many files keep all of them busy. */
const FILES_AT_ONCE = 8;

interface Problem {
  readonly path: string;
  /** Completes "the file X ...". */
  readonly what: string;
}

/** What could not be looked at: found out only when nothing that was seen is damage. */
interface Unread {
  readonly path: string;
  readonly error: unknown;
}

/**
 * Resolves with the proven record. Throws a FaultError: `damaged`, naming the first bad file, or
 * `refused` when something could not be read and nothing else was found.
 */
export async function verifyImage(folder: string, id: ImageId): Promise<ImageRecord> {
  const record = await readRecord(folder, id);
  const content = join(folder, CONTENT_NAME);
  const unread: Unread[] = [];
  const problems = [
    ...(await findExtra(content, record.entries, unread)),
    ...(await findChanged(content, record.entries, unread)),
  ];
  const [first] = problems;
  if (first === undefined) {
    const [missed] = unread;
    if (missed === undefined) return record;
    throw cannotCheck(id, missed.path, missed.error);
  }
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  throw damage(
    id,
    `${showPath(first.path)} ${first.what}${more}`,
    showPath(first.path),
    record.image,
  );
}

async function findExtra(
  content: string,
  entries: readonly ImageEntry[],
  unread: Unread[],
): Promise<Problem[]> {
  const expected = new Map(entries.map((entry) => [entry.path, entry.kind]));
  const problems: Problem[] = [];
  const todo = [''];
  for (let above = todo.pop(); above !== undefined; above = todo.pop()) {
    const names = await readdir(join(content, above)).catch((error: unknown) => {
      // That a folder is missing is found with the other entries.
      if (!isProofOfDamage(error)) unread.push({ path: above, error });
      return [];
    });
    for (const name of names) {
      const path = above === '' ? name : `${above}/${name}`;
      const kind = expected.get(path);
      if (kind === undefined) problems.push({ path, what: 'was added' });
      else if (kind === 'folder') todo.push(path);
    }
  }
  return problems;
}

async function findChanged(
  content: string,
  entries: readonly ImageEntry[],
  unread: Unread[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const rest = entries.values();
  const checkNext = async (): Promise<void> => {
    for (const entry of rest) {
      try {
        const what = await changeOf(join(content, entry.path), entry);
        if (what !== null) problems.push({ path: entry.path, what });
      } catch (error) {
        unread.push({ path: entry.path, error });
      }
    }
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, checkNext));
  return problems;
}

/** Rejects with the system's error when it cannot be told. */
async function changeOf(path: string, entry: ImageEntry): Promise<string | null> {
  try {
    switch (entry.kind) {
      case 'folder':
        return (await lstat(path)).isDirectory() ? null : 'is no longer a folder';
      case 'link':
        return (await readlink(path)) === entry.target ? null : 'leads somewhere else now';
      case 'file': {
        const found = await hashFile(path);
        if (found === null) return 'is no longer a plain file';
        if (found.sha256 !== entry.sha256 || found.bytes !== entry.bytes) return 'was changed';
        // Windows keeps no such permission.
        const sameMode = process.platform === 'win32' || found.executable === entry.executable;
        return sameMode ? null : `${found.executable ? 'became' : 'is no longer'} executable`;
      }
    }
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'is missing';
    // EINVAL: readlink of what is no link any more.
    if (isProofOfDamage(error) || code === 'EINVAL') {
      return `is no longer a ${entry.kind === 'file' ? 'plain file' : entry.kind}`;
    }
    throw error;
  }
}
