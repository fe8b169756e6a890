/** Everything without a mouse, and nothing that an accessibility checker objects to, in both themes. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Locator } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { servedBy, type ScreenName } from './fleet-page.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('keyboard');
});

test.afterAll(async () => {
  await stage.close();
});

/** Presses Tab until it is there, as somebody without a mouse would. */
async function tabTo(target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const isThere = await target.evaluate((element) => element === document.activeElement);
    if (isThere) return;
    await stage.page.keyboard.press('Tab');
  }
  throw new Error(`60 presses of Tab did not lead to ${String(target)}.`);
}

test('from the start to a cutover and back without a mouse', async () => {
  const { page, fleetPage } = stage;
  const { entry } = await stage.fleet();
  await tabTo(fleetPage.cutOver);
  await page.keyboard.press('Enter');
  await expect(fleetPage.situation).toContainText('v002 serves');
  expect(await servedBy(entry.url)).toBe('storefront-v002');

  await page.keyboard.press('Control+Shift+Backspace');
  await expect(fleetPage.revert).toBeFocused();
  // The shortcut leads to the button; it never presses it.
  expect(await servedBy(entry.url)).toBe('storefront-v002');
  await page.keyboard.press('Space');
  await expect(fleetPage.situation).toContainText('Reverted to v001');
  expect(await servedBy(entry.url)).toBe('storefront-v001');
});

test('moves among the blocks, selects one, and replaces it', async () => {
  const { page, fleetPage } = stage;
  await tabTo(fleetPage.lane('v002').getByRole('grid'));
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(fleetPage.lane('v002').getByRole('gridcell')).toContainText('slot 1');
  await page.keyboard.press('Enter');
  await expect(fleetPage.details).toContainText('v002, slot 1');
  await tabTo(fleetPage.details.getByRole('button', { name: 'Replace block' }));
  await page.keyboard.press('Enter');
  await expect(fleetPage.situation).toContainText('eplacement of a block of v002 is done', {
    timeout: 40_000,
  });
});

test('reads the blocks as a table, and goes to each screen', async () => {
  const { page, fleetPage } = stage;
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await expect(fleetPage.lane('v001').getByRole('table')).toBeVisible();
  await expect(fleetPage.lane('v001').getByRole('row')).toHaveCount(5);
  await page.keyboard.press('t');
  await expect(fleetPage.lane('v001').getByRole('grid')).toBeVisible();
  const headings = ['storefront', 'v001 current', 'Images', 'Timeline', 'Settings'];
  for (const [index, heading] of headings.entries()) {
    await page.keyboard.press(`Control+${String(index + 1)}`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(heading);
  }
  await page.keyboard.press('Control+1');
});

test('opens and leaves a dialog, and the focus comes back to where it was', async () => {
  const { page } = stage;
  const launch = page.getByRole('button', { name: 'Launch new generation…' });
  await tabTo(launch);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(launch).toBeFocused();
});

async function violations(): Promise<string[]> {
  // Electron has no page to open a helper tab in: legacy mode runs in the page itself.
  const { violations: found } = await new AxeBuilder({ page: stage.page })
    .setLegacyMode(true)
    .analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

const screens: readonly ScreenName[] = ['Fleet', 'Compare', 'Images', 'Timeline', 'Settings'];

for (const colorScheme of ['dark', 'light'] as const) {
  test(`has nothing that axe objects to, ${colorScheme}`, async () => {
    const { page, fleetPage } = stage;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const screen of screens) {
      await fleetPage.goTo(screen);
      expect(await violations(), screen).toEqual([]);
    }
    await fleetPage.goTo('Fleet');
    await page.getByRole('button', { name: 'Launch new generation…' }).click();
    expect(await violations(), 'the launch dialog').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Retire v002…' }).click();
    expect(await violations(), 'the retire dialog').toEqual([]);
    await page.keyboard.press('Escape');
    await fleetPage.selectBlock('v001', 0);
    expect(await violations(), 'the table and a block').toEqual([]);
    await page.getByRole('button', { name: 'Show as blocks' }).click();
  });
}

test('is welcomed once, and opens a release file by its keys', async () => {
  const { page, application, dataFolder } = stage;
  const path = join(dataFolder, 'winter.yaml');
  // What a person picks in the system's chooser, which no driver reaches.
  await application.evaluate(({ dialog }, picked) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [picked] });
  }, path);
  await writeFile(path, 'blockyard: 1\nimage: storefront@1.10.0\nsize: 3\nstep: 4\n');
  await page.keyboard.press('Control+o');
  const problem = page.getByRole('dialog', { name: 'This release file was not opened' });
  await expect(problem).toContainText('line 4: step is not known; do you mean steps?');
  await writeFile(path, 'blockyard: 1\nimage: storefront@1.10.0\nsize: 3\n');
  await problem.getByRole('button', { name: 'Choose another file' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Release v003 of storefront' });
  await expect(dialog).toContainText('Filled in from winter.yaml');
  await expect(dialog.getByRole('spinbutton', { name: 'Blocks' })).toHaveValue('3');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  // Nothing was begun by any of it.
  expect((await stage.fleet()).generations).toHaveLength(2);

  const welcome = page.getByRole('region', { name: 'Welcome' });
  await expect(welcome).toBeVisible();
  await tabTo(welcome.getByRole('button', { name: 'Skip' }));
  await page.keyboard.press('Enter');
  await expect(welcome).toHaveCount(0);
  await expect
    .poll(
      async () => JSON.parse(await readFile(join(dataFolder, 'settings.json'), 'utf8')) as unknown,
    )
    .toEqual({ version: 2, theme: 'system', onQuit: 'keep-yard', yards: [] });
});

test('control: the checker does object to a button without a name', async () => {
  await stage.page.evaluate(() => document.body.append(document.createElement('button')));
  expect((await violations()).join()).toContain('button-name');
});
