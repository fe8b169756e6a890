/**
 * The command line needs no display, but Chromium picks its platform before a line of ours runs, and on Linux
 * without a display it would end there. So the executable starts itself once more, told to do without.
 */
import type { App } from 'electron';
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const withoutDisplay = '--ozone-platform=headless';

/**
 * Electron goes on only after the module that awaits this, and here it never does: the process ends with the
 * other one's code. @returns only where nothing is to be done.
 */
export async function startWithoutDisplay(app: App, args: readonly string[]): Promise<void> {
  if (process.platform !== 'linux' || app.commandLine.hasSwitch('ozone-platform')) return;
  const kept = process.argv.slice(1, process.argv.indexOf('cli'));
  const quiet = ['--disable-gpu', '--in-process-gpu', '--log-level=3'];
  const own = [...kept, withoutDisplay, ...quiet, 'cli', ...args];
  const child = spawn(process.execPath, own, { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; whoever ends only us means the other one, too.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  process.on('exit', () => child.kill('SIGTERM'));
  await new Promise<never>(() => {
    child.on('error', () => process.exit(1));
    child.on('close', (code, signal) => {
      process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}
