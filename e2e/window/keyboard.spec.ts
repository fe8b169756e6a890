/** Everything without a mouse, and nothing that an accessibility checker objects to, in both themes. */
import { expect, test, type Locator } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { complaintsOfAxe } from '../axe-complaints.ts';
import { servedBy, type ScreenName } from './fleet-page.ts';
import { electronPath } from './launch-electron.ts';
import { environment, panelArguments } from './real-window.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('keyboard');
});

test.afterAll(async () => {
  await stage.close();
});

/** What is wrong with where the focus is: nowhere, not to be seen, or beneath something. Null: nothing. */
async function faultOfFocus(): Promise<string | null> {
  return stage.page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return 'The focus is on nothing.';
    const what = `${at.tagName} ${at.getAttribute('aria-label') ?? at.textContent.slice(0, 60)}`;
    const isMarked = (each: Element, part?: string): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(each, part);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
    };
    // The mark of a radio button is drawn on its label or the words beside it, the one of a grid around its
    // current square, the one of a card around all of it.
    const beside = at instanceof HTMLInputElement ? at.nextElementSibling : null;
    const drawn = isMarked(at, '::after')
      ? at
      : [at.closest('label'), beside, at.querySelector('[class*="current"]'), at].find(
          (each) => each !== null && isMarked(each),
        );
    if (drawn === undefined || drawn === null) return `No mark of the focus on ${what}.`;
    const { left, top, width, height } = drawn.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    const isSeen = hit !== null && (drawn.contains(hit) || hit.contains(drawn) || at.contains(hit));
    if (isSeen) return null;
    const over = hit === null ? 'the edge of the window' : hit.outerHTML.slice(0, 120);
    return `Over ${what} ${JSON.stringify([left, top, width, height].map(Math.round))} lies ${over}.`;
  });
}

/** Presses Tab until it is there, as somebody without a mouse would, and sees at each stop where that is. */
async function tabTo(target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const isThere = await target.evaluate((element) => element === document.activeElement);
    if (isThere) return;
    await stage.page.keyboard.press('Tab');
    const fault = await faultOfFocus();
    // Between the last stop and the first one Tab leaves the page.
    if (fault !== 'The focus is on nothing.') expect(fault).toBeNull();
  }
  throw new Error(`60 presses of Tab did not lead to ${String(target)}.`);
}

test('from the start to a cutover and back without a mouse', async () => {
  const { page, fleetPage } = stage;
  const { entry } = await stage.fleet();
  const welcome = page.getByRole('region', { name: 'Welcome' });
  await expect(welcome).toBeVisible();
  await tabTo(fleetPage.cutOver);
  await page.keyboard.press('Enter');
  await expect(fleetPage.situation).toContainText('v002 serves');
  await expect(welcome).toHaveCount(0);
  expect(await servedBy(entry.url)).toBe('storefront-v002');
  // The pressed button is gone; the focus is not.
  expect(await faultOfFocus()).toBeNull();

  await page.keyboard.press('Control+Shift+Backspace');
  await expect(fleetPage.revert).toBeFocused();
  // The shortcut leads to the button; it never presses it.
  expect(await servedBy(entry.url)).toBe('storefront-v002');
  await page.keyboard.press('Space');
  await expect(fleetPage.situation).toContainText('Reverted to v001');
  expect(await servedBy(entry.url)).toBe('storefront-v001');
});

test('compares, releases and takes it back without a mouse', async () => {
  const { page, fleetPage } = stage;
  const { entry } = await stage.fleet();
  await page.keyboard.press('Control+2');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText('v001 current and v002');
  await tabTo(page.getByRole('button', { name: 'Swap sides' }));
  await page.keyboard.press('Enter');
  await expect(heading).toContainText('and v001 current');
  await page.keyboard.press('Control+1');

  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: /^Release v002/u });
  await tabTo(dialog.getByRole('button', { name: /^Release v002/u }));
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(fleetPage.cutOver).toBeVisible({ timeout: 30_000 });
  expect(await servedBy(entry.url)).toBe('storefront-v001');
  await tabTo(fleetPage.cutOver);
  await page.keyboard.press('Enter');
  await expect(fleetPage.situation).toContainText('v002 serves', { timeout: 30_000 });
  expect(await servedBy(entry.url)).toBe('storefront-v002');

  await page.keyboard.press('Control+Shift+Backspace');
  await page.keyboard.press('Enter');
  await expect(fleetPage.situation).toContainText('Reverted to v001');
  expect(await servedBy(entry.url)).toBe('storefront-v001');
  expect(await faultOfFocus()).toBeNull();
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

/** As the system starts us for a link: a second start, which hands its words over and ends. */
async function openLink(link: string): Promise<void> {
  const second = spawn(electronPath(), [...panelArguments(stage.dataFolder), link], {
    stdio: 'ignore',
    env: environment(),
  });
  await once(second, 'exit');
}

test('a link leads to its fleet and no further; one that is none is said, and does nothing', async () => {
  const { page, fleetPage } = stage;
  const before = await stage.fleet();
  await fleetPage.goTo('Images');
  await openLink('blockyard://local/storefront/%e2%80%aerevert');
  const said = page.getByRole('alert').filter({ hasText: 'leads nowhere' });
  await expect(said).toContainText('has characters that nobody sees.');
  await expect(said).toContainText('Nothing was done.');
  // More than 32 kB does not fit into what Chromium hands from a second start to the first.
  await openLink(`blockyard://local/${'x'.repeat(20_000)}`);
  await expect(page.getByRole('alert').filter({ hasText: '20018 characters' })).toBeVisible();
  await openLink('blockyard://elsewhere/storefront');
  await expect(page.getByRole('alert').filter({ hasText: 'the yard elsewhere' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Images' })).toBeVisible();
  // Control: one of ours leads there, and says nothing more.
  await openLink('blockyard://local/storefront/storefront-v002');
  await expect(page.getByRole('heading', { level: 1, name: 'storefront' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'link' })).toHaveCount(0);
  const after = await stage.fleet();
  expect([after.split, after.rollout]).toEqual([before.split, before.rollout]);
});

const screens: readonly ScreenName[] = ['Fleet', 'Compare', 'Images', 'Timeline', 'Settings'];

for (const colorScheme of ['dark', 'light'] as const) {
  test(`has nothing that axe objects to, ${colorScheme}`, async () => {
    const { page, fleetPage } = stage;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const screen of screens) {
      await fleetPage.goTo(screen);
      expect(await complaintsOfAxe(page), screen).toEqual([]);
    }
    await fleetPage.goTo('Fleet');
    await page.getByRole('button', { name: 'Launch new generation…' }).click();
    expect(await complaintsOfAxe(page), 'the launch dialog').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Retire v002…' }).click();
    expect(await complaintsOfAxe(page), 'the retire dialog').toEqual([]);
    await page.keyboard.press('Escape');
    await fleetPage.selectBlock('v001', 0);
    expect(await complaintsOfAxe(page), 'the table and a block').toEqual([]);
    await page.getByRole('button', { name: 'Show as blocks' }).click();
  });
}

test('is welcomed once and when asked for, and opens a release file by its keys', async () => {
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

  // It gave way to the first cutover for good, and is there again for whoever asks for it.
  const welcome = page.getByRole('region', { name: 'Welcome' });
  await expect(welcome).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('welcome');
  await page.keyboard.press('Enter');
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
  expect((await complaintsOfAxe(stage.page)).join()).toContain('button-name');
});
