/**
 * The second start, with the yard host running: from the start of the process to a fleet that can be
 * used, beside a window with an empty page by the same executable on the same display.
 */
import { join } from 'node:path';
import { percentile } from '../e2e/load/summary.ts';
import { atMost, told, type Figure } from './figure.ts';
import { median } from './median.ts';
import { openRawPage } from './raw-page.ts';
import { required } from './required.ts';
import { fleetIsUsable, frameIsMade, pageIsLoaded } from './usable.ts';
import { newYardFolder, startHost } from './yard-process.ts';

const rounds = 9;

export async function measureStart(): Promise<readonly Figure[]> {
  const place = await newYardFolder();
  try {
    await startHost('electron', place);
    const bareArguments = [
      join(import.meta.dirname, 'bare-window'),
      `--user-data-dir=${join(place.folder, 'bare-profile')}`,
    ];
    const bare = (): Promise<number> => startOnce(bareArguments, pageIsLoaded);
    const own = (): Promise<number> =>
      startOnce([required('BLOCKYARD_APP'), `--data=${place.folder}`], fleetIsUsable);
    // The first start of each makes its profile and fills its caches.
    await bare();
    await own();
    const bareMs: number[] = [];
    const ownMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      if (round % 2 === 0) bareMs.push(await bare());
      ownMs.push(await own());
      if (round % 2 === 1) bareMs.push(await bare());
    }
    const ratios = ownMs.map((ms, round) => ms / (bareMs[round] ?? NaN));
    return [
      atMost('start-over-bare-window', median(ratios), 'x', 1.5),
      told('start-bare-window', median(bareMs), 'ms'),
      told('start-to-usable-fleet', median(ownMs), 'ms'),
      told('start-to-usable-fleet-p90', percentile(ownMs, 0.9) ?? NaN, 'ms'),
    ];
  } finally {
    await place.close();
  }
}

/** @returns ms from the start of the process to a frame in which `condition` held. */
async function startOnce(args: readonly string[], condition: string): Promise<number> {
  const startedAtMs = performance.now();
  const page = await openRawPage(args);
  try {
    await page.whenTrue('a usable window', condition);
    await page.evaluate(frameIsMade);
    return performance.now() - startedAtMs;
  } finally {
    await page.close();
  }
}
