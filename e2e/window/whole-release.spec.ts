/** Whole releases from the real window, on real servers under load. */
import { expect, test, type Locator } from '@playwright/test';
import { servedBy } from './fleet-page.ts';
import { hostPid, panelPids } from './processes.ts';
import { actOf, openReleaseForm, releaseButton } from './release-form.ts';
import { openStage, openStageAgain, serving, type Stage } from './stage.ts';
import { expectNothingLost, startTraffic } from './traffic.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('whole-release');
});

test.afterAll(async () => {
  await stage.close();
});

const act = (name: string | RegExp): Locator => actOf(stage.page, name);

/** Opens the form for what stands by or for an image, and fills in what is not usual. */
async function release(
  what: string | RegExp,
  change: (dialog: Locator) => Promise<void>,
): Promise<void> {
  const dialog = await openReleaseForm(stage.page, what);
  await change(dialog);
  await releaseButton(dialog).click();
  await expect(dialog).toBeHidden();
}

test('proves v002, sends 10 %, 50 %, then all of it, bakes, and loses nothing', async () => {
  const { fleetPage, page } = stage;
  const { entry } = await stage.fleet();
  const traffic = startTraffic(entry.url, 'release', { requestsPerSecond: 100 });
  await traffic.untilFinished(30);
  await release(/^v002/u, async (dialog) => {
    await dialog.getByRole('radio', { name: /^By hand/u }).check({ force: true });
    await dialog.getByRole('textbox', { name: 'Bake time' }).fill('3 s');
  });
  await expect(fleetPage.situation).toContainText('v002 waits for your press');
  expect(serving(await stage.fleet())).toEqual(['v001']);
  await act('Send 10 % to v002').click();
  await expect(fleetPage.situation).toContainText('v002 has 10 % of the traffic');
  await expect(fleetPage.revert).toContainText('Revert to v001');
  await expect(page.getByRole('list', { name: 'Steps of the release of v002' })).toContainText(
    '10 % of the traffic',
  );
  // What comes under the same pointer so soon is taken for the same press.
  await page.waitForTimeout(1000);
  await act('Go on to 50 %').click();
  await expect(fleetPage.situation).toContainText('v002 has 50 % of the traffic');
  await page.waitForTimeout(1000);
  await act('Go on to 100 %').click();
  await expect(fleetPage.situation).toContainText('v002 serves', { timeout: 30_000 });
  await expect(fleetPage.situation).toContainText('stays whole and warm', { timeout: 30_000 });
  await fleetPage.revert.click();
  await expect(fleetPage.situation).toContainText('Reverted to v001');
  expectNothingLost(await traffic.end(await stage.fleet()));
});

test('takes v003 back by itself, which fails only under traffic', async () => {
  const { fleetPage } = stage;
  const { entry } = await stage.fleet();
  const mix = { short: 0.3, slow: 0.1, stream: 0, order: 0.6, upload: 0 };
  const traffic = startTraffic(entry.url, 'bad-release', { requestsPerSecond: 150, mix });
  await traffic.untilFinished(60);
  await release(/1\.10\.0/u, () => Promise.resolve());
  await expect(act('Cut over to v003 - 4 blocks, 100 %')).toBeVisible({ timeout: 40_000 });
  await act('Cut over to v003 - 4 blocks, 100 %').click();
  await expect(fleetPage.situation).toContainText('A guard broke', { timeout: 40_000 });
  await expect(fleetPage.situation).toContainText('v001 has all of it');
  expect(await servedBy(entry.url)).toBe('storefront-v001');
  await traffic.end(await stage.fleet());
});

test('a retirement can be undone for a while', async () => {
  const { page, fleetPage } = stage;
  await page.getByRole('button', { name: 'Retire v003…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retire v003' });
  await dialog.getByRole('textbox', { name: /^Type storefront-v003/u }).fill('storefront-v003');
  await dialog.getByRole('button', { name: 'Retire v003 - 4 blocks' }).click();
  await act('Undo: keep v003').click();
  await expect(fleetPage.situation).toContainText('nothing of v003 was ended');
  await fleetPage.untilWhole(['v001', 'v003']);
});

test('quitting asks while a release waits, and the next start goes on with it', async () => {
  const { application, fleetPage } = stage;
  await release(/^v002/u, () => Promise.resolve());
  await expect(fleetPage.situation).toContainText('v002 waits for your press');
  const host = await hostPid(stage.dataFolder);
  const answer = (response: number): Promise<void> =>
    application.evaluate(({ dialog }, pressed) => {
      const told = globalThis as unknown as { asked: string[] };
      told.asked = [];
      dialog.showMessageBox = (...args: unknown[]) => {
        told.asked.push(JSON.stringify(args.at(-1)));
        return Promise.resolve({ response: pressed, checkboxChecked: false });
      };
    }, response);
  await answer(0);
  await application.evaluate(({ app }) => {
    app.quit();
  });
  const asked = await application.evaluate(
    () => (globalThis as unknown as { asked: string[] }).asked,
  );
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('nothing more is moved');
  expect(asked[0]).toContain('The traffic stays as it is: v001 100 %.');
  await expect(fleetPage.situation).toContainText('v002 waits for your press');
  await answer(1);
  await application
    .evaluate(({ app }) => {
      app.quit();
    })
    .catch(() => undefined);
  await expect.poll(() => panelPids(stage.dataFolder)).toEqual([]);
  expect(await hostPid(stage.dataFolder)).toBe(host);

  stage = await openStageAgain(stage.dataFolder);
  await expect(stage.fleetPage.situation).toContainText('v002 waits for your press', {
    timeout: 40_000,
  });
  await act('Abort').click();
  await expect(stage.fleetPage.situation).toContainText('aborted by', { timeout: 30_000 });
  expect(serving(await stage.fleet())).toEqual(['v001']);
  expect(stage.complaints).toEqual([]);
});
