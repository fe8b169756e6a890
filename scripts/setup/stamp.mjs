import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * One hash over the names and contents of files, to know whether something made from them is still current.
 *
 * @param {string} root
 * @param {readonly string[]} places files and folders below root; a missing one counts as empty
 * @param {(path: string) => boolean} [wanted] asked with each file's path below root
 */
export async function hashOf(root, places, wanted = () => true) {
  const hash = createHash('sha256');
  for (const path of (await Promise.all(places.map((place) => filesBelow(root, place)))).flat()) {
    if (!wanted(path)) continue;
    hash.update(`${path}\0`);
    hash.update(await readFile(join(root, path)));
    hash.update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} place
 * @returns {Promise<string[]>} sorted, so that the hash does not depend on the file system's order
 */
async function filesBelow(root, place) {
  try {
    const entries = await readdir(join(root, place), { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTDIR') return [place];
    if (code === 'ENOENT') return [];
    throw error;
  }
}

/** @param {string} file @returns {Promise<string | undefined>} */
export async function readStamp(file) {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} file @param {string} stamp */
export async function writeStamp(file, stamp) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, stamp);
}
