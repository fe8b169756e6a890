/** The sample's test runners in the real window: added, put to work, cut over and back, and no job is lost. */
import { expect, test } from '@playwright/test';
import { openStage, type Stage } from './stage.ts';
import { snapshotOf } from './real-window.ts';

let stage: Stage;

test.beforeAll(async () => {
  stage = await openStage('work');
});

test.afterAll(async () => {
  await stage.close();
});

test('a fleet without an entry is cut over and reverted with one press each', async () => {
  const { fleetPage, page } = stage;
  await fleetPage.goTo('Settings');
  const add = page.getByRole('button', { name: 'Add the sample test runners' });
  await add.click();
  await expect(page.getByText('They are in this yard already.')).toBeVisible();
  await fleetPage.goTo('Fleet');
  // The fleet that was on screen stays there.
  await expect(page.getByRole('heading', { level: 1, name: 'storefront' })).toBeVisible();
  await page.getByRole('button', { name: 'All fleets' }).click();
  await page.getByRole('button', { name: /test-runners/u }).click();
  const bar = page.getByRole('region', { name: 'Who takes work' });
  await expect(bar).toContainText('3 of 3 take work', { timeout: 20_000 });
  await page.getByRole('switch', { name: 'Sample work' }).click({ force: true });
  const work = async () => (await snapshotOf(page)).fleets.at(-1)?.sampleWork;
  const done = (jobs: number) =>
    expect.poll(async () => (await work())?.done ?? 0, { timeout: 15_000 }).toBeGreaterThan(jobs);
  await done(2);

  await fleetPage.cutOver.click();
  await expect(fleetPage.situation).toContainText('v002 takes the work, seen');
  await expect(bar).toContainText('As the split says: v002 takes the work.');
  await done(6);
  await fleetPage.revert.click();
  await expect(fleetPage.situation).toContainText('Reverted to v001');
  await done(10);
  expect(await work()).toMatchObject({ lost: 0, twice: 0 });
  expect(stage.complaints).toEqual([]);
});
