import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { executableName, moveIntoPlace, unzip } from './distribution.mjs';
import { step } from './say.mjs';

const PROBE_LIMIT_MS = 4_000;
const STALL_LIMIT_MS = 20_000;
const FAILURE_REMEMBERED_MS = 24 * 60 * 60 * 1000;

/** @typedef {{ kind: 'ready', folder: string } | { kind: 'out-of-reach', reason: string, hint: string }} Outcome */

/**
 * The official distribution, fetched with the very parts that the electron package's own installer uses
 * (@electron/get, its checksums, its unzipper), only unpacked into our cache instead of node_modules.
 * Where there is a fallback, a failure is remembered for a day, so that the next start does not try again.
 *
 * @param {{ root: string, version: string, cache: string, hasFallback: boolean }} wanted
 * @returns {Promise<Outcome>}
 */
export async function officialElectron({ root, version, cache, hasFallback }) {
  const name = `electron-${version}-${process.platform}-${process.arch}`;
  const folder = join(cache, name);
  if (existsSync(join(folder, executableName()))) return { kind: 'ready', folder };

  const failureFile = join(cache, `${name}.failed.json`);
  const hint = `tried again after a day, or when ${failureFile} is deleted`;
  const remembered = hasFallback ? await rememberedFailure(failureFile) : undefined;
  if (remembered !== undefined) return { kind: 'out-of-reach', reason: remembered, hint };

  try {
    await probe();
    await mkdir(cache, { recursive: true });
    await step(`Download Electron ${version} (about 110 MB, once)`, (note) =>
      download({ root, version, cache, folder, note }),
    );
    return { kind: 'ready', folder };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (hasFallback) {
      await mkdir(cache, { recursive: true });
      await writeFile(failureFile, JSON.stringify({ reason, at: Date.now() }));
    }
    return { kind: 'out-of-reach', reason, hint };
  }
}

/**
 * A closed network shows itself here within a second (no name, no route) or at the limit, before anything long begins.
 * Behind a proxy only the download itself can tell.
 */
async function probe() {
  const { HTTPS_PROXY, https_proxy: lowerCaseProxy } = process.env;
  if (HTTPS_PROXY ?? lowerCaseProxy) {
    process.env.ELECTRON_GET_USE_PROXY ??= '1';
    return;
  }
  const mirror =
    process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com';
  const { hostname, port, protocol } = new URL(mirror);
  await /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const socket = connect({
        host: hostname,
        port: Number(port) || (protocol === 'http:' ? 80 : 443),
      });
      const give = (/** @type {Error} */ error) => {
        socket.destroy();
        reject(error);
      };
      socket.setTimeout(PROBE_LIMIT_MS, () => {
        give(new Error(`${hostname} did not answer within ${PROBE_LIMIT_MS / 1000} s`));
      });
      socket.on('error', () => {
        give(new Error(`${hostname} cannot be reached`));
      });
      socket.on('connect', () => {
        socket.destroy();
        resolve();
      });
    })
  );
}

/** @param {{ root: string, version: string, cache: string, folder: string, note: (text: string) => void }} job */
async function download({ root, version, cache, folder, note }) {
  const fromElectron = createRequire(
    createRequire(join(root, 'package.json')).resolve('electron/package.json'),
  );
  const { downloadArtifact } = await import(
    pathToFileURL(fromElectron.resolve('@electron/get')).href
  );
  const stalled = new AbortController();
  const stop = () => {
    stalled.abort(new Error(`no data came for ${STALL_LIMIT_MS / 1000} s`));
  };
  let watchdog = setTimeout(stop, STALL_LIMIT_MS);
  const workFolder = await mkdtemp(join(cache, 'unpacking-'));
  try {
    const zip = await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: fromElectron('./checksums.json'),
      downloadOptions: {
        quiet: true,
        signal: stalled.signal,
        getProgressCallback: (/** @type {{ percent: number }} */ { percent }) => {
          clearTimeout(watchdog);
          watchdog = setTimeout(stop, STALL_LIMIT_MS);
          note(`${Math.round(percent * 100)} %`);
          return Promise.resolve();
        },
      },
    });
    clearTimeout(watchdog);
    await unzip({ root, zip, folder: workFolder });
    await moveIntoPlace(workFolder, folder, executableName());
  } finally {
    clearTimeout(watchdog);
    await rm(workFolder, { recursive: true, force: true });
  }
}

/** @param {string} file */
async function rememberedFailure(file) {
  try {
    const { reason, at } = JSON.parse(await readFile(file, 'utf8'));
    const ageMs = Date.now() - at;
    return ageMs >= 0 && ageMs < FAILURE_REMEMBERED_MS ? String(reason) : undefined;
  } catch {
    return undefined;
  }
}
