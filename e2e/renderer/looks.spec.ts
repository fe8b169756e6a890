/**
 * Whole screens beside reviewed pictures of them. The letters are bundled, so any Electron of this system can be
 * judged: strictly under the one that the pictures were taken with, and with more patience for the edges of letters
 * under another. Taken anew, to be looked at and committed: `npm run looks -- --update`.
 */
import { expect, test, type Page } from '@playwright/test';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openGallery, type GalleryWindow, type Theme } from './gallery-window.ts';
import { readPng, writeSmallPng } from './picture.ts';

const folder = join(import.meta.dirname, 'looks');
const takenWith = join(folder, 'taken-with.json');

/**
 * Of 960 000 pixels. Both pictures are brought to their 256 commonest colours in the same way: measured, that alone
 * makes 463 to 2 008 pixels differ by more than 0.05, and at most 25 by more than 0.2, where only one of them is.
 */
const strict = { maxDiffPixels: 60, threshold: 0.05 } as const;
const patient = { maxDiffPixelRatio: 0.01, threshold: 0.2 } as const;

const screens = [
  ...['welcome', 'fleets-sixty', 'verified', 'release-share-waits', 'reverting', 'block-died'],
  ...['images', 'compare-generations', 'preflight-warnings', 'timeline', 'record', 'settings'],
  ...['dialog-palette', 'dialog-keyboard', 'work-cutting-over', 'blocks-ten-thousand'],
  ...['aws-ready', 'empty'],
] as const;
const themes = ['dark', 'light'] as const satisfies readonly Theme[];

let gallery: GalleryWindow;
let page: Page;
let tolerance: typeof strict | typeof patient = strict;
let isTaking = false;

test.beforeAll(async ({}, testInfo) => {
  gallery = await openGallery();
  page = gallery.page;
  await gallery.resize(1200, 800);
  // Times stand on them as the reader's clock has them.
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTimezoneOverride', { timezoneId: 'UTC' });
  const electron = await gallery.app.evaluate(() => process.versions.electron);
  const here = { electron, platform: process.platform };
  isTaking = testInfo.config.updateSnapshots === 'all';
  if (isTaking) {
    await mkdir(folder, { recursive: true });
    await writeFile(takenWith, `${JSON.stringify(here, null, 2)}\n`);
    return;
  }
  const there = JSON.parse(await readFile(takenWith, 'utf8')) as typeof here;
  // Another system draws letters and the edges of controls by its own rules.
  const why = `The pictures of the screens were taken on ${there.platform}, and this is ${here.platform}: they are not compared.`;
  if (there.platform !== here.platform) console.warn(`\n*** SKIPPED: ${why} ***\n`);
  test.skip(there.platform !== here.platform, why);
  if (there.electron !== here.electron) tolerance = patient;
});
test.afterAll(async () => {
  await gallery.close();
});

async function take(): Promise<Buffer> {
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  return Buffer.from(writeSmallPng(readPng(shot)));
}

async function open(state: string, theme: Theme): Promise<void> {
  await page.mouse.move(5, 790);
  await gallery.open(state, theme);
  // A preflight asks a moment after its choices stand still.
  await expect(page.getByText('being asked')).toHaveCount(0);
}

/** Once more where the last frame was not there yet. */
async function looksAs(name: string, bounds: typeof strict | typeof patient): Promise<void> {
  await expect(async () => {
    expect(await take()).toMatchSnapshot(name, bounds);
  }).toPass({ timeout: 2500 });
}

for (const theme of themes) {
  for (const state of screens) {
    test(`${state}, ${theme}, looks as it was reviewed`, async () => {
      const name = `${state}-${theme}.png`;
      await open(state, theme);
      if (isTaking) await writeFile(join(folder, name), await take());
      else await looksAs(name, tolerance);
    });
  }
}

interface Change {
  readonly what: string;
  readonly make: () => void;
  /** Whether it is seen under another Electron, too. */
  readonly isSeenByAll: boolean;
}

const changes: readonly Change[] = [
  {
    what: 'a hue that is a little off',
    make: () => {
      document.documentElement.style.setProperty('--new', '#cc8a00');
    },
    isSeenByAll: false,
  },
  {
    what: 'a button that moved by one pixel',
    make: () => {
      document.querySelector<HTMLElement>('header button:last-of-type')!.style.marginLeft = '1px';
    },
    isSeenByAll: false,
  },
  {
    what: 'lanes that moved by four pixels',
    make: () => {
      document.querySelector<HTMLElement>(
        '[aria-label^="Generation"]',
      )!.parentElement!.style.marginTop = '4px';
    },
    isSeenByAll: true,
  },
  {
    what: 'cards of another hue',
    make: () => {
      document.documentElement.style.setProperty('--panel', '#0072b2');
    },
    isSeenByAll: true,
  },
];

for (const { what, make, isSeenByAll } of changes) {
  test(`control: ${what} is seen`, async () => {
    // Else it would become the reviewed picture.
    test.skip(isTaking, 'Pictures are being taken.');
    for (const bounds of isSeenByAll ? [strict, patient] : [strict]) {
      await open('verified', 'dark');
      await looksAs('verified-dark.png', tolerance);
      if (tolerance === patient && bounds === strict) continue;
      await page.evaluate(make);
      await expect(looksAs('verified-dark.png', bounds)).rejects.toThrow();
    }
  });
}
