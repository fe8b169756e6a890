/** Blocks are replaced, never repaired; a dead one is shown dead, and guards count only living ones. */
import { expect, test } from '@playwright/test';
import { servedBy } from './fleet-page.ts';
import { killQuietly, living } from './processes.ts';
import { openStage, running, type Stage } from './stage.ts';
import { expectNothingLost, startTraffic } from './traffic.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('blocks');
});

test.afterAll(async () => {
  await stage.close();
});

async function inSlot(label: string, slot: number): Promise<{ id: string; pid: number }> {
  const found = running(await stage.fleet(), label).find((block) => block.slot === slot);
  if (found === undefined) throw new Error(`Nothing runs in slot ${String(slot)} of ${label}.`);
  return found;
}

async function killSlot(label: string, slot: number): Promise<void> {
  killQuietly((await inSlot(label, slot)).pid);
}

test('replaces a serving block under load and loses nothing', async () => {
  const { fleetPage } = stage;
  const { entry } = await stage.fleet();
  const before = await inSlot('v001', 1);
  const traffic = startTraffic(entry.url, 'replace');
  await traffic.untilFinished(60);
  await fleetPage.selectBlock('v001', 1);
  await expect(fleetPage.details).toContainText('v001, slot 1');
  await expect(fleetPage.details).toContainText(String(before.pid));
  await fleetPage.details.getByRole('button', { name: 'Replace block' }).click();
  await expect(fleetPage.situation).toContainText('eplacement of a block of v001 is done', {
    timeout: 40_000,
  });
  await traffic.untilFinished(traffic.records.length + 60);
  const after = await inSlot('v001', 1);
  expect(after.pid).not.toBe(before.pid);
  expect(after.id).not.toBe(before.id);
  expect(await living([before.pid])).toEqual([]);
  await fleetPage.untilWhole();
  expectNothingLost(await traffic.end(await stage.fleet()), 'some-ended');
});

test('shows a killed block as exited, with a sentence, and says what to do', async () => {
  const { fleetPage } = stage;
  await killSlot('v002', 3);
  await expect(fleetPage.lane('v002')).toContainText('3 of 4 blocks healthy');
  const row = fleetPage
    .lane('v002')
    .getByRole('row')
    .filter({ hasText: /exited/iu });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(/code 9|SIGKILL/u);
  await expect(fleetPage.situation).toContainText('1 block of v002 is down.');
  await expect(fleetPage.situation).toContainText(/replace it/u);
});

test('refuses a cutover below the floor and says why', async () => {
  const { fleetPage, page } = stage;
  const before = await stage.fleet();
  await expect(fleetPage.cutOver).toHaveAttribute('aria-disabled', 'true');
  await expect(fleetPage.cutOver).toHaveAccessibleDescription(
    '3 of 4 blocks of v002 are healthy; the floor is 4.',
  );
  await fleetPage.cutOver.click({ force: true });
  await fleetPage.cutOver.focus();
  await page.keyboard.press('Enter');
  await expect(fleetPage.lane('v001')).toContainText('has traffic');
  expect((await stage.fleet()).split).toEqual(before.split);
});

test('replaces the dead block, and then the cutover is allowed', async () => {
  const { fleetPage } = stage;
  await fleetPage.selectBlock('v002', 3);
  await fleetPage.details.getByRole('button', { name: 'Replace block' }).click();
  await fleetPage.untilWhole();
  await expect(fleetPage.cutOver).not.toHaveAttribute('aria-disabled', 'true');
  await fleetPage.cutOver.click();
  await expect(fleetPage.situation).toContainText('v002 serves');
});

test('a revert always goes, and its button says what it will meet', async () => {
  const { fleetPage, page } = stage;
  const { entry } = await stage.fleet();
  await killSlot('v001', 0);
  await expect(fleetPage.revert).toContainText('Revert to v001');
  await expect(fleetPage.revert).toContainText('3 of 4 healthy');
  await expect(fleetPage.revert).not.toHaveAttribute('aria-disabled', 'true');
  const traffic = startTraffic(entry.url, 'short-revert');
  await traffic.untilFinished(60);
  await fleetPage.revert.click();
  await expect(page.getByRole('alert')).toContainText('v001 serves all traffic again');
  await expect(fleetPage.lane('v001')).toContainText('has traffic');
  // Present trouble leads the sentence; what went well stands in the events.
  await expect(fleetPage.situation).toContainText('1 block of v001 is down.');
  expect(await servedBy(entry.url)).toBe('storefront-v001');
  await traffic.untilFinished(traffic.records.length + 60);
  expectNothingLost(await traffic.end(await stage.fleet()));
});

test('shows the log of a block as it grows', async () => {
  const { fleetPage, page } = stage;
  await fleetPage.selectBlock('v001', 2);
  const log = page.getByRole('region', { name: 'Log of the block' });
  await expect(log).toContainText('listens on');
  expect(stage.complaints).toEqual([]);
});
