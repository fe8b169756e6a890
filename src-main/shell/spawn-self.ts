/** Starts of our own executable that outlive whoever starts them. */
import { app } from 'electron';
import { spawn, type ChildProcess } from 'node:child_process';

/** @param order what it is started for, as `readArguments` reads it. */
export function spawnSelf(order: readonly string[]): ChildProcess {
  // Inside an AppImage our own path lies in a mount that goes when the panel ends.
  const executable = process.env['APPIMAGE'] ?? process.execPath;
  const child = spawn(
    executable,
    [
      // Unpacked, the executable is Electron itself and needs to be told the app.
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      ...order,
      ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
    ],
    { detached: true, stdio: 'ignore' },
  );
  // Where it cannot be started there is nobody left to tell: the caller goes on without it.
  child.on('error', () => undefined);
  child.unref();
  return child;
}
