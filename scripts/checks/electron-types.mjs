import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { FALLBACK_VERSION } from '../setup/electron-fallback.mjs';
import { moveIntoPlace } from '../setup/distribution.mjs';
import { cacheFolder } from '../setup/folders.mjs';
import { npmPack } from '../setup/npm-pack.mjs';
import { tool } from './tool.mjs';

const OLDER_TYPES = {
  name: 'electron',
  version: FALLBACK_VERSION,
  integrity:
    'sha512-SG/nmSsK9Qg1p6wAW+ZfqU+AV8cmXMTIklUL18NnOKfZLlum4ZsDoVdmmmlL39ZmeCaq27dr7CgslRPahfoVJg==',
};

/**
 * src-main against the types of the older Electron. Its package cannot be a dependency under a second name:
 * its install script fetches the binary, and on a closed network that would fail the whole installation.
 *
 * @param {string} root
 * @returns {Promise<import('./tool.mjs').Verdict>}
 */
export async function checkOlderElectronTypes(root) {
  const project = join(root, 'node_modules', '.cache', 'electron-older-types');
  await mkdir(project, { recursive: true });
  // Below node_modules, so that its reference to Node's types is found.
  await copyFile(await olderTypes(), join(project, 'electron.d.ts'));
  const config = {
    extends: '../../../src-main/tsconfig.json',
    compilerOptions: {
      rootDir: '../../..',
      noEmit: true,
      composite: false,
      emitDeclarationOnly: false,
      incremental: true,
      tsBuildInfoFile: './older.tsbuildinfo',
      paths: { electron: ['./electron.d.ts'] },
    },
    files: ['./electron.d.ts'],
    include: ['../../../src-main/**/*.ts'],
    exclude: ['../../../src-main/**/*.test.ts'],
    references: [],
  };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config));
  return tool(root, 'typescript', ['--project', project, '--pretty', 'false'], 'tsc');
}

/** @returns {Promise<string>} path of electron.d.ts in the cache */
async function olderTypes() {
  const cache = cacheFolder();
  const folder = join(cache, `electron-${OLDER_TYPES.version}-types`);
  const file = join(folder, 'package', 'electron.d.ts');
  if (existsSync(file)) return file;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'unpacking-'));
  try {
    const tgz = await npmPack(OLDER_TYPES, join(work, 'fetched'));
    const { extract } = await import('tar');
    await mkdir(join(work, 'types'));
    await extract({ file: tgz, cwd: join(work, 'types') });
    await moveIntoPlace(join(work, 'types'), folder, 'package/electron.d.ts');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return file;
}
