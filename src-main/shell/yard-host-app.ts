/**
 * Composition root of the yard host under Electron: no window, no dock icon, no display, a profile of
 * its own, and never the single-instance lock (that one is the panel's).
 */
import type { App } from 'electron';
import { systemClock } from '../clock/system-clock.ts';
import { runYardHost } from '../yard-host/run-yard-host.ts';
import { appFolders } from './app-folders.ts';
import { spawnInElectron } from './spawn-utility.ts';

export function startYardHostApp(yardFolder: string, app: App): void {
  // A child's crash must not end the host; without a window nothing else keeps it alive or ends it.
  app.on('window-all-closed', () => undefined);
  void app.whenReady().then(() => runHost(yardFolder, app));
}

async function runHost(yardFolder: string, app: App): Promise<void> {
  const started = await runYardHost({
    dataFolder: yardFolder,
    samplesFolder: appFolders(app).samples,
    appVersion: app.getVersion(),
    spawnNode: spawnInElectron,
    clock: systemClock,
  });
  if (!started.ok) {
    // The sentence is in the folder's log already, where the panel looks for it.
    app.exit(1);
    return;
  }
  if (started.value.kind === 'taken') {
    app.exit(0);
    return;
  }
  const { host } = started.value;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void host.stop());
  // The terminal or session that started the panel may go: the traffic must not notice.
  process.on('SIGHUP', () => undefined);
  process.on('uncaughtException', host.reportAccident);
  process.on('unhandledRejection', host.reportAccident);
  app.on('before-quit', (event) => {
    event.preventDefault();
    void host.stop();
  });
  await host.stopped;
  app.exit(0);
}
