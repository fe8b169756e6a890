/** A fleet without an entry as it is drawn: who takes work, a hook that fails, and no word of an address. */
import { expect, test, type Page } from '@playwright/test';
import { openGallery, type GalleryWindow } from './gallery-window.ts';

let gallery: GalleryWindow;
let page: Page;

test.beforeAll(async () => {
  gallery = await openGallery();
  page = gallery.page;
  await gallery.resize(1280, 860);
});
test.afterAll(async () => {
  await gallery.close();
});

const bar = () => page.getByRole('region', { name: 'Who takes work' });
const acts = () => page.getByRole('region', { name: 'What happens and what can be done' });

test('its bar shows who was seen taking work, and nothing of requests', async () => {
  await gallery.open('work-steady', 'dark');
  await expect(bar()).toContainText('3 of 3 take work');
  await expect(bar()).toContainText('As the split says: v001 takes the work.');
  await expect(page.getByRole('img', { name: 'v001: 3 of 3 take work, v002: takes none' })).toBeVisible(); // prettier-ignore
  for (const name of [/Open the entry/u, /Preview/u, /Pause the entry/u])
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Cut over to v002 - 3 blocks, all the work' })).toBeEnabled(); // prettier-ignore
  // The control: a fleet with an entry has all of it.
  await gallery.open('verified', 'dark');
  await expect(bar()).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Open the entry/u }).first()).toBeVisible();
});

test('a block that cannot be asked is named, and the revert says so', async () => {
  await gallery.open('work-hook-fails', 'light');
  await expect(bar()).toContainText('is not seen to have stopped: /jobs/stop gave no whole answer');
  await expect(acts()).toContainText('1 block of another generation is not seen to have stopped.');
  await expect(page.getByRole('button', { name: /Revert to v001/u })).toContainText('hook of 1 block fails'); // prettier-ignore
  await gallery.open('work-block', 'light');
  await expect(page.getByText('not known. /jobs/stop gave no whole')).toBeVisible();
});

test('a release there has no shares to choose', async () => {
  await gallery.open('work-release', 'dark');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('there are no shares');
  await expect(dialog.getByRole('radio')).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Release v002 - 3 blocks, at once' })).toBeEnabled(); // prettier-ignore
});

test('jobs that are lost or done twice stand out', async () => {
  await gallery.open('work-lost', 'dark');
  const row = page.getByRole('switch', { name: 'Sample work' });
  await expect(row).toBeChecked();
  await expect(page.locator('[data-bad="true"]', { hasText: 'lost' })).toContainText('3');
  await expect(page.locator('[data-bad="true"]', { hasText: 'done twice' })).toContainText('1');
});
