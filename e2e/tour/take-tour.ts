/** The stops of the tour, in order. Each looks before it goes on: a stop that fails ends the tour. */
import { expect } from '@playwright/test';
import { lastPressMs, watchPresses } from '../window/press.ts';
import { openStage, running, type Stage } from '../window/stage.ts';
import {
  expectNothingLost,
  firstAnswerAfterMs,
  startTraffic,
  type Traffic,
  type TrafficReport,
} from '../window/traffic.ts';
import { createCamera, type Camera } from './camera.ts';

type Say = (line: string) => void;

/** @throws at the first thing that is not as it should be; cleans up after itself in any case. */
export async function takeTour(folder: string, say: Say): Promise<void> {
  const startedAtMs = Date.now();
  const stage = await openStage('tour');
  try {
    say(
      `Fleet seen: 4 blocks of v001 and 4 of v002 healthy, ${ms(Date.now() - startedAtMs)} after the start.`,
    );
    await walk(stage, await createCamera(stage.page, folder), say);
  } finally {
    await stage.close();
  }
}

async function walk(stage: Stage, camera: Camera, say: Say): Promise<void> {
  const { fleetPage, page } = stage;
  await watchPresses(page);
  await page.getByRole('region', { name: 'Welcome' }).getByRole('button', { name: 'Skip' }).click();
  await fleetPage.sampleTraffic.check({ force: true });
  const { entry } = await stage.fleet();
  const traffic = startTraffic(entry.url, 'tour', { requestsPerSecond: 100 });
  await expect(fleetPage.trafficBar).toContainText('As the split says');
  await traffic.untilFinished(150);
  say(`Sample traffic on, and 100 requests/s of our own beside it, at ${entry.url}.`);
  await camera.take('fleet');

  await fleetPage.goTo('Compare');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('v001');
  say(
    `Compared: ${(await page.getByRole('main').getByRole('paragraph').first().innerText()).trim()}.`,
  );
  await camera.take('compare');
  await fleetPage.goTo('Fleet');

  say(`Pressing "${(await fleetPage.cutOver.innerText()).trim()}".`);
  await fleetPage.cutOver.click();
  await expect(fleetPage.situation).toContainText('v002 serves');
  say(await switched('Cut over', stage, traffic, 'storefront-v002'));
  await expect(fleetPage.trafficBar).toContainText(/v002\s*100 %/u);
  await camera.take('cut-over');

  say(`Pressing "${(await fleetPage.revert.innerText()).trim()}".`);
  await fleetPage.revert.click();
  await expect(fleetPage.situation).toContainText('Reverted to v001');
  say(await switched('Reverted', stage, traffic, 'storefront-v001'));
  await expect(fleetPage.trafficBar).toContainText(/v001\s*100 %/u);
  await camera.take('reverted');

  const report = await traffic.end(await stage.fleet());
  expectNothingLost(report);
  say(`Over and back: ${balance(report)}, short requests p95 ${String(report.summary.p95Ms)} ms.`);

  await replace(stage, camera, say);

  const sent = await fleetPage.sampleNumber('sent');
  const lost = (await fleetPage.sampleNumber('lost')) + (await fleetPage.sampleNumber('refused'));
  expect(lost, 'sample requests lost or refused').toBe(0);
  say(`Sample traffic: ${String(sent)} sent, ${String(lost)} lost.`);

  await fleetPage.goTo('Timeline');
  await expect(page.getByRole('region', { name: 'Events' })).toContainText('Verified');
  say(
    `Timeline: ${await page.getByRole('region', { name: 'Events' }).getByRole('listitem').count()} events, each with who and when.`,
  );
  await camera.take('timeline');
  expect(stage.complaints, 'complaints of the page').toEqual([]);
}

async function replace(stage: Stage, camera: Camera, say: Say): Promise<void> {
  const { fleetPage, page } = stage;
  const traffic = startTraffic((await stage.fleet()).entry.url, 'tour-replace', {
    requestsPerSecond: 100,
  });
  await fleetPage.selectBlock('v001', 2);
  await page.getByRole('button', { name: 'Show as blocks' }).click();
  const [before] = running(await stage.fleet(), 'v001').filter((block) => block.slot === 2);
  await camera.take('block');
  await fleetPage.details.getByRole('button', { name: 'Replace block' }).click();
  await expect(fleetPage.situation).toContainText('replacement of a block of v001 is done', {
    ignoreCase: true,
    timeout: 30_000,
  });
  const [after] = running(await stage.fleet(), 'v001').filter((block) => block.slot === 2);
  expect(after?.pid, 'process in slot 2').not.toBe(before?.pid);
  await fleetPage.untilWhole();
  const report = await traffic.end(await stage.fleet());
  expectNothingLost(report, 'some-ended');
  say(
    `Replaced slot 2 of v001: process ${String(before?.pid)} ended, ${String(after?.pid)} serves; ${balance(report)}.`,
  );
  await page.keyboard.press('Escape');
}

/** One sentence about the switch that was just pressed. */
async function switched(
  what: string,
  stage: Stage,
  traffic: Traffic,
  generation: string,
): Promise<string> {
  const pressedAtMs = await lastPressMs(stage.page);
  await expect
    .poll(() => firstAnswerAfterMs(traffic.records, generation, pressedAtMs))
    .not.toBeNull();
  const firstMs = firstAnswerAfterMs(traffic.records, generation, pressedAtMs) ?? 0;
  const { lost } = (await stage.fleet()).traffic;
  expect(lost, 'requests lost at the entry').toBe(0);
  return `${what}: first response by ${generation} ${ms(firstMs)} after the press, ${String(lost)} lost of ${String(traffic.records.length)}.`;
}

function balance({ summary, match }: TrafficReport): string {
  return `${String(summary.sent)} requests sent, ${String(summary.lost)} lost, ${String(match.posts)} POST, ${String(match.twice.length)} carried out twice`;
}

function ms(duration: number): string {
  return duration < 1000
    ? `${String(Math.round(duration))} ms`
    : `${(duration / 1000).toFixed(1)} s`;
}
