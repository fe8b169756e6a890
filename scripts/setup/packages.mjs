import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { npm, npmComplaint } from './npm.mjs';
import { step } from './say.mjs';
import { readStamp, writeStamp } from './stamp.mjs';
import { Stop } from './stop.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} LockedPackages */

/**
 * Installs the packages of package-lock.json when node_modules is missing or was made from another lock.
 * Install scripts are not run: nothing here needs one (Electron's package has none, Node comes as a plain package).
 *
 * @param {string} root the repository
 */
export async function ensurePackages(root) {
  const lockText = await readFile(join(root, 'package-lock.json'), 'utf8');
  const lockHash = createHash('sha256').update(lockText).digest('hex');
  const stampFile = join(root, 'node_modules', '.blockyard-packages');
  if ((await readStamp(stampFile)) === lockHash) return;

  if (!(await installedByHand(root, lockText))) {
    await step('Install packages (about 550, once)', async () => {
      const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      const finished = await npm(args, { cwd: root });
      if (finished.code !== 0) {
        throw new Stop(
          `The packages could not be installed (${npmComplaint(finished)}): check that npm reaches its registry, for example with "npm ping", and start again.`,
        );
      }
    });
  }
  await writeStamp(stampFile, lockHash);
}

/**
 * Whether node_modules already is what the lock asks for, as after "npm install" by a developer.
 * npm's own hidden lockfile is compared, so that a hand-made install is not thrown away and fetched again.
 *
 * @param {string} root
 * @param {string} lockText
 */
async function installedByHand(root, lockText) {
  const hiddenText = await readStamp(join(root, 'node_modules', '.package-lock.json'));
  if (hiddenText === undefined) return false;
  try {
    const wanted = packagesOf(lockText);
    const installed = packagesOf(hiddenText);
    const nothingMissing = Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' ||
        installed[path]?.version === entry.version ||
        (!installed[path] && isOptional(entry)),
    );
    const nothingForeign = Object.entries(installed).every(
      ([path, entry]) => wanted[path]?.version === entry.version,
    );
    return nothingMissing && nothingForeign;
  } catch {
    // An unreadable hidden lockfile proves nothing about node_modules: install afresh.
    return false;
  }
}

/** @param {{ optional?: boolean, devOptional?: boolean }} entry */
function isOptional(entry) {
  return entry.optional === true || entry.devOptional === true;
}

/**
 * @param {string} lockText
 * @returns {LockedPackages}
 */
function packagesOf(lockText) {
  const lock = /** @type {{ packages: LockedPackages }} */ (JSON.parse(lockText));
  return lock.packages;
}
