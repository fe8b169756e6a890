/**
 * Pictures as files: a folder for each comparison, the oldest of which go when there are too many or they are too
 * large. They are no record: what is kept with a rollout is the report.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PictureKind } from '../../../src-shared/appearance-bounds.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { readRegularFile } from '../../storage/regular-file.ts';

export interface PictureFolder {
  /** Makes the folder of a new one, and lets old ones go. @throws the system's error. */
  readonly begin: (run: string) => Promise<string>;
  readonly fileOf: (run: string, shot: number, kind: PictureKind) => string;
  /** @throws `not-found` when it is not there any more. */
  readonly read: (run: string, shot: number, kind: PictureKind) => Promise<Uint8Array<ArrayBuffer>>;
  /** Takes away what the camera needed there for itself. */
  readonly tidy: (run: string) => Promise<void>;
  readonly drop: (run: string) => Promise<void>;
}

export const mostRuns = 12;
export const mostBytes = 300 * 1024 * 1024;
/** 3840 x 4000 pixels of noise: more is no picture of ours. */
const largestPicture = 64 * 1024 * 1024;
const runName = /^[a-z0-9-]{1,60}$/u;

export function openPictureFolder(
  folder: string,
  bounds = { runs: mostRuns, bytes: mostBytes },
): PictureFolder {
  const folderOf = (run: string): string => {
    if (!runName.test(run)) throw new Error('This is no name of a comparison.');
    return join(folder, run);
  };
  const fileOf: PictureFolder['fileOf'] = (run, shot, kind) =>
    join(folderOf(run), `${String(shot)}-${kind}.png`);
  return {
    begin: async (run) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await letOldGo(folder, bounds);
      await mkdir(folderOf(run), { mode: 0o700 });
      return folderOf(run);
    },
    fileOf,
    read: async (run, shot, kind) => {
      try {
        const { bytes, isCut } = await readRegularFile(fileOf(run, shot, kind), largestPicture);
        if (isCut) throw new Error('It is too large.');
        return new Uint8Array(bytes);
      } catch {
        const message = 'This picture is not there any more.';
        throw new FaultError({ code: 'not-found', message, todo: 'Compare the pages again.' });
      }
    },
    tidy: (run) =>
      rm(join(folderOf(run), 'profile'), { recursive: true, force: true, maxRetries: 5 }),
    drop: (run) => rm(folderOf(run), { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Before a new one comes: so many may stay, and so large. Names begin with their time. */
async function letOldGo(folder: string, bounds: { runs: number; bytes: number }): Promise<void> {
  const runs = (await readdir(folder))
    .filter((name) => runName.test(name))
    .sort()
    .reverse();
  let bytes = 0;
  for (const [index, run] of runs.entries()) {
    bytes += await sizeOf(join(folder, run));
    if (index < bounds.runs - 1 && bytes <= bounds.bytes) continue;
    await rm(join(folder, run), { recursive: true, force: true, maxRetries: 3 });
  }
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
