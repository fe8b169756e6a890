/**
 * The command line needs no display, but Chromium picks its platform before a line of ours runs, and on Linux
 * without a display it would end there. So the executable starts itself once more, told to do without.
 */
import type { App } from 'electron';
import { spawnSync } from 'node:child_process';
import { constants } from 'node:os';

const withoutDisplay = '--ozone-platform=headless';

/** @returns only where nothing is to be done; else the process ends with the other one's code. */
export function startWithoutDisplay(app: App, args: readonly string[]): void {
  if (process.platform !== 'linux' || app.commandLine.hasSwitch('ozone-platform')) return;
  // Ctrl-C goes to both: the one that works says how it ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  const kept = process.argv.slice(1, process.argv.indexOf('cli'));
  const own = [
    ...kept,
    withoutDisplay,
    '--disable-gpu',
    '--in-process-gpu',
    '--log-level=3',
    'cli',
    ...args,
  ];
  const ended = spawnSync(process.execPath, own, { stdio: 'inherit' });
  const bySignal = ended.signal === null ? 1 : 128 + constants.signals[ended.signal];
  process.exit(ended.status ?? bySignal);
}
