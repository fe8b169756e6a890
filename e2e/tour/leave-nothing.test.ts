import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { killQuietly, living } from '../window/processes.ts';

/** Starts what outlives it, as a yard host would, tells its process, and waits to be ended. */
function program(folder: string): string {
  const file = JSON.stringify(join(import.meta.dirname, 'leave-nothing.ts'));
  const outlives = `setTimeout(() => undefined, 60_000)`;
  return `
    import { spawn } from 'node:child_process';
    import { leaveNothingBehind } from ${file};
    leaveNothingBehind(${JSON.stringify(folder)});
    const options = { detached: true, stdio: 'ignore' };
    const host = spawn(process.execPath, ['-e', ${JSON.stringify(outlives)}, ${JSON.stringify(`${folder}/yard`)}], options);
    host.once('spawn', () => console.log(host.pid));
    setTimeout(() => undefined, 60_000);`;
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends what would outlive the tour, and removes its folder', async (signal, code) => {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-leave-'));
  const tour = spawn(process.execPath, ['--input-type=module', '-e', program(folder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(tour.stdout, 'data')) as [Buffer];
  const host = Number(line.toString());
  onTestFinished(() => {
    killQuietly(host);
    tour.kill('SIGKILL');
  });
  expect(await living([host])).toEqual([host]);
  tour.kill(signal);
  expect(await once(tour, 'exit')).toEqual([code, null]);
  expect(await living([host])).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});
