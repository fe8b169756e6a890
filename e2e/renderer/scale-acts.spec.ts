/** Larger and smaller from the lane: the dialog, its plan, the keyboard, and what one press sends. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { withGallery, type Asked, type GalleryWindow } from './gallery-window.ts';

let gallery: GalleryWindow;
let page: Page;

withGallery((opened) => {
  gallery = opened;
  page = opened.page;
});

async function begun(): Promise<readonly Asked[]> {
  const all = await page.evaluate(
    () => (window as unknown as { gallery: { asked: readonly Asked[] } }).gallery.asked,
  );
  return all.filter(({ name }) => name === 'rollout.begin');
}

const lane = (label: string): Locator => page.getByRole('region', { name: `Generation ${label}` });
const dialogOf = (label: string): Locator => page.getByRole('dialog', { name: `Scale ${label}` });

test('a generation is scaled from its lane, with the keyboard alone and one press', async () => {
  await gallery.open('verified', 'dark');
  await lane('v002').getByRole('button', { name: 'Scale v002' }).focus();
  await page.keyboard.press('Enter');
  const dialog = dialogOf('v002');
  const field = dialog.getByRole('spinbutton', { name: 'Blocks' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('4');
  // What it has already is nothing to press for.
  await page.keyboard.press('Enter');
  expect(await begun()).toEqual([]);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('6');
  await expect(dialog.getByRole('button', { name: 'Scale v002 to 6 - 2 more' })).toBeVisible();
  await expect(dialog).toContainText('Launch 2 fresh blocks of v002');
  await expect(dialog).toContainText('4 healthy now, 6 afterwards; the floor is 4.');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(await begun()).toMatchObject([
    { input: { wish: { kind: 'scale', generation: 'storefront-v002', size: 6 } } },
  ]);
});

test('what is forbidden is said beside the number, and is not sent', async () => {
  await gallery.open('verified', 'dark');
  await lane('v001').getByRole('button', { name: 'Scale v001' }).click();
  const dialog = dialogOf('v001');
  const field = dialog.getByRole('spinbutton', { name: 'Blocks' });
  for (const [text, said] of [
    ['3', 'v001 is the way back: it keeps at least 4 blocks, the floor.'],
    ['4', 'v001 has 4 blocks already.'],
    ['0', 'Between 1 and 500'],
    ['501', 'Between 1 and 500'],
    ['', 'Between 1 and 500'],
  ] as const) {
    await field.fill(text);
    await expect(dialog).toContainText(said);
    const press = dialog.getByRole('button', { name: /^Scale v001/u });
    await expect(press).toHaveAttribute('aria-disabled', 'true');
    await press.click({ force: true });
    await field.press('Enter');
  }
  expect(await begun()).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('while another change runs it is not offered, and says why', async () => {
  await gallery.open('scaling-up', 'dark');
  const button = lane('v001').getByRole('button', { name: 'Scale v001' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAttribute(
    'title',
    /Another change of this fleet is running \(scale\)/,
  );
  await button.click({ force: true });
  await expect(dialogOf('v001')).toHaveCount(0);
});
