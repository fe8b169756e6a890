/** Starts Electron under the test driver so that the driver is there before the first window. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright';

const fromDriver = createRequire(createRequire(import.meta.url).resolve('playwright'));

/**
 * The driver's own preload: it holds Electron's `ready` back until the driver is attached. The driver adds it
 * by itself only when it chooses the executable; without it a window that opens early can stay without an
 * execution context for ever, and no limit of the driver's ends the wait (microsoft/playwright#17765; seen in
 * 2 of some 70 starts of one slow run).
 */
const holdReady = join(
  dirname(fromDriver.resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);

/** @throws when the set-up has not said where Electron is: run `npm test` or `npm start`. */
export function electronPath(): string {
  const path = process.env['BLOCKYARD_ELECTRON'];
  if (path === undefined) throw new Error('BLOCKYARD_ELECTRON is not set: start through npm test.');
  return path;
}

/** @param timeoutMs of the start until the driver is attached. */
export function launchElectron(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: electronPath(),
    args: ['-r', holdReady, ...args],
    env: { ...env },
    timeout: timeoutMs,
  });
}
