/** What an open window and its yard cost while nothing happens: CPU time and animation callbacks. */
import { setTimeout as pause } from 'node:timers/promises';
import { familyOf, processTimes, type ProcessTime } from './cpu-time.ts';
import { atMost, told, type Figure } from './figure.ts';
import { openRawPage } from './raw-page.ts';
import { required } from './required.ts';
import { fleetIsUsable } from './usable.ts';
import { newYardFolder, startHost } from './yard-process.ts';

/** Until the first looks, compilations and garbage collections are over. */
const settleMs = 8000;
const watchedMs = 25_000;

const countFrames = `(() => {
  const request = window.requestAnimationFrame.bind(window);
  window.benchFrames = 0;
  window.requestAnimationFrame = (callback) =>
    request((atMs) => {
      window.benchFrames += 1;
      callback(atMs);
    });
})()`;
const runningAnimations = `document.getAnimations().filter((each) => each.playState === 'running').length`;

export async function measureIdle(): Promise<readonly Figure[]> {
  const place = await newYardFolder();
  try {
    const host = await startHost('electron', place);
    const page = await openRawPage([required('BLOCKYARD_APP'), `--data=${place.folder}`]);
    try {
      await page.reloadWith(countFrames);
      await page.whenTrue('a usable window', fleetIsUsable);
      await pause(settleMs);
      const framesBefore = Number(await page.evaluate('window.benchFrames'));
      const before = await processTimes();
      const startedAtMs = performance.now();
      await pause(watchedMs);
      const elapsedMs = performance.now() - startedAtMs;
      const after = await processTimes();
      const frames = Number(await page.evaluate('window.benchFrames')) - framesBefore;
      const animations = Number(await page.evaluate(runningAnimations));
      const isVisible = (await page.evaluate('document.visibilityState')) === 'visible';
      if (!isVisible) throw new Error('The window is hidden: what it does then says nothing.');
      const used = (chosen: readonly ProcessTime[]): number =>
        (100 * usedMs(chosen, before, after)) / elapsedMs;
      const panel = familyOf(page.pid, after);
      const yard = familyOf(host, after);
      return [
        atMost('idle-animation-callbacks', frames, 'callbacks', 0),
        atMost('idle-running-animations', animations, 'animations', 0),
        atMost('idle-cpu-panel', used(panel), '%', 1),
        atMost('idle-cpu-yard-host', used(yard.filter((one) => !isBlock(one))), '%', 1),
        told('idle-cpu-blocks', used(yard.filter(isBlock)), '%'),
        told('idle-watched', elapsedMs / 1000, 's'),
      ];
    } finally {
      await page.close();
    }
  } finally {
    await place.close();
  }
}

function isBlock({ command }: ProcessTime): boolean {
  return command.some((argument) => argument.includes('node.mojom.NodeService'));
}

function usedMs(
  chosen: readonly ProcessTime[],
  before: readonly ProcessTime[],
  after: readonly ProcessTime[],
): number {
  const of = (times: readonly ProcessTime[], pid: number): number =>
    times.find((one) => one.pid === pid)?.cpuMs ?? 0;
  return chosen.reduce((sum, { pid }) => sum + of(after, pid) - of(before, pid), 0);
}
