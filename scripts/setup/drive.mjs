import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { ensureBuild } from './build.mjs';
import { driverEnvironment, prepareElectron } from './prepare.mjs';
import { Stop } from './stop.mjs';
import { prefersVirtualDisplay, startVirtualDisplay } from './virtual-display.mjs';

/**
 * Runs a TypeScript program that drives the app's window, on a virtual display if asked.
 *
 * @param {string} root
 * @param {import('./electron-binary.mjs').ElectronBinary} electron
 * @param {{ program: string, args: readonly string[], onVirtualDisplay: boolean }} what program below root
 * @returns {Promise<number>} its exit code
 */
export async function drive(root, electron, { program, args, onVirtualDisplay }) {
  const display = onVirtualDisplay ? await startVirtualDisplay() : undefined;
  try {
    const env = { ...driverEnvironment(root, electron), ...display?.env };
    const { code } = await waitFor(process.execPath, [join(root, program), ...args], env);
    return code;
  } finally {
    await display?.stop();
  }
}

/**
 * The whole way for programs that are not the tour: set up, build, run on a virtual display where there is one.
 *
 * @param {string} root
 * @param {string} program below root
 * @param {readonly string[]} args
 */
export async function prepareAndDrive(root, program, args) {
  const onVirtualDisplay = prefersVirtualDisplay();
  const electron = await prepareElectron(root, { needsVirtualDisplay: onVirtualDisplay });
  await ensureBuild(root);
  return drive(root, electron, { program, args, onVirtualDisplay });
}

/**
 * Starts a program on our own terminal and waits for its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null }>}
 */
export function waitFor(command, args, env) {
  const child = spawn(command, args, { stdio: 'inherit', env });
  // Ctrl+C reaches the child through the terminal; we wait for its orderly end.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      reject(
        new Stop(`${command} could not be started (${error.message}): delete it and start again.`),
      );
    });
    child.on('close', (code, signal) => {
      resolve({ code: code ?? 1, signal });
    });
  });
}
