/** How somebody begins, and finds their way by the keyboard: over the fake bridge. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { withGallery, type Asked, type GalleryWindow } from './gallery-window.ts';

let gallery: GalleryWindow;
let page: Page;

withGallery((opened) => {
  gallery = opened;
  page = opened.page;
});

/** Calls of a name since the state was opened. */
async function asked(...names: readonly string[]): Promise<readonly unknown[]> {
  const all = await page.evaluate(
    () => (window as unknown as { gallery: { asked: readonly Asked[] } }).gallery.asked,
  );
  return all.filter(({ name }) => names.includes(name)).map(({ input }) => input);
}

async function tell(event: object): Promise<void> {
  await page.evaluate((told) => {
    const { gallery: fake } = window as unknown as { gallery: { tell: (event: object) => void } };
    fake.tell(told);
  }, event);
}

const acts = ['rollout.begin', 'rollout.revert', 'rollout.control', 'entry.pause', 'yard.stop'];
const palette = (): Locator => page.getByRole('dialog', { name: 'Find anything' });
const field = (): Locator => palette().getByRole('searchbox');
const found = (name: string | RegExp): Locator => palette().getByRole('menuitem', { name });

async function find(words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(field()).toBeFocused();
  await page.keyboard.type(words);
}

test.describe('finding', () => {
  test('leads to the armed control and presses nothing', async () => {
    await gallery.open('verified', 'dark');
    await find('revert');
    await expect(found(/^Revert to v001/u)).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(palette()).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^Revert to v001/u })).toBeFocused();
    await gallery.open('ready', 'dark');
    await page.keyboard.press('Control+2');
    await find('cut over');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Cut over to v002/u })).toBeFocused();
    await find('retire');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Retire v002' })).toBeVisible();
    await page.keyboard.press('Escape');
    // Where it was before both dialogs.
    await expect(page.getByRole('button', { name: /^Cut over to v002/u })).toBeFocused();
    expect(await asked(...acts)).toEqual([]);
  });

  test('gives the focus back when it is left, by Esc and by its own keys', async () => {
    await gallery.open('ready', 'dark');
    const table = page.getByRole('button', { name: /Show as table/u });
    for (const leaving of ['Escape', 'Control+k']) {
      await table.focus();
      await find('block');
      await page.keyboard.press(leaving);
      await expect(palette()).toHaveCount(0);
      await expect(table).toBeFocused();
    }
  });

  test('goes to a block, a screen and a yard by their names', async () => {
    await gallery.open('aws-fleets', 'dark');
    await find('checkout v002');
    await found(/^v002 of checkout/u).click();
    await expect(page.getByRole('heading', { level: 1, name: 'checkout' })).toBeVisible();
    await gallery.open('ready', 'dark');
    await find('v002 slot 3');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('complementary', { name: 'Details' })).toContainText(
      'v002, slot 3',
    );
    await find('timel');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Timeline' })).toBeVisible();
    await page.keyboard.press('Control+p');
    await expect(page.getByRole('dialog', { name: 'Show another yard' })).toBeVisible();
  });

  test('takes ten thousand blocks and a megabyte from the clipboard with a bounded answer', async () => {
    await gallery.open('dialog-palette-crowd', 'dark');
    await expect(field()).toBeFocused();
    await page.keyboard.type('slot 49');
    await expect(palette().getByRole('menuitem')).toHaveCount(20);
    await expect(palette()).toContainText(/20 of [\d\u202f ]+: type more/u);
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'slot '.repeat(210_000));
      const input = document.querySelector('input[type="search"]');
      input?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await expect(page.getByText('only its first 200 characters')).toBeVisible();
    await field().fill('slot '.repeat(210_000));
    expect((await field().inputValue()).length).toBeLessThanOrEqual(200);
    await page.keyboard.press('Escape');
    await expect(palette()).toHaveCount(0);
    expect(gallery.complaints).toEqual([]);
  });

  test('leaves the way back in view and in reach', async () => {
    await gallery.open('dialog-palette', 'dark');
    for (let presses = 0; presses < 18; presses += 1) await page.keyboard.press('ArrowDown');
    await expect(palette().locator('[data-focused]')).toBeInViewport({ ratio: 1 });
    await expect(field()).toBeFocused();
    const revert = page.getByRole('banner').getByRole('button', { name: /^Revert to v001/u });
    await page.keyboard.press('Control+Shift+Backspace');
    await expect(revert).toBeFocused();
    await page.keyboard.press('Enter');
    expect(await asked('rollout.revert')).toHaveLength(1);
  });
});

test('keys with Ctrl go from a field, letters stay in it', async () => {
  await gallery.open('timeline', 'dark');
  await page.keyboard.press('/');
  await page.keyboard.type('nt?');
  await expect(page.getByRole('searchbox')).toHaveValue('nt?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+Shift+Backspace');
  await expect(page.getByRole('button', { name: /revert/iu }).first()).toBeFocused();
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await gallery.open('release-share-waits', 'dark');
  await page.keyboard.press('Control+Shift+h');
  await expect(page.getByRole('button', { name: /^Hold/u })).toBeFocused();
  expect(await asked(...acts)).toEqual([]);
});

test.describe('the welcome', () => {
  test.beforeEach(async () => {
    await gallery.open('welcome', 'dark');
  });
  const welcome = (): Locator => page.getByRole('region', { name: 'Welcome' });

  test('stands beside a fleet that can be used at once, and covers nothing of it', async () => {
    const box = await welcome().boundingBox();
    const revert = await page
      .getByRole('button', { name: /revert/iu })
      .first()
      .boundingBox();
    const lane = await page.getByRole('region', { name: 'Generation v001' }).boundingBox();
    if (box === null || revert === null || lane === null) throw new Error('Not on screen.');
    expect(revert.y + revert.height).toBeLessThanOrEqual(box.y);
    expect(lane.y).toBeGreaterThanOrEqual(box.y + box.height);
    await page.getByRole('button', { name: /^Cut over to v002/u }).click();
    expect(await asked('rollout.begin')).toHaveLength(1);
    // Who presses that has begun: it gives way, and only now.
    const saved = await asked('settings.set');
    expect(saved).toHaveLength(1);
    expect(saved[0]).not.toHaveProperty('welcome');
  });

  test('is put away for ever by each of its ways', async () => {
    const ways = [
      ['Skip', null],
      ['Connect an AWS profile', 'Connect AWS'],
      ['Open a release file', null],
      ['Explore the sample fleet', null],
    ] as const;
    for (const [name, dialog] of ways) {
      await gallery.open('welcome', 'dark');
      await welcome().getByRole('button', { name }).click();
      const [saved] = await asked('settings.set');
      expect(saved, name).not.toHaveProperty('welcome');
      if (dialog !== null) await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
    }
    expect(await asked('settings.set')).toMatchObject([{ guide: { isOpen: true, done: [] } }]);
    await gallery.open('welcome', 'dark');
    await welcome().getByRole('button', { name: 'Open a release file' }).click();
    expect(await asked('release.open-file')).toHaveLength(1);
    await tell({ kind: 'settings', settings: { theme: 'dark', onQuit: 'keep-yard' } });
    await expect(welcome()).toHaveCount(0);
  });

  test('takes a theme and stays', async () => {
    await welcome().getByRole('radio', { name: 'Light' }).click({ force: true });
    expect(await asked('settings.set')).toMatchObject([{ theme: 'light', welcome: 'due' }]);
  });
});

test.describe('the guide', () => {
  const guide = (): Locator => page.getByRole('region', { name: 'Guided release' });

  test('ticks by what is seen and not by a press, and leads where to go', async () => {
    await gallery.open('guide-cut-over', 'dark');
    await guide().getByRole('button', { name: 'Show me' }).click();
    const cutOver = page.getByRole('button', { name: /^Cut over to v002/u });
    await expect(cutOver).toBeFocused();
    await page.keyboard.press('Enter');
    expect(await asked('rollout.begin')).toHaveLength(1);
    // Pressed is not seen.
    expect(await asked('settings.set')).toEqual([]);
    const outcome = {
      ...{ fleet: 'storefront', rollout: 'r-1', atMs: 1_795_442_533_000, kind: 'verified' },
      intent: {
        ...{ kind: 'cut-over', to: 'storefront-v002', from: 'storefront-v001' },
        expectedRevision: 7,
      },
      ...{ text: 'v002 answered.', firstResponseMs: 12 },
    };
    await tell({ kind: 'outcome', outcome });
    await expect
      .poll(async () => asked('settings.set'))
      .toMatchObject([{ guide: { isOpen: true, done: ['compare', 'cut-over'] } }]);
  });

  test('ticks the comparison on its screen, once it is answered', async () => {
    await gallery.open('guide-on-compare', 'dark');
    await expect
      .poll(async () => asked('settings.set'))
      .toMatchObject([{ guide: { done: ['compare'] } }]);
  });

  test('opens the failing image, can be left, and opened again by its name', async () => {
    await gallery.open('guide-come-back', 'dark');
    await guide().getByRole('button', { name: 'Show me' }).click();
    await expect(page.getByRole('dialog')).toContainText('storefront 1.10.0');
    await page.keyboard.press('Escape');
    await expect(guide().getByRole('button', { name: 'Show me' })).toBeFocused();
    await guide().getByRole('button', { name: 'Skip the guide' }).click();
    expect(await asked('settings.set')).toMatchObject([{ guide: { isOpen: false } }]);
    await gallery.open('ready', 'dark');
    await find('guided');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => asked('settings.set'))
      .toMatchObject([{ guide: { isOpen: true, done: [] } }]);
  });
});

test('a release file fills the dialog in, and nothing is sent before the press', async () => {
  await gallery.open('dialog-release-from-file', 'dark');
  const dialog = page.getByRole('dialog', { name: /^Release v003/u });
  await expect(dialog).toContainText('Filled in from winter-sale.yaml');
  await expect(dialog).toContainText('recorded recipe of v001');
  await expect(dialog.getByRole('spinbutton', { name: 'Blocks' })).toHaveValue('6');
  await expect(dialog.getByRole('textbox', { name: 'Share 1, percent' })).toHaveValue('5');
  expect(await asked('rollout.begin')).toEqual([]);
  await dialog.getByRole('button', { name: /^Release v003 - / }).click();
  expect(await asked('rollout.begin')).toMatchObject([
    {
      wish: {
        source: { kind: 'image', size: 6, recipeOf: 'storefront-v001' },
        terms: { bakeMs: 1_800_000, steps: [{ percent: 5 }, { percent: 50, pauseMs: null }] },
      },
    },
  ]);
});
