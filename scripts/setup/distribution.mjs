import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the executable lies inside an Electron distribution of this platform. */
export function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * Electron's own unzipper; no system tool is assumed.
 *
 * @param {{ root: string, zip: string, folder: string }} job
 */
export async function unzip({ root, zip, folder }) {
  const fromElectron = createRequire(
    createRequire(join(root, 'package.json')).resolve('electron/package.json'),
  );
  const { extract } = await import(
    pathToFileURL(fromElectron.resolve('@electron-internal/extract-zip')).href
  );
  await extract(zip, { dir: folder });
}

/**
 * Renames a finished folder to its final name. Two starts may race: the first one's folder stays. A folder that
 * lost the file that matters (a cleaned-up cache) is replaced.
 *
 * @param {string} from
 * @param {string} to
 * @param {string} proof a file below `to` without which it is worth nothing
 */
export async function moveIntoPlace(from, to, proof) {
  if (existsSync(to) && !existsSync(join(to, proof)))
    await rm(to, { recursive: true, force: true });
  try {
    await rename(from, to);
  } catch (error) {
    if (!existsSync(join(to, proof))) throw error;
  }
}
