/**
 * One image as it lies in the store, `sha256-<hex>/`: `files/` is its content, `files.jsonl` the list
 * whose digest is its name, `image.json` when it was imported.
 */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { ImageId } from '../../../src-shared/ids.ts';
import type { FolderImage } from '../../../src-shared/image.ts';
import { FaultError, faultOf } from '../../../src-shared/result.ts';
import { errnoOf } from './file-faults.ts';
import { bytesOf, fileCountOf, imageIdOfList, readList } from './image-entries.ts';
import type { ImageEntry } from '../../../src-shared/image-list.ts';
import { showPath } from './image-path.ts';
import { MANIFEST_NAME, readManifest } from './manifest.ts';

export const CONTENT_NAME = 'files';
export const LIST_NAME = 'files.jsonl';
const RECORD_NAME = 'image.json';

/**
 * Only what cannot be read from the content. Name, start and facts come from the manifest each
 * time: the digest covers that file, while a copy of it here could be changed unseen.
 */
const recordSchema = z.object({ format: z.literal(1), importedAtMs: z.number() });

export interface ImageRecord {
  readonly image: FolderImage;
  readonly entries: readonly ImageEntry[];
}

/** Writes list and record beside the content, read-only and on the disk before it returns. */
export async function writeRecord(
  folder: string,
  list: string,
  importedAtMs: number,
): Promise<void> {
  await writeSynced(join(folder, LIST_NAME), list);
  const record = `${JSON.stringify({ format: 1, importedAtMs })}\n`;
  await writeSynced(join(folder, RECORD_NAME), record);
}

async function writeSynced(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await handle.chmod(0o444);
  } finally {
    await handle.close();
  }
}

/** A `damaged` FaultError in one shape, wherever the damage was found. */
export function damage(
  id: ImageId,
  what: string,
  where: string,
  image: FolderImage | null = null,
): FaultError {
  const name = image === null ? id.slice(0, 19) : showPath(`${image.name} ${image.version}`);
  return new FaultError({
    code: 'damaged',
    message: `The image ${name} is damaged: ${what}.`,
    where,
    todo: 'Import it again from its source: the damaged copy is set aside then. Blocks that run already keep running.',
  });
}

/** What a failed read says about a file: that it is not as it was, or nothing. */
export function isProofOfDamage(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENXIO'].includes(errnoOf(error) ?? '');
}

/**
 * A `refused` FaultError: nothing is known about the image, so nothing is held against it. No file
 * handles left, a disk that stutters or a changed permission are no proof of damage.
 */
export function cannotCheck(id: ImageId, path: string, error: unknown): FaultError {
  return new FaultError({
    code: 'refused',
    message: `The image ${id.slice(0, 19)} could not be checked: ${showPath(path)} cannot be read (${errnoOf(error) ?? String(error)}).`,
    where: showPath(path),
    todo: "Try again; if it stays, check the disk and the permissions of the yard's data folder.",
  });
}

/** Null when it is surely not there any more. Throws `refused` when it cannot be told. */
async function readPart(folder: string, path: string, id: ImageId): Promise<Buffer | null> {
  try {
    return await readFile(join(folder, path));
  } catch (error) {
    if (isProofOfDamage(error)) return null;
    throw cannotCheck(id, path, error);
  }
}

/**
 * Reads an image's list and manifest, and checks both against its name; the other files are not
 * read. Throws a FaultError: `damaged`, or `refused` when it cannot be told.
 */
export async function readRecord(folder: string, id: ImageId): Promise<ImageRecord> {
  const entries = await readEntries(folder, id);
  const importedAtMs = await readImportTime(folder, id);
  const listed = entries.find((entry) => entry.path === MANIFEST_NAME);
  const bytes = await readPart(folder, join(CONTENT_NAME, MANIFEST_NAME), id);
  if (bytes === null) throw damage(id, `"${MANIFEST_NAME}" is missing`, MANIFEST_NAME);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (listed?.kind !== 'file' || listed.sha256 !== sha256) {
    throw damage(id, `"${MANIFEST_NAME}" was changed`, MANIFEST_NAME);
  }
  try {
    const image: FolderImage = {
      id,
      ...readManifest(bytes),
      fileCount: fileCountOf(entries),
      bytes: bytesOf(entries),
      importedAtMs,
    };
    return { image, entries };
  } catch (error) {
    throw damage(id, `its manifest is refused: ${faultOf(error).message}`, MANIFEST_NAME);
  }
}

async function readEntries(folder: string, id: ImageId): Promise<ImageEntry[]> {
  const list = (await readPart(folder, LIST_NAME, id))?.toString('utf8') ?? null;
  if (list === null) throw damage(id, `its list of files, ${LIST_NAME}, cannot be read`, LIST_NAME);
  if (imageIdOfList(list) !== id) {
    throw damage(id, `its list of files, ${LIST_NAME}, was changed`, LIST_NAME);
  }
  return readList(list).catch(() => {
    throw damage(id, `its list of files, ${LIST_NAME}, is of an unknown form`, LIST_NAME);
  });
}

async function readImportTime(folder: string, id: ImageId): Promise<number> {
  const text = (await readPart(folder, RECORD_NAME, id))?.toString('utf8') ?? '';
  try {
    return recordSchema.parse(JSON.parse(text)).importedAtMs;
  } catch {
    throw damage(id, `its record, ${RECORD_NAME}, cannot be read`, RECORD_NAME);
  }
}
