import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { Stop } from './stop.mjs';

/** @type {readonly NodeJS.Signals[]} */
const told = ['SIGINT', 'SIGHUP', 'SIGTERM'];

/**
 * Runs a program in our place: on our own streams, with each word to end passed on to it, and with its code. A
 * terminal tells the whole group, so the program may hear the same word twice.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its code; 128 and the number of the signal that ended it
 */
export function passOn(command, args, env = process.env) {
  const child = spawn(command, args, { stdio: 'inherit', env });
  for (const signal of told) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      reject(new Stop(`${command} could not be started (${error.message}).`));
    });
    child.on('close', (code, signal) => {
      resolve(code ?? (signal === null ? 1 : 128 + constants.signals[signal]));
    });
  });
}
