/** Every designed state, in both themes: nothing wrong for assistive technology, nothing for the policy, nothing cut off. */
import { expect, test } from '@playwright/test';
import { complaintsOfAxe } from './axe-complaints.ts';
import { openGallery, type GalleryWindow, type Theme } from './gallery-window.ts';
import { isWiderThanWindow } from './layout-checks.ts';

/** For looking at: nothing is compared with them, and a machine that nobody looks at spends a third of the time on them. */
const takesPictures = process.env['CI'] === undefined;

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

/** Names that only a tooltip has: a keyboard never opens one. And headings that are first beside each other. */
async function complaintsOfNames(): Promise<readonly string[]> {
  return gallery.page.evaluate(() => {
    const silent = [...document.querySelectorAll<HTMLElement>('button, a[href], input')].filter(
      (element) =>
        element.title !== '' &&
        element.textContent.trim() === '' &&
        !element.matches('[aria-label], [aria-labelledby], [aria-hidden="true"] *') &&
        !(element instanceof HTMLInputElement && (element.labels?.length ?? 0) > 0),
    );
    const first = document.querySelectorAll('h1').length;
    return [
      ...silent.map((element) => `only a title: ${element.outerHTML.slice(0, 120)}`),
      ...(first === 1 ? [] : [`${String(first)} headings of level 1`]),
    ];
  });
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
      expect.soft(await complaintsOfAxe(gallery.page, rules), `axe, ${state}`).toEqual([]);
      // The page of components shows an empty state, which is a whole screen elsewhere.
      if (state !== 'components' && theme === 'dark')
        expect.soft(await complaintsOfNames(), `names and headings, ${state}`).toEqual([]);
      expect.soft(gallery.complaints, `console, ${state}`).toEqual([]);
      expect
        .soft(await isWiderThanWindow(gallery.page), `wider than the window, ${state}`)
        .toBe(false);
    }
  });
}

test('axe finds what is planted', async () => {
  await gallery.open('ready', 'dark');
  await gallery.page.evaluate(() => {
    document.querySelector('main')?.append(document.createElement('button'));
  });
  expect((await complaintsOfAxe(gallery.page)).some((line) => line.startsWith('button-name'))).toBe(
    true,
  );
});
