/** The main job in the real window: over and back with one press each, while real requests flow. */
import { expect, test } from '@playwright/test';
import { servedBy } from './fleet-page.ts';
import { killQuietly } from './processes.ts';
import { snapshotOf } from './real-window.ts';
import { openStage, running, serving, type Stage } from './stage.ts';
import { expectNothingLost, startTraffic } from './traffic.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('release');
});

test.afterAll(async () => {
  await stage.close();
});

/** Ids of what runs and of what ended last. */
async function rollouts(): Promise<string[]> {
  const { progress, outcomes } = await snapshotOf(stage.page);
  return [...progress, ...outcomes].map((each) => each.rollout);
}

async function revision(): Promise<number> {
  return (await stage.fleet()).split.revision;
}

async function expectServing(label: string, previous: string | null): Promise<void> {
  const { fleetPage } = stage;
  await expect(fleetPage.lane(label)).toContainText('current');
  await expect(fleetPage.lane(label)).toContainText('has traffic');
  if (previous === null) {
    await expect(fleetPage.revert).toHaveText(/^Nothing to revert to/u);
  } else {
    await expect(fleetPage.lane(previous)).toContainText('warm, no traffic');
    await expect(fleetPage.revert).toHaveText(new RegExp(`^Revert to ${previous}`, 'u'));
  }
  expect(serving(await stage.fleet())).toEqual([label]);
}

test('starts with a whole fleet of two generations and says what a press would do', async () => {
  const { fleetPage, page } = stage;
  await expect(page.getByRole('banner')).toContainText('Local yard');
  await expect(fleetPage.lane('v001')).toContainText('current');
  await expect(fleetPage.lane('v002')).toContainText('candidate');
  await expect(fleetPage.cutOver).toHaveText('Cut over to v002 - 4 blocks, 100 %');
  await expect(fleetPage.revert).toHaveText(/^Nothing to revert to/u);
  await expect(fleetPage.revert).toHaveAttribute('aria-disabled', 'true');
  const fleet = await stage.fleet();
  expect(running(fleet, 'v001')).toHaveLength(4);
  expect(running(fleet, 'v002')).toHaveLength(4);
  expect(await servedBy(fleet.entry.url)).toBe('storefront-v001');
});

test('cuts over and reverts again and again under load and loses nothing', async () => {
  const { fleetPage } = stage;
  const { entry } = await stage.fleet();
  const traffic = startTraffic(entry.url, 'release');
  await traffic.untilFinished(100);
  for (let round = 0; round < 2; round += 1) {
    await fleetPage.cutOver.click();
    await expect(fleetPage.situation).toContainText('v002 serves, seen in');
    await expectServing('v002', 'v001');
    expect(await servedBy(entry.url)).toBe('storefront-v002');
    await traffic.untilFinished(traffic.records.length + 60);

    await fleetPage.revert.click();
    await expect(fleetPage.situation).toContainText('Reverted to v001 in');
    await expectServing('v001', null);
    expect(await servedBy(entry.url)).toBe('storefront-v001');
    await expect(fleetPage.cutOver).toHaveText('Cut over to v002 - 4 blocks, 100 %');
    await traffic.untilFinished(traffic.records.length + 60);
  }
  const report = await traffic.end(await stage.fleet());
  expectNothingLost(report);
  expect(Object.keys(report.summary.generations).sort()).toEqual([
    'storefront-v001',
    'storefront-v002',
  ]);
});

test('takes a double click as one press', async () => {
  const before = await revision();
  await stage.fleetPage.cutOver.dblclick();
  await expectServing('v002', 'v001');
  expect(await revision()).toBe(before + 1);
  await expect(stage.fleetPage.situation).toContainText('v002 serves');
  expect(await rollouts()).toHaveLength(1);
  await stage.fleetPage.revert.dblclick();
  await expectServing('v001', null);
  expect(await revision()).toBe(before + 2);
});

test('cancels a press when the pointer slides off before it is released', async () => {
  const before = await revision();
  const { page, fleetPage } = stage;
  await fleetPage.cutOver.hover();
  await page.mouse.down();
  await page.mouse.move(400, 500, { steps: 5 });
  await page.mouse.up();
  // The control of this check is the next test: the same button, released where it was pressed.
  await expect(fleetPage.cutOver).toBeVisible();
  expect(await revision()).toBe(before);
  await expectServing('v001', null);
});

test('takes a held Enter key as one press', async () => {
  const before = await revision();
  const { page, fleetPage } = stage;
  await fleetPage.cutOver.focus();
  for (let repeat = 0; repeat < 8; repeat += 1) await page.keyboard.down('Enter');
  await expectServing('v002', 'v001');
  await page.keyboard.up('Enter');
  expect(await revision()).toBe(before + 1);
  await fleetPage.revert.focus();
  for (let repeat = 0; repeat < 8; repeat += 1) await page.keyboard.down('Enter');
  await expectServing('v001', null);
  await page.keyboard.up('Enter');
  expect(await revision()).toBe(before + 2);
});

test('control: a generation that is killed under load does lose requests', async () => {
  const { fleetPage } = stage;
  const fleet = await stage.fleet();
  const traffic = startTraffic(fleet.entry.url, 'control');
  await traffic.untilFinished(100);
  for (const { pid } of running(fleet, 'v001')) killQuietly(pid);
  await traffic.untilFinished(traffic.records.length + 60);
  const { summary } = await traffic.end(await stage.fleet());
  expect(summary.lost).toBeGreaterThan(0);
  await expect(fleetPage.lane('v001')).toContainText('0 of 4 blocks healthy');
});

test('the page never complained', () => {
  expect(stage.complaints).toEqual([]);
});
