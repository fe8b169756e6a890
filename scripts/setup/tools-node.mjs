import { realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { passOn } from './pass-on.mjs';
import { run } from './run.mjs';
import { Stop } from './stop.mjs';

const OLDEST = [22, 18];

/**
 * The Node that runs the tools: the one that npm installed beside them where it can run here, else the installed one.
 * vitest, dependency-cruiser and Electron's installer need 22.12, and from 22.18 Node runs .ts files; many machines have 20.
 *
 * @param {string} root
 * @returns {Promise<string>} path of the executable
 */
async function toolsNode(root) {
  const bundled = join(root, 'node_modules', '.bin', 'node');
  if (process.platform === 'linux' && process.arch === 'x64') {
    if (isThisProcess(bundled)) return process.execPath;
    // On musl the file is there and cannot start.
    const asked = await run(bundled, ['--version']);
    if (asked.code === 0) return bundled;
  }
  if (isNewEnough(process.versions.node)) return process.execPath;
  throw new Stop(
    `Node ${OLDEST.join('.')} or newer is needed here and this is ${process.versions.node}: install a current Node from https://nodejs.org and start again.`,
  );
}

/**
 * Starts the running script again under the tools' Node, if it does not run under it yet, and waits for its end.
 *
 * @param {string} root
 * @returns {Promise<number | undefined>} the exit code of the second start, or nothing when this process is to go on
 */
export async function continueUnderToolsNode(root) {
  const node = await toolsNode(root);
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
  };
  process.env.PATH = env.PATH;
  if (node === process.execPath || isThisProcess(node)) return undefined;
  return passOn(node, process.argv.slice(1), env);
}

/** @param {string} file */
function isThisProcess(file) {
  try {
    return realpathSync(file) === realpathSync(process.execPath);
  } catch {
    return false;
  }
}

/** @param {string} version such as 22.12.0 */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
