/**
 * Whatever ends the tour, a Ctrl+C, a signal or a bug, ends what it started: the yard host would outlive it, as it
 * outlives a panel, and the test driver asks the window to close, which then asks back in the middle of a release.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { killQuietly } from '../window/processes.ts';

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const limitMs = 5000;

/** Before the driver starts anything: its own handlers come after ours, and ours end the process. */
export function leaveNothingBehind(dataFolder: string): void {
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, () => {
      console.log('The tour was ended; so is all that it started.');
      process.exit(code);
    });
  }
  // Nothing can be waited for any more in here.
  process.on('exit', () => {
    const endMs = Date.now() + limitMs;
    for (let left = processesOf(dataFolder); left.length > 0 && Date.now() < endMs;) {
      for (const pid of left) killQuietly(pid);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      left = processesOf(dataFolder);
    }
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });
}

/** Those that name the folder and are not dead yet. Linux. */
function processesOf(folder: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/u.test(name) || Number(name) === process.pid) return [];
    try {
      // Empty for a zombie.
      const command = readFileSync(join('/proc', name, 'cmdline'), 'utf8');
      return command.includes(folder) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
