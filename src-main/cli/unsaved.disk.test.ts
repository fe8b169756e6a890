/** A revert on a disk that takes nothing holds in memory only: whoever is told "verified" is told that, too. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openHostBench, wholeFleet } from '../yard-host/yard-host.fixture.ts';
import { exitCodes } from './exit-code.ts';
import { localYardFolder } from './open-place.ts';
import { cliIn } from './run-cli.fixture.ts';

it('is said with the revert, by what is shown, and before the yard is stopped', async ({
  skip,
}) => {
  const data = mkdtempSync(join(tmpdir(), 'by-unsaved-'));
  const mount = (...args: string[]): boolean => spawnSync('mount', args).status === 0;
  if (!mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', data)) {
    process.stderr.write('NO TMPFS (needs root): the full disk was not tried.\n');
    return skip('no tmpfs');
  }
  const bench = await openHostBench(localYardFolder(data));
  const run = cliIn(data);
  try {
    await bench.ensure();
    await wholeFleet(bench.openYard());
    expect((await run('cutover', 'v002')).code).toBe(exitCodes.done);
    expect((await run('fleet', 'show')).out).not.toMatch(/Not saved/u);
    mount('-o', 'remount,ro', data);
    const back = await run('revert');
    expect(back, back.err).toMatchObject({ code: exitCodes.done });
    expect(back.err).toMatch(/Not saved: the data folder is not writable\. .*undone/u);
    expect((await run('fleet', 'show')).out).toMatch(/^Not saved: /mu);
    const stopped = await run('yard', 'stop');
    expect(stopped).toMatchObject({ code: exitCodes.refused, out: '' });
    expect(stopped.err).toMatch(/Not stopped\. Not saved: .*v001 100 %.*--yes/u);
    mount('-o', 'remount,rw', data);
    await expect
      .poll(async () => (await run('yard', 'stop')).code, { timeout: 10_000 })
      .toBe(exitCodes.done);
  } finally {
    mount('-o', 'remount,rw', data);
    await bench.close();
    spawnSync('umount', ['-l', data]);
    rmSync(data, { recursive: true, force: true });
  }
});
