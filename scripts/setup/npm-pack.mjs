import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { npm, npmComplaint } from './npm.mjs';
import { Stop } from './stop.mjs';

/**
 * Fetches one published package as its .tgz, outside of package.json, and checks it against a pinned hash.
 *
 * @param {{ name: string, version: string, integrity: string }} wanted integrity as npm writes it: "sha512-..."
 * @param {string} folder an empty folder for the file
 * @returns {Promise<string>} path of the .tgz
 */
export async function npmPack(wanted, folder) {
  const { name, version, integrity } = wanted;
  await mkdir(folder, { recursive: true });
  const finished = await npm(
    ['pack', `${name}@${version}`, '--loglevel=error', '--pack-destination', folder],
    { cwd: folder },
  );
  const file = (await readdir(folder)).find((entry) => entry.endsWith('.tgz'));
  if (finished.code !== 0 || file === undefined) {
    throw new Stop(
      `${name} ${version} could not be fetched (${npmComplaint(finished)}): check that npm reaches its registry, for example with "npm ping", and start again.`,
    );
  }
  const path = join(folder, file);
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== integrity) {
    throw new Stop(
      `${name} ${version} arrived changed (${found} instead of ${integrity}) and was not used: check what stands between this machine and the npm registry.`,
    );
  }
  return path;
}
