/** Other keys for the shortcuts, recorded by pressing them, and what a resting pointer does not mean. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Settings } from '../../src-shared/panel.ts';
import { withGallery, type Asked, type GalleryWindow } from './gallery-window.ts';

let gallery: GalleryWindow;
let page: Page;

withGallery((opened) => {
  gallery = opened;
  page = opened.page;
});

async function lastSaved(): Promise<Settings> {
  const all = await page.evaluate(
    () => (window as unknown as { gallery: { asked: readonly Asked[] } }).gallery.asked,
  );
  const saved = all.findLast(({ name }) => name === 'settings.set');
  if (saved === undefined) throw new Error('No settings were saved.');
  return saved.input as Settings;
}

/** As main answers it: what was saved holds. */
async function applySaved(): Promise<void> {
  const settings = await lastSaved();
  await page.evaluate((told) => {
    const { gallery: fake } = window as unknown as { gallery: { tell: (event: object) => void } };
    fake.tell({ kind: 'settings', settings: told });
  }, settings);
}

const card = (): Locator => page.getByRole('region', { name: 'Keyboard' });
const change = (of: string): Locator =>
  card().getByRole('button', { name: `Change the keys of ${of}` });
const field = (): Locator => card().getByRole('textbox');

test.beforeEach(async () => {
  await gallery.open('settings', 'dark');
});

test('records other keys without a mouse: they lead there at once, the old ones nowhere', async () => {
  await change('Find anything').focus();
  await page.keyboard.press('Enter');
  await expect(field()).toBeFocused();
  await page.keyboard.press('Control+j');
  await expect(change('Find anything')).toBeFocused();
  await expect(card().getByRole('status')).toHaveText('Find anything: Ctrl+J.');
  expect((await lastSaved()).shortcuts).toEqual({ changed: { palette: ['Mod+J'] } });
  await applySaved();
  const find = page.getByRole('navigation').getByRole('button', { name: 'Find' });
  await expect(find).toHaveAttribute('aria-keyshortcuts', 'Control+J');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+j');
  await expect(page.getByRole('dialog', { name: 'Find anything' })).toBeVisible();
  // Pressed again, the changed keys close what they opened.
  await page.keyboard.press('Control+j');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('CtrlJ');
});

test('says whose keys they are, what is not free, and takes nothing', async () => {
  await change('Blocks or table').click();
  await page.keyboard.press('Control+k');
  await expect(card().getByRole('alert').filter({ hasText: 'already' })).toHaveText(
    'Ctrl+K already leads to \u201cFind anything\u201d. Change that one first, or press other keys.',
  );
  await page.keyboard.press('Control+c');
  await expect(card()).toContainText('Ctrl+C is not free: it copies, pastes, selects or undoes');
  await page.keyboard.press('Alt+x');
  await expect(card()).toContainText('Alt types other signs on many keyboards');
  // Neither is heard by what it leads to.
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(field()).toHaveCount(0);
  await expect(change('Blocks or table')).toBeFocused();
  await expect(lastSaved()).rejects.toThrow('No settings were saved');
});

test('Tab goes on its way, out of a field that takes keys', async () => {
  await change('Images').click();
  await expect(field()).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(field()).toHaveCount(0);
});

test('the way to the revert button can be changed and added to, and never taken away', async () => {
  await change('Go to the revert button').click();
  await page.keyboard.press('Backspace');
  await expect(card()).toContainText('The way to the revert button always has keys.');
  await page.keyboard.press('r');
  await expect(card()).toContainText('R would be a letter in fields');
  await page.keyboard.press('Escape');
  await card().getByRole('button', { name: 'Add keys to Go to the revert button' }).click();
  await page.keyboard.press('F9');
  expect((await lastSaved()).shortcuts?.changed).toEqual({ revert: ['Mod+Shift+Backspace', 'F9'] });
  await applySaved();
  await page.keyboard.press('F9');
  await expect(page.locator('[data-anchor="revert"]')).toBeFocused();
  await card().getByRole('button', { name: 'Reset the keys of Go to the revert button' }).click();
  expect((await lastSaved()).shortcuts?.changed).toEqual({});
});

test('single letters are turned off all at once, and keys taken away', async () => {
  await change('Filter the list, where there is one').click();
  await page.keyboard.press('Backspace');
  expect((await lastSaved()).shortcuts?.changed).toEqual({ filter: [] });
  await applySaved();
  await card().getByRole('checkbox').click();
  await applySaved();
  await expect(card()).toContainText('T is off');
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await card().getByRole('button', { name: 'Reset all' }).click();
  expect((await lastSaved()).shortcuts).toEqual({ changed: {} });
  await applySaved();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
});

test('a button that comes to stand under a resting pointer shows nothing of what it would do', async () => {
  await page.mouse.move(5, 450);
  await gallery.open('ready', 'dark');
  const cutOver = page.getByRole('button', { name: /^Cut over to v002/u });
  const shown = page.locator('[data-change="gains"]');
  const box = await cutOver.boundingBox();
  if (box === null) throw new Error('The button is not on screen.');
  // Held fast: by its name it is not found while it is hidden.
  const held = await cutOver.elementHandle();
  const hide = (isHidden: boolean): Promise<void> =>
    page.evaluate(
      ([button, hidden]) => {
        if (button instanceof HTMLElement) button.style.display = hidden ? 'none' : '';
      },
      [held, isHidden] as const,
    );
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  // Chromium tells the page of what has come under a resting pointer within a tenth of a second after a layout. A
  // window that another worker opens can take the display's own pointer away in between, and then it never does.
  await expect(async () => {
    await page.mouse.move(5, 450);
    await hide(true);
    await page.mouse.move(at.x, at.y);
    await hide(false);
    await expect
      .poll(() => cutOver.evaluate((button) => button.matches(':hover')), { timeout: 2000 })
      .toBe(true);
  }).toPass();
  await expect(shown).toHaveCount(0);
  // Control: the first real move of the pointer shows it, and leaving takes it away.
  await page.mouse.move(at.x + 1, at.y);
  await expect(shown).toHaveCount(1);
  await page.mouse.move(5, 450);
  await expect(shown).toHaveCount(0);
});
