import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { lastWords, run } from '../setup/run.mjs';
import { step } from '../setup/say.mjs';
import { Stop } from '../setup/stop.mjs';
import { packagedNote } from './after-pack.mjs';

/**
 * Packages out/ with the Electron that was found, as a folder to run, or as the targets that are named.
 *
 * @param {string} root
 * @param {import('../setup/electron-binary.mjs').ElectronBinary} electron
 * @param {readonly string[]} targets electron-builder arguments such as "--linux AppImage"; none means a folder
 * @returns {Promise<{ folder: string, executable: string }>}
 */
export async function packageApp(root, electron, targets = []) {
  await rm(join(root, 'dist'), { recursive: true, force: true });
  await step(`Package the app with Electron ${electron.version}`, async () => {
    const args = [
      join(root, 'node_modules', 'electron-builder', 'cli.js'),
      ...(targets.length > 0 ? targets : ['--dir']),
      '--publish=never',
      `-c.electronDist=${electron.folder}`,
      `-c.electronVersion=${electron.version}`,
    ];
    const finished = await run(process.execPath, args, { cwd: root, env: process.env });
    if (finished.code !== 0) {
      process.stderr.write(`${finished.stdout}${finished.stderr}\n`);
      throw new Stop(
        `The app could not be packaged (${lastWords(finished)}): the lines above say why.`,
      );
    }
  });
  return JSON.parse(await readFile(join(root, packagedNote), 'utf8'));
}
