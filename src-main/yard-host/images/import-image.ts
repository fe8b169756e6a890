/** From a folder or an archive to an image in the store, or to nothing at all. */
import { mkdir, readFile, realpath, rename, stat, statfs } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import type { ImageId } from '../../../src-shared/ids.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { checkStart } from './check-start.ts';
import { errnoOf, sourceFault, storeFault } from './file-faults.ts';
import { folderNameOf, imageIdOfList, listText, sortedByPath } from './image-entries.ts';
import type { ImageEntry } from '../../../src-shared/image-list.ts';
import { makeImportFolder, removeTree } from './image-leftovers.ts';
import { showBytes } from './image-limits.ts';
import type { ImageLimits } from './image-limits.ts';
import { refuseBadLinks } from './image-links.ts';
import { showPath } from './image-path.ts';
import { CONTENT_NAME, writeRecord } from './image-record.ts';
import { MANIFEST_NAME, readManifest } from './manifest.ts';
import { refuseNamesTwice } from './names-once.ts';
import { unpackArchive } from './read-archive.ts';
import { copyFolder, scanFolder } from './read-folder.ts';
import { finishContent, openStage, syncFolder } from './stage.ts';

export interface ImportSettings {
  /** Absolute path of the images' folder. */
  readonly store: string;
  readonly limits: ImageLimits;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** 8 hex digits, different for each import. */
  readonly random: string;
  /**
   * Asked when the store has this content already: true when what is there was proven damaged and has
   * been put out of the way, so that this copy takes its place; false when it is whole and stays.
   */
  readonly clear: (id: ImageId) => Promise<boolean>;
}

/**
 * Imports what lies at `source`. `alreadyThere` says that the store has this content, whole, from before.
 * Throws a FaultError and leaves nothing behind.
 */
export async function importImage(
  source: string,
  settings: ImportSettings,
): Promise<{ id: ImageId; alreadyThere: boolean }> {
  const kind = await kindOfSource(source, settings);
  const folder = await makeImportFolder(settings.store, settings.random);
  try {
    const stage = openStage(join(folder, 'staged'), settings.limits);
    await mkdir(stage.folder, { mode: 0o700 });
    if (kind === 'folder') await stageFolder(source, stage, settings);
    else await unpackArchive(source, stage);

    const top = topOf(stage.entries, source);
    const entries = below(top, stage.entries);
    const content = join(stage.folder, top);
    const told = await readFile(join(content, MANIFEST_NAME));
    const manifest = readManifest(told);
    refuseNamesTwice(told);
    refuseBadLinks(entries);
    checkStart(manifest, entries, process.platform);

    const sorted = await sortedByPath([...entries.values()]);
    const list = await listText(sorted);
    const id = imageIdOfList(list);
    const alreadyThere = !(await publish(folder, content, id, sorted, list, settings));
    return { id, alreadyThere };
  } catch (error) {
    throw storeFault(error, source);
  } finally {
    await removeTree(folder);
  }
}

async function kindOfSource(
  source: string,
  settings: ImportSettings,
): Promise<'folder' | 'archive'> {
  if (!isAbsolute(source) || source.includes('\0')) {
    throw new FaultError({
      code: 'bad-input',
      message: `${showPath(source)} is not a whole path.`,
      todo: 'Give the path from the root of the disk.',
    });
  }
  const facts = await stat(source).catch((error: unknown) => {
    const code = errnoOf(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw sourceFault(error, source);
    throw new FaultError({
      code: 'not-found',
      message: `There is nothing at ${showPath(source)}.`,
      where: showPath(source),
      todo: 'Choose the folder or .tgz of an image.',
    });
  });
  if (facts.isFile()) return 'archive';
  if (facts.isDirectory()) {
    const inside = relative(await realpath(source), await realpath(settings.store));
    if (inside !== '' && (inside.startsWith('..') || isAbsolute(inside))) return 'folder';
    throw new FaultError({
      code: 'bad-input',
      message: `${showPath(source)} holds the yard's own images.`,
      where: showPath(source),
      todo: 'Choose the folder of one image.',
    });
  }
  throw new FaultError({
    code: 'bad-input',
    message: `${showPath(source)} is neither a folder nor an archive.`,
    where: showPath(source),
    todo: 'Choose the folder or .tgz of an image.',
  });
}

async function stageFolder(
  source: string,
  stage: ReturnType<typeof openStage>,
  { store, limits }: ImportSettings,
): Promise<void> {
  const found = await scanFolder(source, limits);
  // Before a byte is copied: a folder without a manifest may be somebody's whole home.
  topOf(new Map(found.map((entry) => [entry.path, entry])), source);
  const bytes = found.reduce((sum, entry) => sum + entry.bytes, 0);
  const disk = await statfs(store);
  const freeBytes = disk.bavail * disk.bsize;
  // Some network disks report no size at all.
  if (disk.blocks > 0 && bytes > freeBytes) {
    throw new FaultError({
      code: 'no-space',
      message: `The image needs ${showBytes(bytes)}, but the disk of the yard has only ${showBytes(freeBytes)} left.`,
      where: showPath(store),
      todo: "Free some space on the disk of the yard's data folder and import again.",
    });
  }
  await copyFolder(source, found, stage);
}

/** '' or the one folder at the top that holds the manifest, as `npm pack` makes it. */
function topOf(entries: ReadonlyMap<string, { readonly kind: string }>, source: string): string {
  if (entries.get(MANIFEST_NAME)?.kind === 'file') return '';
  // macOS packs a companion `._name` beside each name.
  const top = [...entries.keys()].filter((path) => !path.includes('/') && !path.startsWith('._'));
  const [only] = top;
  if (top.length === 1 && only !== undefined) {
    if (entries.get(`${only}/${MANIFEST_NAME}`)?.kind === 'file') return only;
  }
  throw new FaultError({
    code: 'bad-input',
    message: `There is no ${MANIFEST_NAME} in ${showPath(source)}.`,
    where: MANIFEST_NAME,
    todo: `Put a ${MANIFEST_NAME} at its top: { "name": "shop", "version": "1.0.0", "start": { "server": "server.mjs" } }`,
  });
}

function below(top: string, entries: ReadonlyMap<string, ImageEntry>): Map<string, ImageEntry> {
  if (top === '') return new Map(entries);
  const inside = new Map<string, ImageEntry>();
  for (const entry of entries.values()) {
    if (!entry.path.startsWith(`${top}/`)) continue;
    const path = entry.path.slice(top.length + 1);
    inside.set(path, { ...entry, path });
  }
  return inside;
}

/** Far more than importers that can meet in one rename. */
const publishTurns = 20;

/** False when the same content was there first. */
async function publish(
  folder: string,
  content: string,
  id: ImageId,
  entries: readonly ImageEntry[],
  list: string,
  { store, nowMs, clear }: ImportSettings,
): Promise<boolean> {
  const target = join(store, folderNameOf(id) ?? '');
  const ready = join(folder, 'ready');
  await mkdir(ready, { mode: 0o700 });
  await rename(content, join(ready, CONTENT_NAME));
  await finishContent(
    join(ready, CONTENT_NAME),
    new Map(entries.map((entry) => [entry.path, entry])),
  );
  await writeRecord(ready, list, nowMs);
  await syncFolder(ready);
  // Last, so that blocks of a damaged image are without their folder for one rename only. Others may
  // import the same content now: whoever finds a place taken looks again at what took it.
  for (let turn = 1; ; turn += 1) {
    if ((await exists(target)) && !(await clear(id))) return false;
    try {
      await rename(ready, target);
      break;
    } catch (error) {
      const isTaken = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(errnoOf(error) ?? '');
      if (!isTaken || turn === publishTurns) throw error;
    }
  }
  await syncFolder(store);
  return true;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
