/**
 * A handful of whole screens beside reviewed pictures of them. Letters come out otherwise with another Chromium,
 * so it is judged only under the Electron that the pictures were taken with, and says so where it is not.
 * Taken anew, to be looked at and committed: `npm run looks -- --update`.
 */
import { expect, test, type Page } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openGallery, type GalleryWindow, type Theme } from './gallery-window.ts';

const folder = join(import.meta.dirname, 'looks');
const takenWith = join(folder, 'taken-with.json');

/**
 * Of 960 000 pixels. Measured with Electron 33.2.1: six pictures taken again by another window of another build were
 * the same to the byte, and the heads of two lanes that moved by one pixel made 2 446 to 3 070 others. The smallest
 * changes that must be seen are the controls below.
 */
const tolerance = { maxDiffPixels: 40, threshold: 0.02 } as const;

const screens = ['verified', 'compare', 'release-share-waits', 'timeline', 'empty'] as const;
const themes = ['dark', 'light'] as const satisfies readonly Theme[];

let gallery: GalleryWindow;
let page: Page;

test.beforeAll(async ({}, testInfo) => {
  gallery = await openGallery();
  page = gallery.page;
  await gallery.resize(1200, 800);
  // Times stand on them as the reader's clock has them.
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTimezoneOverride', { timezoneId: 'UTC' });
  const electron = await gallery.app.evaluate(() => process.versions.electron);
  const here = { electron, platform: process.platform };
  if (testInfo.config.updateSnapshots === 'all') {
    await writeFile(takenWith, `${JSON.stringify(here, null, 2)}\n`);
    return;
  }
  const there = JSON.parse(await readFile(takenWith, 'utf8')) as typeof here;
  const isAlike = there.electron === here.electron && there.platform === here.platform;
  const why = `The pictures of the screens were taken with Electron ${there.electron} on ${there.platform}, and this is ${here.electron} on ${here.platform}: they are not compared.`;
  if (!isAlike) console.warn(`\n*** SKIPPED: ${why} ***\n`);
  test.skip(!isAlike, why);
});
test.afterAll(async () => {
  await gallery.close();
});

for (const theme of themes) {
  for (const state of screens) {
    test(`${state}, ${theme}, looks as it was reviewed`, async () => {
      await page.mouse.move(5, 790);
      await gallery.open(state, theme);
      await expect(page).toHaveScreenshot(`${state}-${theme}.png`, tolerance);
    });
  }
}

/** Whether the picture of the state is taken for the reviewed one after this was done to it. */
async function passesAfter(change: () => void): Promise<boolean> {
  await page.mouse.move(5, 790);
  await gallery.open('verified', 'dark');
  await page.evaluate(change);
  return expect(page)
    .toHaveScreenshot('verified-dark.png', { ...tolerance, timeout: 3000 })
    .then(
      () => true,
      () => false,
    );
}

test('controls: a hue that is a little off and a button that moved are seen', async ({}, testInfo) => {
  // Else these would become the reviewed pictures.
  test.skip(testInfo.config.updateSnapshots === 'all', 'Pictures are being taken.');
  expect(await passesAfter(() => undefined)).toBe(true);
  expect(
    await passesAfter(() => {
      document.documentElement.style.setProperty('--new', '#dd9900');
    }),
  ).toBe(false);
  expect(
    await passesAfter(() => {
      document.querySelector<HTMLElement>('header button:last-of-type')!.style.marginLeft = '1px';
    }),
  ).toBe(false);
});
