import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { run } from './run.mjs';
import { step } from './say.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';
import { Stop } from './stop.mjs';

const INPUTS = [
  'src-shared',
  'src-main',
  'src-renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * Builds out/ when something it is made from has changed since the last build.
 *
 * @param {string} root
 */
export async function ensureBuild(root) {
  const hash = await hashOf(root, INPUTS, (path) => !/\.test\.tsx?$/.test(path));
  const stampFile = join(root, 'out', '.built-from');
  if ((await readStamp(stampFile)) === hash) return;
  await step('Build the app', async () => {
    // Old chunks would otherwise be packaged with the new ones.
    await rm(join(root, 'out'), { recursive: true, force: true });
    const tool = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    const built = await run(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
    });
    if (built.code !== 0) {
      const said = wordsOf(built);
      process.stderr.write(`${said.join('\n')}\n`);
      throw new Stop(`The build failed (${firstError(said)}): correct what the lines above name.`);
    }
    await writeStamp(stampFile, hash);
  });
}

/**
 * The bundler's output without colours, stack traces and empty lines.
 *
 * @param {import('./run.mjs').Finished} built
 */
function wordsOf({ stdout, stderr }) {
  return stripVTControlCharacters(`${stdout}\n${stderr}`)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
}

/** @param {readonly string[]} lines */
function firstError(lines) {
  const telling = lines.filter((line) => !/error during build|build failed/i.test(line));
  const named =
    telling.find((line) => line.startsWith('[')) ?? telling.find((line) => /error/i.test(line));
  return (named ?? telling[0] ?? 'without a word').trim();
}
