/** What assistive technology meets: titles, headings, the grid, what is announced, and the way back at 200 %. */
import { expect, test, type Page } from '@playwright/test';
import { openGallery, type GalleryWindow } from './gallery-window.ts';

let gallery: GalleryWindow;
let page: Page;

test.beforeAll(async () => {
  gallery = await openGallery();
  page = gallery.page;
});
test.beforeEach(async () => {
  await gallery.resize(1440, 900);
  await page.mouse.move(5, 450);
});
test.afterAll(async () => {
  await gallery.close();
});

async function tell(event: object): Promise<void> {
  await page.evaluate((told) => {
    const { gallery: fake } = window as unknown as { gallery: { tell: (event: object) => void } };
    fake.tell(told);
  }, event);
}

test('each screen has its title, one first heading, and the same landmarks', async () => {
  await gallery.open('verified', 'dark');
  const words = ['Fleet', 'Compare', 'Images', 'Timeline', 'Settings'];
  for (const [index, word] of words.entries()) {
    await page.keyboard.press(`Control+${String(index + 1)}`);
    await expect(page).toHaveTitle(`${word} - storefront - Blockyard`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    for (const landmark of ['banner', 'navigation', 'main', 'contentinfo'] as const) {
      await expect(page.getByRole(landmark)).toHaveCount(1);
    }
    const levels = await page
      .locator('h1, h2, h3, h4')
      .evaluateAll((all) => all.map(({ tagName }) => Number(tagName.slice(1))));
    levels.slice(1).forEach((level, at) => {
      expect(level - (levels[at] ?? 0), `heading ${String(at + 1)}, ${word}`).toBeLessThan(2);
    });
  }
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('the grid as it is read', async () => {
  await gallery.open('every-mark', 'dark');
  const grid = page.getByRole('grid', { name: /^Blocks of v002/u });
  await expect(grid).toMatchAriaSnapshot(`
    - 'grid "Blocks of v002: 1 healthy, 1 launch refused, 1 exited, 1 unhealthy, 1 unknown, 1 stopping, 1 draining, 1 starting"':
      - row "v002 slot 0, healthy":
        - gridcell "v002 slot 0, healthy"
  `);
  await grid.focus();
  const active = (): Promise<string | null | undefined> =>
    grid.evaluate(
      (element) =>
        document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.textContent,
    );
  const first = await active();
  await page.keyboard.press('ArrowRight');
  await expect.poll(active).toContain('v002 slot 1, starting');
  expect(await active()).not.toBe(first);
  // What was told of the block is in the words too, and where it stands is counted.
  await expect(grid.getByRole('row')).toHaveAttribute('aria-rowindex', '1');
  await expect(grid.getByRole('gridcell')).toHaveAttribute('aria-colindex', '2');
});

for (const [state, blocks] of [
  ['forty', 40],
  ['blocks-three', 3],
  ['thousands', 5000],
  ['blocks-ten-thousand', 10_000],
] as const) {
  test(`the grid of ${String(blocks)} blocks counts its rows, its columns and all of them`, async () => {
    await gallery.open(state, 'dark');
    const grid = page.getByRole('grid').first();
    await grid.focus();
    const counts = async (): Promise<Record<'rows' | 'columns' | 'row' | 'column', number>> => ({
      rows: Number(await grid.getAttribute('aria-rowcount')),
      columns: Number(await grid.getAttribute('aria-colcount')),
      row: Number(await grid.getByRole('row').getAttribute('aria-rowindex')),
      column: Number(await grid.getByRole('gridcell').getAttribute('aria-colindex')),
    });
    expect(await counts()).toMatchObject({ row: 1, column: 1 });
    await page.keyboard.press('Control+End');
    const { rows, columns, row, column } = await counts();
    expect(row).toBe(rows);
    expect(column).toBeLessThanOrEqual(columns);
    // Every one of them is named: by itself, or by how many a square stands for.
    const per = /^(\d+) blocks; worst/u;
    await page.keyboard.press('Control+Home');
    const cell = await grid.getByRole('gridcell').innerText();
    const items = Number(per.exec(cell)?.[1] ?? 1);
    expect(rows * columns * items).toBeGreaterThanOrEqual(blocks);
    const name = (await grid.getAttribute('aria-label')) ?? '';
    const named = name.split(': ')[1]?.split(', ') ?? [];
    const sum = named.reduce((all, part) => all + Number(part.replace(/\D/gu, '')), 0);
    expect(sum, name).toBe(blocks);
  });
}

test('what is under way has a name, a value and words', async () => {
  await gallery.open('cutting-over', 'dark');
  const bar = page.getByRole('progressbar');
  await expect(bar).toHaveAccessibleName('Cutting over to v002.');
  await expect(bar).toHaveAttribute('aria-valuenow', '60');
  await expect(bar).toHaveAttribute('aria-valuetext', /62 % of the responses/u);
});

test('a batch of news is one polite sentence, an end of a revert one that interrupts, a block none', async () => {
  await gallery.open('verified', 'dark');
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    for (const region of document.querySelectorAll('[aria-live]')) {
      new MutationObserver(() => {
        const how = region.getAttribute('aria-live') ?? '';
        if (region.textContent !== '') said.push(`${how}: ${region.textContent}`);
      }).observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
  const said = (): Promise<readonly string[]> =>
    page.evaluate(() => (window as unknown as { said: string[] }).said);
  const progress = (title: string): object => ({
    kind: 'progress',
    progress: [
      {
        ...{ fleet: 'storefront', rollout: `r-${title}`, value: 0.5, title, waitingBecause: null },
        intent: { kind: 'cut-over', to: 'storefront-v002', from: 'storefront-v001' },
      },
    ],
  });
  for (const title of ['First', 'Second', 'Third', 'Fourth']) await tell(progress(title));
  await expect.poll(said).toEqual(['polite: First']);
  const outcome = {
    ...{ fleet: 'storefront', rollout: 'r-told', atMs: 1_795_442_533_000, kind: 'verified' },
    intent: { kind: 'revert', to: 'storefront-v001', from: 'storefront-v002' },
    ...{ text: 'v001 answered 3 of 3 requests through the entry.', firstResponseMs: 31 },
  };
  await tell({ kind: 'outcome', outcome });
  await expect
    .poll(said)
    .toEqual([
      'polite: First',
      'assertive: Verified: v001 answered 3 of 3 requests through the entry.',
    ]);
  // Figures are no news.
  await tell({ kind: 'versions', host: '0.1.1' });
  expect((await said()).length).toBe(2);
});

test('the focus stays near a button that went with what it did', async () => {
  await gallery.open('fault', 'dark');
  const acts = page.getByRole('region', { name: 'What happens and what can be done' });
  await acts.getByRole('button', { name: 'Dismiss' }).focus();
  await page.keyboard.press('Enter');
  await expect(acts.getByRole('alert')).toHaveCount(0);
  await expect(acts).toBeFocused();
  // And goes on from there, not from the top.
  await page.keyboard.press('Tab');
  const isWithin = await acts.evaluate((element) => element.contains(document.activeElement));
  expect(isWithin).toBe(true);
});

test('at 200 % the way back goes by key and by pointer, in one place on every screen', async () => {
  await gallery.resize(450, 300);
  await gallery.open('verified', 'dark');
  const revert = page.getByRole('banner').getByRole('button', { name: /^Revert to v001/u });
  const first = await revert.boundingBox();
  const name = await revert.textContent();
  for (const screen of ['2', '3', '4', '5', '1']) {
    await page.keyboard.press(`Control+${screen}`);
    expect(await revert.boundingBox()).toEqual(first);
    expect(await revert.textContent()).toBe(name);
  }
  const asked = (): Promise<number> =>
    page.evaluate(
      () =>
        (window as unknown as { gallery: { asked: { name: string }[] } }).gallery.asked.filter(
          (call) => call.name === 'rollout.revert',
        ).length,
    );
  const { x, y, width, height } = first!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(40, 250, { steps: 4 });
  await page.mouse.up();
  expect(await asked()).toBe(0);
  await revert.focus();
  for (let repeat = 0; repeat < 5; repeat += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect.poll(asked).toBe(1);
});

test('with reduced motion a change is drawn at once, and with motion it fades', async () => {
  /** Frames that were asked for while one block changed its state, until none was asked for in half a second. */
  const frames = async (): Promise<number> => {
    await gallery.open('verified', 'dark');
    return page.evaluate(async () => {
      const real = window.requestAnimationFrame.bind(window);
      let asked = 0;
      // A clock of frames: a busy machine draws fewer of them in the time of one fade.
      let nowMs = performance.now();
      performance.now = () => nowMs;
      window.requestAnimationFrame = (run) => {
        asked += 1;
        return real(() => {
          nowMs += 16;
          run(nowMs);
        });
      };
      const { gallery: fake } = window as unknown as {
        gallery: {
          tell: (event: object) => void;
          bridge: { call: Record<string, (input: null) => Promise<{ value: Told }>> };
        };
      };
      interface Told {
        fleets: { generations: { blocks: { state: object }[] }[] }[];
      }
      const { value } = await fake.bridge.call['panel.snapshot']!(null);
      const fleet = structuredClone(value.fleets[0]!);
      fleet.generations[1]!.blocks[0]!.state = { kind: 'unhealthy', reason: 'It was told so.' };
      fake.tell({ kind: 'fleet', fleet, observedAtMs: 1_795_442_533_000 });
      for (let quiet = 0, before = asked; quiet < 5; quiet = before === asked ? quiet + 1 : 0) {
        before = asked;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return asked;
    });
  };
  const moving = await frames();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const still = await frames();
  const animated = await page.evaluate(
    () =>
      document
        .getAnimations()
        .filter((each) => Number(each.effect?.getComputedTiming().duration) > 0).length,
  );
  await page.emulateMedia({ reducedMotion: null });
  expect(animated).toBe(0);
  // Once to draw it. The control fades over several.
  expect(still).toBeGreaterThan(0);
  expect(still).toBeLessThan(4);
  expect(moving).toBeGreaterThan(still + 2);
});

test('pointing at a button moves nothing: what it says of the lanes has its room before', async () => {
  const sizes = [
    [1440, 760],
    [1200, 760],
    [900, 700],
    [800, 700],
  ] as const;
  for (const [width, height] of sizes) {
    await gallery.resize(width, height);
    for (const state of ['ready', 'verified', 'release-waits', 'generations-twelve']) {
      await gallery.open(state, 'dark');
      const acts = page.getByRole('region', { name: 'What happens and what can be done' });
      const buttons = [
        ...(await acts.getByRole('button').all()),
        page.getByRole('banner').getByRole('button', { name: /revert/iu }),
      ];
      // Sizes, not places: to point at something may scroll the page.
      const sizesNow = () =>
        page
          .locator('main :is(section, header, footer, p, h2, button):visible')
          .evaluateAll((all) =>
            all.map((each) => {
              const { width: wide, height: high } = each.getBoundingClientRect();
              return `${each.tagName} ${String(Math.round(wide))} x ${String(Math.round(high))}`;
            }),
          );
      let before = await sizesNow();
      // The board measures its room first.
      await expect
        .poll(async () => {
          const earlier = before;
          before = await sizesNow();
          return earlier.join() === before.join();
        })
        .toBe(true);
      for (const button of buttons) {
        await button.hover();
        expect(await sizesNow(), `${state} at ${String(width)} x ${String(height)}`).toEqual(
          before,
        );
        await page.mouse.move(5, 450);
      }
    }
  }
});
