/** What nobody notices, in the real window, while real requests flow: pause, cut over, resume; and a rehearsal of the way back. */
import { expect, test } from '@playwright/test';
import { openStage, serving, type Stage } from './stage.ts';
import { expectNothingLost, startTraffic } from './traffic.ts';

let stage: Stage;

test.beforeAll(async () => {
  stage = await openStage('holding');
});

test.afterAll(async () => {
  await stage.close();
});

test('pauses the entry, cuts over, resumes, and loses nothing', async () => {
  const { fleetPage, page } = stage;
  const pauseEntry = page.getByRole('button', { name: 'Pause the entry', exact: true });
  const resume = page.getByRole('button', { name: 'Resume', exact: true });
  const { entry } = await stage.fleet();
  const traffic = startTraffic(entry.url, 'holding');
  await traffic.untilFinished(60);

  await pauseEntry.click();
  await expect(fleetPage.situation).toContainText(
    /^The entry is paused by .+: requests wait, for another \d+\ss\./u,
  );
  await expect(fleetPage.trafficBar).toContainText(/\d+ wait/u);
  await expect(pauseEntry).toBeHidden();

  // What was under way before goes on; what came since waits for whoever serves then.
  await fleetPage.cutOver.click();
  await expect(fleetPage.lane('v002')).toContainText('current');
  expect(serving(await stage.fleet())).toEqual(['v002']);
  await expect(fleetPage.situation).toContainText('v002 answers those that wait');

  await resume.click();
  await expect(fleetPage.situation).toContainText('v002 serves, seen in');
  await expect(resume).toBeHidden();
  await traffic.untilFinished(traffic.records.length + 60);
  // The last look may still be one from the moment of the resume.
  await expect.poll(async () => (await stage.fleet()).traffic.held?.now).toBe(0);
  const fleet = await stage.fleet();
  expect(fleet.traffic.held).toMatchObject({ turnedAway: 0 });
  expect(fleet.traffic.held?.total ?? 0).toBeGreaterThan(20);
  const report = await traffic.end(fleet);
  expectNothingLost(report);
  expect(Object.keys(report.summary.generations).sort()).toEqual([
    'storefront-v001',
    'storefront-v002',
  ]);
  expect(stage.complaints).toEqual([]);
});

test('rehearses the way back beside live traffic, and its button says so', async () => {
  const { fleetPage, page } = stage;
  const { entry, split } = await stage.fleet();
  const traffic = startTraffic(entry.url, 'rehearsal');
  await traffic.untilFinished(60);
  const insurance = page.getByRole('region', { name: 'Revert insurance' });
  await insurance.getByRole('button', { name: 'Rehearse: to v002 and back to v001' }).click();
  await expect(insurance).toContainText(
    /Rehearsed (?:just now|\d+\ss ago) by .+ 0 of \d+ requests were lost/u,
  );
  await expect(fleetPage.revert).toContainText(/rehearsed .+: (?:under )?[\d.]+ s, 0 lost/u);
  const fleet = await stage.fleet();
  expect(fleet.split).toEqual(split);
  const report = await traffic.end(fleet);
  expectNothingLost(report);
  expect(Object.keys(report.summary.generations)).toEqual(['storefront-v002']);
  expect(stage.complaints).toEqual([]);
});
