/** A third generation: launched, compared, found bad under traffic, taken back, and retired by name. */
import { expect, test } from '@playwright/test';
import { servedBy } from './fleet-page.ts';
import { living } from './processes.ts';
import { openStage, running, serving, type Stage } from './stage.ts';
import { lossReason } from '../load/request-record.ts';
import { startTraffic } from './traffic.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('launch');
});

test.afterAll(async () => {
  await stage.close();
});

test('launches v003 from an image, after showing what differs and what will be done', async () => {
  const { page, fleetPage } = stage;
  await page.getByRole('button', { name: 'Launch new generation…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Launch v003 of storefront' });
  await dialog.getByRole('button', { name: /Image$/u }).click();
  await page.getByRole('option', { name: 'storefront 1.10.0' }).click();
  const facts = dialog.getByRole('table').first();
  await expect(facts).toContainText('1.10.0');
  await expect(facts).toContainText('e80f5c2');
  await expect(dialog).toContainText('It gets no traffic');
  await dialog.getByRole('button', { name: 'Launch v003 - 4 blocks' }).click();
  await expect(dialog).toBeHidden();
  await expect(fleetPage.situation).toContainText('aunch of v003 is done', { timeout: 40_000 });
  await fleetPage.untilWhole(['v001', 'v003']);
  await expect(fleetPage.lane('v003')).toContainText('candidate');
  expect(serving(await stage.fleet())).toEqual(['v001']);
});

test('v003 passes its health check and fails under traffic: the screen says so, and one press ends it', async () => {
  const { fleetPage } = stage;
  const { entry } = await stage.fleet();
  const mix = { short: 0.3, slow: 0.1, stream: 0, order: 0.6, upload: 0 };
  const traffic = startTraffic(entry.url, 'v003', { requestsPerSecond: 150, mix });
  await traffic.untilFinished(60);
  expect(traffic.records.filter((record) => lossReason(record) !== null)).toEqual([]);
  await fleetPage.cutOver.click();
  await expect(fleetPage.situation).toContainText('v003 serves');
  await expect(fleetPage.trafficBar).toContainText(/[1-9]\d?\s%\serrors/u, { timeout: 30_000 });
  // The blocks answered, badly: the entry lost nothing, and both are said.
  await expect(fleetPage.trafficBar).toContainText('0 requests lost of');
  await expect(fleetPage.lane('v003')).toContainText('4 of 4 blocks healthy');

  await expect(fleetPage.revert).toContainText('Revert to v001');
  await fleetPage.revert.click();
  await expect(fleetPage.situation).toContainText('Reverted to v001');
  const afterMs = Date.now();
  await traffic.untilFinished(traffic.records.length + 150);
  await expect(fleetPage.trafficBar).toContainText(/v001.*\b0\s%\serrors/u);
  const { summary, match, records } = await traffic.end(await stage.fleet());
  // Only v003 answered with errors, and after the revert nobody did.
  const bad = records.filter((record) => lossReason(record) !== null);
  expect(bad.length).toBeGreaterThan(0);
  expect(new Set(bad.map((record) => record.generation))).toEqual(new Set(['storefront-v003']));
  expect(bad.filter((record) => record.sentAtMs > afterMs)).toEqual([]);
  expect(Object.keys(summary.lostBy).filter((reason) => !reason.startsWith('status 5'))).toEqual(
    [],
  );
  expect(match.twice).toEqual([]);
  expect(await servedBy(entry.url)).toBe('storefront-v001');
});

test('retires a generation only by its typed name', async () => {
  const { page, fleetPage } = stage;
  const blocks = running(await stage.fleet(), 'v003').map(({ pid }) => pid);
  expect(blocks).toHaveLength(4);
  await page.getByRole('button', { name: 'Retire v003…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retire v003' });
  const name = dialog.getByRole('textbox', { name: /^Type storefront-v003/u });
  const retire = dialog.getByRole('button', { name: 'Retire v003 - 4 blocks' });
  for (const wrong of ['', 'storefront-v002', 'v003', 'storefront-v0033']) {
    await name.fill(wrong);
    await expect(retire).toHaveAttribute('aria-disabled', 'true');
    await name.press('Enter');
    await retire.click({ force: true });
  }
  await expect(dialog).toBeVisible();
  expect(await living(blocks)).toHaveLength(4);

  await name.fill('storefront-v003');
  await expect(retire).not.toHaveAttribute('aria-disabled', 'true');
  await retire.click();
  await expect(dialog).toBeHidden();
  await expect(fleetPage.situation).toContainText('etirement of v003 is done', { timeout: 40_000 });
  await expect.poll(() => living(blocks)).toEqual([]);
  await fleetPage.untilWhole(['v001', 'v002']);
});

test('the number of a retired generation is never used again', async () => {
  const { page } = stage;
  await page.getByRole('button', { name: 'Launch new generation…' }).click();
  await expect(page.getByRole('dialog', { name: 'Launch v004 of storefront' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(stage.complaints).toEqual([]);
});
