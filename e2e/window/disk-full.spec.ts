/** A full disk holds back what must be written down first, and never a revert. Needs root for a small disk. */
import { execFile } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { servedBy } from './fleet-page.ts';
import { endEverything, newDataFolder } from './real-window.ts';
import { openStageAgain, type Stage } from './stage.ts';
import { expectNothingLost, startTraffic } from './traffic.ts';

const run = promisify(execFile);
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** Writes until not one more byte fits. */
async function fill(folder: string): Promise<string> {
  const path = join(folder, 'filler');
  const file = await open(path, 'w');
  for (const size of [1024 * 1024, 4096, 1]) {
    try {
      for (;;) await file.write(Buffer.alloc(size));
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    }
  }
  await file.close();
  return path;
}

test('the disk of the data folder is full: a revert goes, a cutover is refused with a sentence', async () => {
  if (!canMount)
    console.log('*** SKIPPED: the full disk. Only root on Linux can mount a small one. ***');
  test.skip(!canMount, 'only root on Linux can mount a small disk');
  const folder = await newDataFolder('disk-full');
  await run('mount', ['-t', 'tmpfs', '-o', 'size=96m,mode=700', 'tmpfs', folder]);
  try {
    await judge(await openStageAgain(folder));
  } finally {
    await endEverything(folder);
    // The system lets go of a killed process's files a moment after the process is gone.
    await expect(() => run('umount', [folder])).toPass({ timeout: 10_000 });
    await rm(folder, { recursive: true, force: true });
  }
});

async function judge({ fleetPage, fleet, page, dataFolder }: Stage): Promise<void> {
  const { entry } = await fleet();
  const traffic = startTraffic(entry.url, 'disk-full');
  await traffic.untilFinished(60);
  await fleetPage.cutOver.click();
  await expect(fleetPage.situation).toContainText('v002 serves');

  const filler = await fill(dataFolder);
  await fleetPage.revert.click();
  await expect(fleetPage.lane('v001')).toContainText('current');
  await expect.poll(() => servedBy(entry.url)).toBe('storefront-v001');

  await fleetPage.cutOver.click();
  // The end of the revert tells of the disk, too: only what is said to this press shows that it is over.
  const refused = page.getByRole('main').getByRole('alert');
  await expect(refused).toContainText(/disk is full|no space|space on the disk/iu);
  await expect(fleetPage.lane('v001')).toContainText('current');
  expect(await servedBy(entry.url)).toBe('storefront-v001');

  await rm(filler);
  await fleetPage.cutOver.click();
  await expect(fleetPage.situation).toContainText('v002 serves');
  await traffic.untilFinished(traffic.records.length + 60);
  expectNothingLost(await traffic.end(await fleet()));
}
