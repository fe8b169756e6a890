/** Every designed state, in both themes: nothing wrong for assistive technology, nothing for the policy, nothing cut off. */
import { expect, test } from '@playwright/test';
import { complaintsOfAxe } from '../axe-complaints.ts';
import { openGallery, type GalleryWindow } from './gallery-window.ts';
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

/** As the setting does it; a hue that is on its way to another one is neither. */
async function turnLight(): Promise<void> {
  await gallery.page.evaluate(() => {
    document.documentElement.dataset['theme'] = 'light';
  });
  await gallery.endMotion();
}

/** Which states, so that two windows have about the same to do until the end. */
const shares = [
  ['first', (index: number) => index % 2 === 0],
  ['second', (index: number) => index % 2 === 1],
] as const;

for (const [share, isMine] of shares) {
  test(`every state in both themes, ${share} half`, async ({}, testInfo) => {
    test.setTimeout(480_000);
    await gallery.resize(1440, 900);
    expect(states.length).toBeGreaterThan(45);
    const { page } = gallery;
    await gallery.open('ready', 'dark');
    const picture = async (state: string, theme: string): Promise<void> => {
      if (!takesPictures) return;
      const path = testInfo.outputPath(`${state}-${theme}.png`);
      await page.screenshot({ path, animations: 'disabled' });
    };
    for (const state of states.filter((_, index) => isMine(index))) {
      await gallery.turnTo(state, 'dark');
      await picture(state, 'dark');
      expect.soft(await complaintsOfAxe(page), `axe, ${state}`).toEqual([]);
      // The page of components shows an empty state, which is a whole screen elsewhere.
      if (state !== 'components')
        expect.soft(await complaintsOfNames(), `names and headings, ${state}`).toEqual([]);
      expect.soft(await isWiderThanWindow(page), `wider than the window, ${state}`).toBe(false);
      // What is not colour is the same in both themes, and drawing a state anew takes as long as asking axe.
      await turnLight();
      await picture(state, 'light');
      const light = await complaintsOfAxe(page, ['color-contrast']);
      expect.soft(light, `axe, ${state}, light`).toEqual([]);
      expect.soft(gallery.complaints, `console, ${state}`).toEqual([]);
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

test('axe finds a text that only the light theme makes faint', async () => {
  await gallery.open('ready', 'dark');
  await gallery.page.evaluate(() => {
    document.querySelector<HTMLElement>('h1')!.style.color = '#d0d4d8';
  });
  expect(await complaintsOfAxe(gallery.page, ['color-contrast'])).toEqual([]);
  await turnLight();
  expect(await complaintsOfAxe(gallery.page, ['color-contrast'])).not.toEqual([]);
});

test('a state turned to is the state that is opened: none leaves anything to the next', async () => {
  const { page } = gallery;
  const drawn = (): Promise<string> =>
    page.evaluate(() => {
      const elements = [...document.body.querySelectorAll('*')];
      return [
        ...elements.map((each) => `${each.tagName} ${each.getAttribute('class') ?? ''}`),
        document.body.innerText,
        document.body.style.cssText,
        document.activeElement?.textContent ?? '',
      ].join('\n');
    });
  const names = [
    'failed',
    'settings',
    'dialog-palette',
    'components',
    'compare',
    'record',
    'ready',
  ];
  const opened: string[] = [];
  for (const name of names) {
    await gallery.open(name, 'dark');
    opened.push(await drawn());
  }
  expect(new Set(opened).size).toBe(names.length);
  for (const [index, name] of names.entries()) {
    await gallery.turnTo(name, 'dark');
    // As one sentence: a difference of two whole pages is nothing to read.
    expect((await drawn()) === opened[index], `${name} as it is when opened`).toBe(true);
  }
});
