/** The same states in small and huge windows, at 200 %, with more space between letters, and with forced colours. */
import { expect, test } from '@playwright/test';
import { complaintsOfAxe } from '../axe-complaints.ts';
import { openGallery, type GalleryWindow } from './gallery-window.ts';
import { faultsOfLayout, isRevertInFullView, isWiderThanWindow } from './layout-checks.ts';

/** For looking at; nothing is compared with them. */
const takesPictures = process.env['CI'] === undefined;

// Shared out between two windows.
test.describe.configure({ mode: 'parallel' });

let gallery: GalleryWindow;

test.beforeAll(async () => {
  gallery = await openGallery();
});
test.afterAll(async () => {
  await gallery.close();
});

const screens = ['ready', 'compare', 'images', 'timeline', 'settings', 'record-taken-back'];
const moments = [
  ...['verified', 'gone', 'block', 'release-share-waits', 'dialog-release-steps', 'plan-cut-over'],
  ...['denied-cut-over', 'revert-everything', 'revert-everything-plan'],
  ...['aws-endpoint', 'aws-fleets', 'aws-signed-out', 'aws-hostile', 'record-hostile'],
];
const extremes = [
  ...['blocks-none', 'blocks-one', 'blocks-three', 'blocks-ten-thousand', 'generations-twelve'],
  ...['generations-twelve-release', 'names-forty', 'names-huge', 'names-huge-compare'],
];

/** The smallest window, the same at 200 %, a phone's width, a wall, and a wall of small pixels. */
const sizes = [
  { width: 900, height: 600, ratio: 1, states: [...screens, ...moments, ...extremes] },
  { width: 450, height: 300, ratio: 2, states: [...screens, ...moments] },
  { width: 320, height: 640, ratio: 1, states: [...screens, 'gone', 'aws-fleets'] },
  { width: 3840, height: 2160, ratio: 1, states: ['ready', 'block', 'compare', ...extremes] },
  { width: 1920, height: 1080, ratio: 2, states: ['every-mark', 'blocks-ten-thousand'] },
] as const;

for (const { width, height, ratio, states } of sizes) {
  test(`${String(width)} x ${String(height)} at ratio ${String(ratio)}`, async ({}, testInfo) => {
    test.setTimeout(240_000);
    const session = await gallery.page.context().newCDPSession(gallery.page);
    await session.send('Emulation.setDeviceMetricsOverride', {
      ...{ width, height, deviceScaleFactor: ratio, mobile: false },
    });
    await gallery.open('ready', 'dark');
    for (const state of states) {
      await gallery.turnTo(state, 'dark');
      if (takesPictures)
        await gallery.page.screenshot({ path: testInfo.outputPath(`${state}.png`) });
      const { page } = gallery;
      expect.soft(await isRevertInFullView(page), `the way back, ${state}`).toBe(true);
      expect.soft(await faultsOfLayout(page), `layout, ${state}`).toEqual([]);
      expect.soft(await isWiderThanWindow(page), `wider than the window, ${state}`).toBe(false);
    }
    await session.send('Emulation.clearDeviceMetricsOverride');
  });
}

test('more space between lines, letters and words breaks nothing', async () => {
  await gallery.resize(1440, 900);
  for (const state of [...screens, 'release-share-waits', 'aws-fleets']) {
    await gallery.open(state, 'dark');
    await gallery.page.evaluate(() => {
      // As WCAG 1.4.12 has it. A style element would be refused by our policy.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
      );
      document.adoptedStyleSheets = [sheet];
    });
    expect.soft(await faultsOfLayout(gallery.page), `layout, ${state}`).toEqual([]);
    expect.soft(await isWiderThanWindow(gallery.page), `wider, ${state}`).toBe(false);
  }
});

test('controls: a cut text, two texts in one place and a covered way back are found', async () => {
  await gallery.resize(1440, 900);
  await gallery.open('verified', 'dark');
  expect(await faultsOfLayout(gallery.page)).toEqual([]);
  await gallery.page.evaluate(() => {
    const [one, other] = document.querySelectorAll<HTMLElement>('h2');
    one!.style.cssText = 'width: 10px; overflow: hidden; white-space: nowrap';
    other!.style.transform = 'translate(104px, -3px)';
    document.querySelector<HTMLElement>('header')!.style.zIndex = '0';
    const cover = document.createElement('div');
    cover.style.cssText =
      'position: fixed; z-index: 99; top: 0; right: 0; width: 60px; height: 60px';
    document.body.append(cover);
  });
  const faults = (await faultsOfLayout(gallery.page)).join('\n');
  expect(faults).toContain('cut off: v001');
  expect(faults).toContain('over each other: v002 / current');
  expect(await isRevertInFullView(gallery.page)).toBe(false);
});

test('with forced colours marks and focus are drawn in the colours of the system', async ({}, testInfo) => {
  await gallery.resize(1440, 900);
  const { page } = gallery;
  await page.emulateMedia({ forcedColors: 'active' });
  for (const state of ['every-mark', 'verified', 'settings', 'record-taken-back', 'components']) {
    await gallery.open(state, 'dark');
    if (takesPictures) await page.screenshot({ path: testInfo.outputPath(`${state}-forced.png`) });
    // Forced colours come with the painting: axe still reads the ones of the style sheet.
    const complaints = await complaintsOfAxe(page, undefined, ['color-contrast']);
    expect.soft(complaints, `axe, ${state}, forced colours`).toEqual([]);
  }
  await gallery.open('every-mark', 'dark');
  const seen = await page.evaluate(() => {
    const probe = document.createElement('i');
    probe.style.setProperty('forced-color-adjust', 'none');
    document.body.append(probe);
    const channels = (colour: string): string => {
      probe.style.color = colour;
      return (getComputedStyle(probe).color.match(/\d+/gu) ?? []).slice(0, 3).join();
    };
    const colours = new Map<string, number>();
    for (const canvas of document.querySelectorAll('canvas')) {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] !== 255) continue;
        const colour = data.slice(at, at + 3).join();
        colours.set(colour, (colours.get(colour) ?? 0) + 1);
      }
    }
    const drawn = (colour: string): number => colours.get(channels(colour)) ?? 0;
    return {
      system: ['LinkText', 'CanvasText', 'GrayText'].map(drawn),
      // The hues of the dark theme: blue, orange, red.
      ours: ['#56b4e9', '#e69f00', '#ff6b6b'].map(drawn),
    };
  });
  for (const pixels of seen.system) expect(pixels).toBeGreaterThan(200);
  expect(seen.ours).toEqual([0, 0, 0]);
  await page.keyboard.press('Control+Shift+Backspace');
  const ring = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
    return `${outlineStyle} ${outlineWidth}`;
  });
  expect(ring).toBe('solid 2px');
  await page.emulateMedia({ forcedColors: null });
});
