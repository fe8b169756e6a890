/** The panel dies in the middle of a change: the traffic does not notice, and the next panel finds it. */
import { expect, test } from '@playwright/test';
import { servedBy } from './fleet-page.ts';
import { hostPid, living } from './processes.ts';
import { killPanel, snapshotOf } from './real-window.ts';
import { openStage, openStageAgain, running, serving, type Stage } from './stage.ts';
import { expectNothingLost, startTraffic } from './traffic.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('panel-killed');
});

test.afterAll(async () => {
  await stage.close();
});

async function nextPanel(labels?: readonly string[]): Promise<void> {
  await killPanel(stage);
  stage = await openStageAgain(stage.dataFolder, {}, labels);
}

/** The yard forgets a rollout when it ended; the panel says how. */
async function untilSettled(): Promise<void> {
  await expect.poll(async () => (await stage.fleet()).rollout, { timeout: 40_000 }).toBeNull();
}

test('killing the panel changes nothing for the traffic', async () => {
  const { entry } = await stage.fleet();
  const host = await hostPid(stage.dataFolder);
  const before = running(await stage.fleet(), 'v001').map(({ pid }) => pid);
  const traffic = startTraffic(entry.url, 'idle-kill');
  await traffic.untilFinished(60);
  await nextPanel();
  await traffic.untilFinished(traffic.records.length + 60);
  expect(await hostPid(stage.dataFolder)).toBe(host);
  expect(await living(before)).toEqual(before);
  expectNothingLost(await traffic.end(await stage.fleet()));
});

test('killed right after the press of a cutover: it ends on one side, and says on which', async () => {
  const { entry } = await stage.fleet();
  const traffic = startTraffic(entry.url, 'cut-over-kill');
  await traffic.untilFinished(60);
  await stage.fleetPage.cutOver.click();
  await nextPanel();
  await untilSettled();
  await traffic.untilFinished(traffic.records.length + 60);
  const fleet = await stage.fleet();
  const [label] = serving(fleet);
  expect(['v001', 'v002']).toContain(label);
  expect(serving(fleet)).toHaveLength(1);
  expect(await servedBy(entry.url)).toBe(`storefront-${label ?? ''}`);
  await expect(stage.fleetPage.lane(label ?? '')).toContainText('current');
  expectNothingLost(await traffic.end(fleet));
  // From here on the new generation serves in any case.
  if (label === 'v001') await stage.fleetPage.cutOver.click();
  await expect(stage.fleetPage.lane('v002')).toContainText('current');
});

test('killed in the middle of a replacement: the next panel finishes it, and nothing is launched twice', async () => {
  const { fleetPage } = stage;
  const { entry } = await stage.fleet();
  const before = running(await stage.fleet(), 'v002').map(({ pid }) => pid);
  const traffic = startTraffic(entry.url, 'replace-kill');
  await traffic.untilFinished(60);
  await fleetPage.selectBlock('v002', 0);
  await fleetPage.details.getByRole('button', { name: 'Replace block' }).click();
  await expect.poll(async () => (await stage.fleet()).rollout?.launched.length ?? 0).toBe(1);
  await nextPanel();
  await untilSettled();
  await stage.fleetPage.untilWhole();
  const after = running(await stage.fleet(), 'v002');
  expect(after).toHaveLength(4);
  const fresh = after.filter(({ pid }) => !before.includes(pid));
  expect(fresh.map(({ slot }) => slot)).toEqual([0]);
  await traffic.untilFinished(traffic.records.length + 60);
  expectNothingLost(await traffic.end(await stage.fleet()), 'some-ended');
  const { outcomes } = await snapshotOf(stage.page);
  expect(outcomes.map(({ kind, intent }) => `${intent.kind} ${kind}`)).toEqual(['replace done']);
  await expect(stage.fleetPage.situation).toContainText('eplacement of a block of v002 is done');
});

test('killed in the middle of a launch: the next panel finishes it with the number it had', async () => {
  const { page } = stage;
  const { entry } = await stage.fleet();
  const traffic = startTraffic(entry.url, 'launch-kill');
  await traffic.untilFinished(60);
  await page.getByRole('button', { name: 'Launch new generation…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Launch v003/u }).click();
  await expect.poll(async () => (await stage.fleet()).rollout?.intent.kind).toBe('launch');
  await nextPanel(['v002', 'v003']);
  await untilSettled();
  await expect.poll(async () => (await stage.fleet()).generations.length).toBe(3);
  await expect.poll(async () => running(await stage.fleet(), 'v003').length).toBe(4);
  expect(serving(await stage.fleet())).toEqual(['v002']);
  await traffic.untilFinished(traffic.records.length + 60);
  expectNothingLost(await traffic.end(await stage.fleet()));
  await expect(stage.fleetPage.situation).toContainText('aunch of v003 is done');
});

test('the timeline of the next panel still tells what the dead ones did', async () => {
  await stage.fleetPage.goTo('Timeline');
  const events = stage.page.getByRole('region', { name: 'Events' });
  await expect(events).toContainText('Cut over to v002');
  await expect(events).toContainText('Replace');
  await expect(events).toContainText('Launch v003');
});

test('the record of what a dead panel began has its calls, and the fleet as it was', async () => {
  const { page } = stage;
  await page
    .getByRole('button', { name: /^Launch v003/u })
    .last()
    .click();
  await expect(page.getByRole('region', { name: 'What this was' })).toContainText('Done');
  const calls = page.getByRole('region', { name: 'Calls' });
  await expect(calls).toContainText('Launch 4 blocks of v003');
  // Killed at any moment: the answer came before it or was lost with it.
  await expect(calls).toContainText(/Launched storefront-v003|No answer is recorded/u);
  await expect(page.getByRole('region', { name: 'What was said' })).toContainText('Taken over');
  const past = page.getByRole('region', { name: /^The fleet as it was at/u });
  const lane = past.getByRole('region', { name: 'v003, as it was' });
  await expect(lane).toContainText('Not there at this moment.');
  await page.getByRole('slider', { name: 'Moment of this change' }).press('End');
  await expect(lane).toContainText('4 of 4 healthy');
});
