import { createRequire } from 'node:module';
import { join } from 'node:path';

import { run } from '../setup/run.mjs';

/**
 * @typedef {object} Verdict
 * @property {boolean} passed
 * @property {string} output what the tool said, for a failed check
 */

/**
 * Runs the command of an installed package under this Node, without a shell or npx in between.
 *
 * @param {string} root
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {string} [binName] when it is not the package's name
 * @returns {Promise<Verdict & { stdout: string }>}
 */
export async function tool(root, packageName, args, binName = packageName) {
  const require = createRequire(join(root, 'package.json'));
  // Some packages do not export their package.json, so it is read from the folder and not resolved.
  const folder = join(root, 'node_modules', packageName);
  const { bin } = require(join(folder, 'package.json'));
  const script = typeof bin === 'string' ? bin : bin[binName];
  const finished = await run(process.execPath, [join(folder, script), ...args], {
    cwd: root,
    keepAll: true,
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  return {
    passed: finished.code === 0,
    output: `${finished.stdout}${finished.stderr}`.trim(),
    stdout: finished.stdout,
  };
}
