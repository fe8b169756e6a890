import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const KEPT_TAIL_CHARACTERS = 20_000;

/**
 * @typedef {object} Finished
 * @property {number} code exit code; 127 when the program could not be started, 1 when a signal ended it
 * @property {NodeJS.Signals | null} signal
 * @property {string} stdout last 20 000 characters; empty when `show` is set
 * @property {string} stderr last 20 000 characters; empty when `show` is set
 */

/**
 * Runs a program to its end. Never throws for a failing program: the caller decides what its failure means.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, timeoutMs?: number, keepAll?: boolean }} [options]
 *   `show` lets the program write to our own output; `keepAll` keeps all of stdout, for reports that are read
 * @returns {Promise<Finished>}
 */
export function run(command, args, options = {}) {
  const { cwd, env, show = false, timeoutMs, keepAll = false } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      timeout: timeoutMs,
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      // npm and other .cmd shims of Windows only start through a shell.
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stdout = keepAll ? stdout + text : (stdout + text).slice(-KEPT_TAIL_CHARACTERS);
    });
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      stderr = (stderr + text).slice(-KEPT_TAIL_CHARACTERS);
    });
    child.on('error', (error) => {
      resolve({ code: 127, signal: null, stdout, stderr: stderr + error.message });
    });
    child.on('close', (code, signal) => {
      resolve({ code: code ?? 1, signal, stdout, stderr });
    });
  });
}

/**
 * The last line of a program's output that says something, for use inside a sentence.
 *
 * @param {Finished} finished
 */
export function lastWords(finished) {
  const lines = `${finished.stdout}\n${finished.stderr}`.split('\n').map((line) => line.trim());
  return (
    lines.findLast((line) => line !== '' && !line.startsWith('npm error A complete log')) ??
    `exit code ${finished.code}`
  );
}

/** @param {string} program */
export function isOnPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && existsSync(join(folder, program)));
}
