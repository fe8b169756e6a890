/** Every designed state, in both themes: nothing wrong for assistive technology, nothing for the policy, nothing cut off. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openGallery, type GalleryWindow, type Theme } from './gallery-window.ts';

/** For looking at: nothing is compared with them, and a machine that nobody looks at spends a third of the time on them. */
const takesPictures = process.env['CI'] === undefined;

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// The states are shared out between two windows.
test.describe.configure({ mode: 'parallel' });

let gallery: GalleryWindow;
let states: readonly string[] = [];

test.beforeAll(async () => {
  gallery = await openGallery();
  states = await gallery.states();
});
test.afterAll(async () => {
  await gallery.close();
});

/** @param rules all of the tags above when not given. */
async function complaintsOfAxe(
  rules?: string[],
  without: string[] = [],
): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page: gallery.page }).options({ resultTypes: ['violations'] });
  // Electron cannot open the page that the default mode asks for.
  const { violations } = await (rules === undefined ? axe.withTags(tags) : axe.withRules(rules))
    .disableRules(without)
    .setLegacyMode(true)
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

async function isWiderThanWindow(): Promise<boolean> {
  return gallery.page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')].some(
      (element) => element.scrollWidth > element.clientWidth,
    ),
  );
}

/** Which states, so that two windows have about the same to do until the end. */
const shares = [
  ['first', (index: number) => index % 2 === 0],
  ['second', (index: number) => index % 2 === 1],
] as const;
const themes = ['dark', 'light'] as const satisfies readonly Theme[];

for (const [theme, share, isMine] of themes.flatMap((theme) =>
  shares.map(([share, isMine]) => [theme, share, isMine] as const),
)) {
  test(`every state in the ${theme} theme, ${share} half`, async ({}, testInfo) => {
    test.setTimeout(480_000);
    await gallery.resize(1440, 900);
    expect(states.length).toBeGreaterThan(45);
    for (const state of states.filter((_, index) => isMine(index))) {
      await gallery.open(state, theme);
      if (takesPictures)
        await gallery.page.screenshot({
          path: testInfo.outputPath(`${state}-${theme}.png`),
          animations: 'disabled',
        });
      // What is not colour is the same in both themes, and the whole takes a second each.
      const rules = theme === 'dark' ? undefined : ['color-contrast'];
      expect.soft(await complaintsOfAxe(rules), `axe, ${state}`).toEqual([]);
      expect.soft(gallery.complaints, `console, ${state}`).toEqual([]);
      expect.soft(await isWiderThanWindow(), `wider than the window, ${state}`).toBe(false);
    }
  });
}

test('axe finds what is planted', async () => {
  await gallery.open('ready', 'dark');
  await gallery.page.evaluate(() => {
    document.querySelector('main')?.append(document.createElement('button'));
  });
  expect((await complaintsOfAxe()).some((line) => line.startsWith('button-name'))).toBe(true);
});

test('small windows, zoom and forced colours keep everything reachable', async ({}, testInfo) => {
  test.setTimeout(480_000);
  const few = [
    ...['ready', 'verified', 'gone', 'block', 'compare', 'images', 'timeline', 'settings'],
    ...['aws-endpoint', 'aws-fleets', 'aws-signed-out', 'aws-hostile'],
    ...['plan-cut-over', 'denied-cut-over', 'release-share-waits', 'dialog-release-steps'],
    ...['record-taken-back', 'record-hostile', 'revert-everything', 'revert-everything-plan'],
  ];
  // 640 x 400 is a window of 1280 x 800 at 200 %.
  for (const [width, height] of [
    [900, 600],
    [640, 400],
    [3840, 2160],
  ] as const) {
    await gallery.resize(width, height);
    for (const state of few) {
      const what = `${state} at ${String(width)} x ${String(height)}`;
      await gallery.open(state, 'dark');
      if (takesPictures)
        await gallery.page.screenshot({
          path: testInfo.outputPath(`${state}-${String(width)}.png`),
        });
      const revert = gallery.page.getByRole('button', { name: /revert/i }).first();
      await expect.soft(revert, what).toBeInViewport({ ratio: 1 });
      expect.soft(await isWiderThanWindow(), `wider than the window, ${what}`).toBe(false);
    }
  }
  await gallery.resize(1440, 900);
  await gallery.page.emulateMedia({ forcedColors: 'active' });
  for (const state of ['every-mark', 'verified', 'settings', 'record-taken-back']) {
    await gallery.open(state, 'dark');
    if (takesPictures)
      await gallery.page.screenshot({ path: testInfo.outputPath(`${state}-forced.png`) });
    // Forced colours come with the painting: axe still reads the ones of the style sheet.
    const complaints = await complaintsOfAxe(undefined, ['color-contrast']);
    expect.soft(complaints, `axe, ${state}, forced colours`).toEqual([]);
  }
  await gallery.page.emulateMedia({ forcedColors: null });
});
