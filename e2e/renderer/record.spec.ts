/** The record of a past change in a real window: scrubbed by keyboard and pointer, and never the live fleet. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { withGallery, type GalleryWindow } from './gallery-window.ts';

let gallery: GalleryWindow;
let page: Page;

withGallery((opened) => {
  gallery = opened;
  page = opened.page;
});

const slider = (): Locator => page.getByRole('slider', { name: 'Moment of this change' });
const past = (): Locator => page.getByRole('region', { name: /^The fleet as it was at/u });
const lane = (label: string): Locator =>
  past().getByRole('region', { name: `${label}, as it was` });

test('opens from the timeline and comes back with Esc, the focus where it was', async () => {
  await gallery.open('record', 'dark');
  await page.getByRole('button', { name: 'All events' }).click();
  const event = page.getByRole('button', { name: /^Split written/u });
  await event.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Cut over to v002/u);
  await slider().focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Timeline');
  await expect(event).toBeFocused();
});

test('goes from moment to moment by the arrows, to the ends by Home and End', async () => {
  await gallery.open('record-taken-back', 'dark');
  await expect(lane('v003')).toContainText('Not there at this moment.');
  await slider().press('End');
  await expect(slider()).toHaveAttribute('aria-valuetext', /Failed/u);
  await expect(lane('v003')).toContainText('3 of 4 healthy');
  await slider().press('Home');
  await slider().press('ArrowRight');
  await slider().press('ArrowRight');
  await expect(slider()).toHaveAttribute('aria-valuetext', /Launch 4 blocks of v003/u);
});

test('follows the pointer to the moment next to it', async () => {
  await gallery.open('record-taken-back', 'dark');
  const box = await slider().boundingBox();
  if (box === null) throw new Error('The slider is not on screen.');
  await page.mouse.click(box.x + box.width * 0.55, box.y + box.height / 2);
  await expect(past()).toContainText('The split sent 75 % to v002, 25 % to v003.');
  await expect(slider()).toHaveAttribute('aria-valuetext', /^2.min 1\d.s after the press/u);
});

test('holds nothing that acts, and leaves the live revert where it is', async () => {
  await gallery.open('record', 'dark');
  await slider().press('End');
  await expect(past().getByRole('button')).toHaveCount(0);
  // The control: the way back is in the band, as on every screen.
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Revert to v001/u })
    .click();
  const asked = await page.evaluate(() =>
    (window as unknown as { gallery: { asked: { name: string }[] } }).gallery.asked.map(
      ({ name }) => name,
    ),
  );
  expect(asked).toContain('rollout.revert');
  expect(asked.filter((name) => name.startsWith('rollout.'))).not.toContain('rollout.begin');
});
