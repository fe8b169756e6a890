/**
 * The yard host is a second, windowless start of our own executable: detached, so that it outlives the
 * panel, and on Linux without any display, so that it outlives the session's X server too.
 */
import { app } from 'electron';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { processEnvironment } from './process-environment.ts';

/** Chromium's GPU process is of no use to it. */
const windowless = ['--disable-gpu', '--in-process-gpu'];
const withoutDisplay = ['--ozone-platform=headless'];
/** Chromium refuses to start without its zygote unless its sandbox is off as well. */
const withoutSandbox = ['--no-sandbox', '--no-zygote'];

export function hostArguments(yardFolder: string, profileFolder: string): string[] {
  return [
    // Unpacked, the executable is Electron itself and needs to be told the app.
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    `--yard-host=${yardFolder}`,
    `--user-data-dir=${profileFolder}`,
    ...windowless,
    ...(process.platform === 'linux' ? withoutDisplay : []),
    ...(app.commandLine.hasSwitch('no-sandbox') ? withoutSandbox : []),
  ];
}

/** @param logPath where the host's first words go, before it has a log of its own. */
export function spawnHostProcess(yardFolder: string, profileFolder: string, logPath: string): void {
  const log = openSync(logPath, 'w', 0o600);
  // Inside an AppImage our own path lies in a mount that goes when the panel ends.
  const executable = process.env['APPIMAGE'] ?? process.execPath;
  const host = spawn(executable, hostArguments(yardFolder, profileFolder), {
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
    cwd: yardFolder,
    env: processEnvironment(),
  });
  host.unref();
  closeSync(log);
}
