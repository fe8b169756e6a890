import { run } from './run.mjs';

/**
 * Runs npm the way this command was itself started, so that a version manager's npm is not mixed with another one.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string }} options
 */
export function npm(args, { cwd }) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], { cwd });
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd });
}

/**
 * What npm complains about, in its own words but without its prefix, its code line and its manual.
 *
 * @param {import('./run.mjs').Finished} finished
 */
export function npmComplaint({ stderr, code }) {
  const lines = stderr.split('\n').flatMap((line) => {
    const said = /^npm error (.+)$/.exec(line.trim())?.[1];
    return said === undefined || /^(code|errno|syscall|path|A complete log)\b/.test(said)
      ? []
      : [said];
  });
  // eslint-disable-next-line regexp/no-super-linear-move -- one line of npm's
  return lines[0]?.replace(/[.\s]+$/, '') ?? `npm ended with code ${code}`;
}
