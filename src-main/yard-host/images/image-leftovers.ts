/** Folders of imports under way, and those that a crash left behind. */
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identifyProcess } from '../blocks/process-identity.ts';
import { storeFault } from './file-faults.ts';

const UNDER_WAY = /^\.import-(\d+)-([0-9a-z-]+)-[0-9a-f]{8}$/;

/** A new, empty folder that says which process fills it. `random` is 8 hex digits. */
export async function makeImportFolder(store: string, random: string): Promise<string> {
  const self = await identifyProcess(process.pid);
  const folder = join(store, `.import-${process.pid}-${self?.startTime ?? 'unknown'}-${random}`);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    throw storeFault(error, folder);
  }
  return folder;
}

/** Removes what crashed imports left; an import of a living process is left alone. */
export async function removeLeftovers(store: string): Promise<void> {
  for (const name of await readdir(store)) {
    const [, pid, startTime] = UNDER_WAY.exec(name) ?? [];
    if (pid === undefined) continue;
    const owner = await identifyProcess(Number(pid));
    if (owner !== null && owner.startTime === startTime) continue;
    await removeTree(join(store, name));
  }
}

/** Also when its folders are read-only, as they are shortly before an import is done. */
export async function removeTree(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch {
    await allowWriting(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** What vanishes meanwhile is no failure: a removal that gave up is still removing other parts. */
async function allowWriting(folder: string): Promise<void> {
  const facts = await lstat(folder).catch(() => null);
  if (facts?.isDirectory() !== true) return;
  await chmod(folder, 0o700).catch(() => undefined);
  for (const name of await readdir(folder).catch(() => [])) await allowWriting(join(folder, name));
}
