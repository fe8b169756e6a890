/** What a press does, and what it must not do: the window over the fake bridge. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { withGallery, type Asked, type GalleryWindow } from './gallery-window.ts';

let gallery: GalleryWindow;
let page: Page;

withGallery((opened) => {
  gallery = opened;
  page = opened.page;
});

/** Calls since the state was opened, without the reads that the screen makes by itself. */
async function asked(): Promise<readonly Asked[]> {
  const all = await page.evaluate(
    () => (window as unknown as { gallery: { asked: readonly Asked[] } }).gallery.asked,
  );
  const reads =
    'panel.snapshot rollout.plan preflight.ask block.log image.compare generation.compare'.split(
      ' ',
    );
  return all.filter(({ name }) => !reads.includes(name));
}

async function tell(event: object, how: 'tell' | 'lose' = 'tell'): Promise<void> {
  await page.evaluate(
    ([told, verb]) => {
      const { gallery: fake } = window as unknown as {
        gallery: Record<'tell' | 'lose', (event: object) => void>;
      };
      fake[verb](told);
    },
    [event, how] as const,
  );
}

const revertButton = (): Locator => page.getByRole('button', { name: /^Revert/ });
const cutOverButton = (): Locator => page.getByRole('button', { name: /^Cut over to v002/ });

async function centre(button: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await button.boundingBox();
  if (box === null) throw new Error('The button is not on screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const outcome = {
  kind: 'outcome',
  outcome: {
    fleet: 'storefront',
    rollout: 'r-told',
    intent: { kind: 'revert', to: 'storefront-v001', from: 'storefront-v002' },
    atMs: 1_795_442_533_000,
    kind: 'verified',
    text: 'v001 answered 3 of 3 requests through the entry.',
    firstResponseMs: 31,
  },
};

test.describe('revert', () => {
  test.beforeEach(async () => {
    await page.mouse.move(5, 450);
    await gallery.open('verified', 'dark');
  });

  test('goes on release, once, and reacts at once', async () => {
    const { x, y } = await centre(revertButton());
    await page.mouse.move(x, y);
    await page.mouse.down();
    expect(await asked()).toEqual([]);
    await page.mouse.up();
    await expect(page.getByRole('button', { name: 'Reverting to v001' })).toBeVisible({
      timeout: 500,
    });
    const calls = await asked();
    expect(calls.map(({ name }) => name)).toEqual(['rollout.revert']);
    expect(calls[0]?.input).toMatchObject({ fleet: 'storefront', to: 'storefront-v001' });
  });

  test('sliding off cancels', async () => {
    const { x, y } = await centre(revertButton());
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 400);
    await page.mouse.up();
    expect(await asked()).toEqual([]);
  });

  test('a double click and a held key are one activation', async () => {
    await revertButton().dblclick();
    expect(await asked()).toHaveLength(1);
    await gallery.open('verified', 'dark');
    await revertButton().focus();
    // Down without up is what a held key sends: one key, then repeats.
    for (let repeat = 0; repeat < 6; repeat += 1) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    expect(await asked()).toHaveLength(1);
  });

  test('falls back to what is observed when nothing answers, and an observed end wins', async () => {
    await revertButton().click();
    await expect(page.getByRole('button', { name: 'Reverting to v001' })).toBeVisible();
    await expect(revertButton().filter({ hasText: 'Revert to v001' })).toBeVisible({
      timeout: 9000,
    });
    await revertButton().click();
    await tell(outcome);
    await expect(page.getByText('Reverting to v001')).toHaveCount(0, { timeout: 1000 });
    await expect(page.getByRole('alert').filter({ hasText: 'v001 answered' })).toBeAttached();
  });

  test('shows its plan and the lanes it moves before it is pressed, and Esc hides it', async () => {
    await revertButton().hover();
    const plan = page.getByRole('group', { name: 'What it does' });
    await expect(plan).toContainText('Send 100 % of the traffic to v001');
    await expect(page.getByRole('region', { name: 'Generation v001' })).toContainText('would gain');
    await expect(page.getByRole('region', { name: 'Generation v002' })).toContainText('would lose');
    await revertButton().focus();
    await page.keyboard.press('Escape');
    await expect(plan).toHaveCount(0);
    expect(await asked()).toEqual([]);
  });

  test('says all that it will meet, and goes when it is pressed all the same', async () => {
    await gallery.open('revert-everything', 'dark');
    await expect(revertButton()).toContainText('Revert to v001 \u2014 yard not answering');
    await revertButton().hover();
    const met = page.getByRole('list', { name: 'What it will meet' }).getByRole('listitem');
    await expect(met).toHaveText([
      /The yard does not answer: .* as it was seen last/u,
      /was not allowed: it needs elasticloadbalancing:ModifyListener/u,
      /The entry does not list v001/u,
      /v001 has 6 of its 7 blocks/u,
      /The credentials end in 4 min/u,
      /lost blocks cannot be replaced/u,
    ]);
    await revertButton().click();
    expect((await asked()).map(({ name }) => name)).toEqual(['rollout.revert']);
  });

  test('is reached by its keys, which only move the focus', async () => {
    await page.keyboard.press('Control+Shift+Backspace');
    await expect(revertButton()).toBeFocused();
    expect(await asked()).toEqual([]);
  });

  test('stands in the same place under the same name on every screen', async () => {
    const first = await revertButton().boundingBox();
    const name = await revertButton().textContent();
    for (const screen of ['2', '3', '4', '5', '1']) {
      await page.keyboard.press(`Control+${screen}`);
      expect(await revertButton().boundingBox()).toEqual(first);
      expect(await revertButton().textContent()).toBe(name);
    }
  });

  test('with nothing to go to it explains and does nothing', async () => {
    await gallery.open('single', 'dark');
    const button = page.getByRole('button', { name: 'Nothing to revert to' });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    // Forced: the driver would wait for it to be enabled.
    await button.click({ force: true });
    await expect(page.getByRole('group', { name: 'What it does' })).toContainText(
      'There is no cutover to take back.',
    );
    expect(await asked()).toEqual([]);
  });

  test('of several fleets it says that one has to be chosen, and leads to them from anywhere', async () => {
    await gallery.open('aws-fleets', 'dark');
    await page.keyboard.press('Control+4');
    const button = page.getByRole('button', { name: 'Revert: choose a fleet' });
    await page.keyboard.press('Control+Shift+Backspace');
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('list', { name: 'Fleets' }).getByRole('button').first(),
    ).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(revertButton()).toBeVisible();
    // Kept for the next start; nothing was written to a fleet.
    expect((await asked()).map(({ name }) => name)).toEqual(['settings.set']);
  });

  test('goes although the way back is not whole, and says so', async () => {
    await gallery.open('revert-degraded', 'dark');
    await expect(revertButton()).toContainText('3 of 4 healthy');
    await revertButton().click();
    expect((await asked()).map(({ name }) => name)).toEqual(['rollout.revert']);
  });
});

test('cut over sends the revision that was seen, once', async () => {
  await gallery.open('ready', 'dark');
  await cutOverButton().dblclick();
  const calls = await asked();
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    name: 'rollout.begin',
    input: { wish: { kind: 'cut-over', to: 'storefront-v002', expectedRevision: 7 } },
  });
});

test('a refused cutover explains and does nothing', async () => {
  await gallery.open('cutover-refused', 'dark');
  await expect(cutOverButton()).toHaveAttribute('aria-disabled', 'true');
  await expect(cutOverButton()).toHaveAccessibleDescription(
    /2 of 4 blocks of v002 are healthy; the floor is 4/,
  );
  await cutOverButton().click({ force: true });
  await cutOverButton().press('Enter');
  expect(await asked()).toEqual([]);
});

test('retiring needs the name typed', async () => {
  await gallery.open('verified', 'dark');
  await page.getByRole('button', { name: 'Retire v001' }).click();
  const dialog = page.getByRole('dialog', { name: 'Retire v001' });
  const act = dialog.getByRole('button', { name: /^Retire v001 - / });
  await act.click({ force: true });
  await dialog.getByRole('textbox').fill('storefront-v002');
  await act.click({ force: true });
  expect(await asked()).toEqual([]);
  await dialog.getByRole('textbox').fill('storefront-v001');
  await act.click();
  expect(await asked()).toMatchObject([
    { name: 'rollout.begin', input: { wish: { kind: 'retire', typedName: 'storefront-v001' } } },
  ]);
  await expect(dialog).toHaveCount(0);
});

test('a generation is launched from the dialog, with comparison and plan in view', async () => {
  await gallery.open('dialog-launch', 'dark');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Health path');
  await dialog.getByRole('spinbutton', { name: 'Blocks' }).fill('0');
  await expect(dialog.getByRole('button', { name: /^Launch v003/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await dialog.getByRole('spinbutton', { name: 'Blocks' }).fill('6');
  await dialog.getByRole('button', { name: 'Launch v003 - 6 blocks' }).click();
  expect(await asked()).toMatchObject([
    { name: 'rollout.begin', input: { wish: { kind: 'launch', size: 6 } } },
  ]);
});

test('the grid works from the keyboard and says what it shows', async () => {
  await gallery.open('every-mark', 'dark');
  const grid = page.getByRole('grid', { name: /^Blocks of v002/ });
  await grid.focus();
  await expect(grid).toHaveAttribute('aria-activedescendant', /.+/);
  await expect(grid.getByRole('gridcell')).toContainText('v002 slot 0, healthy');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(grid.getByRole('gridcell')).toContainText(
    'v002 slot 2, unhealthy: GET /health answered 503.',
  );
  await page.keyboard.press('Control+End');
  await expect(grid.getByRole('gridcell')).toContainText('slot 7, unknown');
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toContainText('v002, slot 7');
  await details.getByRole('button', { name: 'Replace block' }).click();
  expect(await asked()).toMatchObject([
    { name: 'rollout.begin', input: { wish: { kind: 'replace' } } },
  ]);
  await page.keyboard.press('Escape');
  await expect(details).not.toContainText('v002, slot 7');
});

test('a dead block is offered for replacing, and nothing is sent before its plan stands there', async () => {
  await gallery.open('block-died', 'dark');
  await page.getByRole('button', { name: /^Replace slot 1 of v001/u }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toContainText('v001, slot 1');
  await expect(details.getByRole('list').first()).toBeVisible();
  expect(await asked()).toEqual([]);
  await details.getByRole('button', { name: 'Replace block' }).click();
  expect(await asked()).toMatchObject([
    { name: 'rollout.begin', input: { wish: { kind: 'replace' } } },
  ]);
});

test('the table has the same blocks', async () => {
  await gallery.open('every-mark', 'dark');
  await page.keyboard.press('t');
  const rows = page.getByRole('table', { name: 'Blocks of v002' }).getByRole('row');
  await expect(rows).toHaveCount(9);
  await expect(rows.nth(7)).toContainText('launch refused');
  await page.keyboard.press('t');
  await expect(page.getByRole('grid')).toHaveCount(2);
});

test('keys: sheet, filter, and letters inside fields stay letters', async () => {
  await gallery.open('timeline', 'dark');
  await page.keyboard.press('/');
  await page.keyboard.type('t?v002');
  await expect(page.getByRole('searchbox')).toHaveValue('t?v002');
  await page.getByRole('searchbox').fill('v002 launched');
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a lost delta asks for a new snapshot, and the screen is right again', async () => {
  await gallery.open('timeline-empty', 'dark');
  const event = (id: string): object => ({
    kind: 'timeline',
    events: [
      {
        id,
        atMs: 1,
        fleet: null,
        rollout: null,
        severity: 'info',
        title: `Event ${id}`,
        detail: '',
        by: '',
      },
    ],
  });
  await tell(event('lost'), 'lose');
  await tell(event('seen'));
  await expect(page.getByText('Event lost')).toBeVisible();
  await expect(page.getByText('Event seen')).toBeVisible();
});

test('a dead yard offers the one way on', async () => {
  await gallery.open('gone', 'dark');
  await expect(page.getByText(/^The yard host ended\. Its blocks end/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Cut over/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Start the yard' }).click();
  expect((await asked()).map(({ name }) => name)).toEqual(['yard.start']);
  await tell({ kind: 'link', link: { kind: 'live' }, observedAtMs: 1_795_442_533_000 });
  await expect(page.getByRole('button', { name: 'Start the yard' })).toHaveCount(0);
});

test('a change is drawn and then no frame is asked for', async () => {
  await page.addInitScript(() => {
    const scope = window as unknown as { frames: number };
    scope.frames = 0;
    const real = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (run) => {
      scope.frames += 1;
      return real(run);
    };
  });
  await gallery.open('ready', 'dark');
  const frames = (): Promise<number> =>
    page.evaluate(() => (window as unknown as { frames: number }).frames);
  await page.waitForTimeout(1000);
  const before = await frames();
  expect(before).toBeGreaterThan(0);
  await page.waitForTimeout(2500);
  expect(await frames()).toBe(before);
});

test('with reduced motion nothing moves', async () => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await gallery.open('ready', 'dark');
  await tell(outcome);
  const moving = await page.evaluate(
    () =>
      document
        .getAnimations()
        .filter((each) => Number(each.effect?.getComputedTiming().duration) > 0).length,
  );
  expect(moving).toBe(0);
  await page.emulateMedia({ reducedMotion: null });
});

test('however much an end has to say, it leaves the lanes in view and can be read from the keyboard', async () => {
  await gallery.resize(900, 600);
  await gallery.open('names-huge', 'dark');
  const said = page.getByRole('group', { name: 'What happens, in full' });
  await said.focus();
  await page.keyboard.press('End');
  await expect.poll(() => said.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0);
  expect((await said.boundingBox())?.height).toBeLessThanOrEqual(100);
  await gallery.resize(1440, 900);
});

test('outside text stays text', async () => {
  await gallery.open('hostile', 'dark');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    '<img src=x onerror=alert(1)>',
  );
  expect(await page.locator('img').count()).toBe(0);
  const overrides = await page.evaluate(() =>
    /[\u202a-\u202e\u2066-\u2069]/u.test(document.body.innerText),
  );
  expect(overrides).toBe(false);
  expect(gallery.complaints).toEqual([]);
});
