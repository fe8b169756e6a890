/** What a press does in a release, and what it must not do: the dialog that begins it, and each of its controls. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { withGallery, type Asked, type GalleryWindow } from './gallery-window.ts';

let gallery: GalleryWindow;
let page: Page;

withGallery((opened) => {
  gallery = opened;
  page = opened.page;
});
test.beforeEach(async () => {
  await page.mouse.move(5, 450);
});

/** Calls since the state was opened that change something. */
async function asked(): Promise<readonly Asked[]> {
  const all = await page.evaluate(
    () => (window as unknown as { gallery: { asked: readonly Asked[] } }).gallery.asked,
  );
  return all.filter(({ name }) => name.startsWith('rollout.') && name !== 'rollout.plan');
}

async function tell(event: object): Promise<void> {
  await page.evaluate((told) => {
    const { gallery: fake } = window as unknown as {
      gallery: { tell: (event: object) => void };
    };
    fake.tell(told);
  }, event);
}

/** The course that is shown, with other offers. */
async function offer(...offers: readonly object[]): Promise<void> {
  const progress = await page.evaluate(async () => {
    const { gallery: fake } = window as unknown as {
      gallery: {
        bridge: {
          call: Record<
            string,
            (input: null) => Promise<{ value: { progress: { course: object }[] } }>
          >;
        };
      };
    };
    const answer = await fake.bridge.call['panel.snapshot']?.(null);
    return answer?.value.progress ?? [];
  });
  const changed = progress.map((item) => ({ ...item, course: { ...item.course, offers } }));
  await tell({ kind: 'progress', progress: changed });
}

const acts = (): Locator => page.getByRole('region', { name: 'What happens and what can be done' });
const control = (name: string | RegExp): Locator => acts().getByRole('button', { name });
const dialog = (): Locator => page.getByRole('dialog');
const begin = (): Locator => dialog().getByRole('button', { name: /^Release v00\d/ });

const controls: readonly (readonly [state: string, name: string, change: object])[] = [
  ['release-waits', 'Cut over to v002 - 4 blocks, 100 %', { kind: 'pass', place: 1 }],
  ['release-waits-steps', 'Send 10 % to v002', { kind: 'pass', place: 1 }],
  ['release-share-waits', 'Go on to 100 %', { kind: 'pass', place: 2 }],
  ['release-old-press', 'Cut over to v002 - 4 blocks, 100 %', { kind: 'pass', place: 1 }],
  ['release-waits', 'Hold', { kind: 'hold' }],
  ['release-held', 'Resume', { kind: 'resume' }],
  ['release-waits', 'Abort', { kind: 'abort' }],
  ['release-elsewhere', 'Hold', { kind: 'hold' }],
];

for (const [state, name, change] of controls) {
  test(`"${name}" of ${state} says one thing, on release, once`, async () => {
    await gallery.open(state, 'dark');
    const button = control(name);
    await button.hover();
    await page.mouse.down();
    expect(await asked()).toEqual([]);
    await page.mouse.up();
    await expect(button.or(acts().locator('[aria-busy="true"]'))).toHaveAttribute(
      'aria-busy',
      'true',
    );
    expect(await asked()).toMatchObject([
      {
        name: 'rollout.control',
        input: { yard: 'local', fleet: 'storefront', rollout: 'r-20261123-1', change },
      },
    ]);
    await gallery.open(state, 'dark');
    await control(name).dblclick();
    expect(await asked()).toHaveLength(1);
    await gallery.open(state, 'dark');
    await control(name).focus();
    // Down without up is what a held key sends: one key, then repeats.
    for (let repeat = 0; repeat < 4; repeat += 1) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    expect(await asked()).toHaveLength(1);
  });
}

test('each control is there for as long as it is offered, and the cutover never', async () => {
  await gallery.open('release-waits-steps', 'dark');
  await expect(control('Send 10 % to v002')).toBeVisible();
  await offer({ kind: 'hold' });
  await expect(control('Send 10 % to v002')).toHaveCount(0);
  await expect(control('Abort')).toHaveCount(0);
  await expect(control('Hold')).toBeVisible();
  await offer();
  await expect(control('Hold')).toHaveCount(0);
  await expect(control(/Cut over|Retire|Launch|Release/)).toHaveCount(0);
  // The control: with its end, what else can be done is there again.
  await tell({ kind: 'progress', progress: [] });
  await tell({
    kind: 'outcome',
    outcome: {
      ...{ fleet: 'storefront', rollout: 'r-20261123-1', atMs: 1_795_442_533_000 },
      intent: { kind: 'revert', to: 'storefront-v001', from: 'storefront-v002' },
      ...{ kind: 'stopped', text: 'It was aborted.', firstResponseMs: null },
    },
  });
  await expect(control(/^Retire v002/)).toBeVisible();
});

test('a second press where the next one appears does not pass two places', async () => {
  await gallery.open('release-share-waits', 'dark');
  await offer({ kind: 'pass', place: 1 }, { kind: 'hold' });
  await control('Send 10 % to v002').click();
  await offer({ kind: 'pass', place: 2 }, { kind: 'hold' });
  await control('Go on to 100 %').click();
  expect(await asked()).toHaveLength(1);
  await page.waitForTimeout(900);
  await control('Go on to 100 %').click();
  expect(await asked()).toHaveLength(2);
});

test('pointing at the press shows what each lane would have', async () => {
  await gallery.open('release-waits-steps', 'dark');
  await control('Send 10 % to v002').hover();
  const lane = (label: string): Locator =>
    page.getByRole('region', { name: `Generation ${label}` });
  await expect(lane('v002')).toContainText('would have 10 %');
  await expect(lane('v001')).toContainText('would keep 90 %');
});

test('a control that is refused says why, where other refusals stand', async () => {
  await gallery.open('release-waits-steps', 'dark');
  await expect(page.getByRole('alert').filter({ hasText: 'ended meanwhile' })).toHaveCount(0);
  await gallery.open('release-refused', 'dark');
  await expect(page.getByRole('alert').filter({ hasText: 'ended meanwhile' })).toBeVisible();
  await expect(control('Send 10 % to v002')).not.toHaveAttribute('aria-busy', 'true');
});

test('with a yard that does not answer nothing can be said, and it says so', async () => {
  await gallery.open('release-stale', 'dark');
  const button = control('Send 10 % to v002');
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(/not answering/);
  await button.click({ force: true });
  expect(await asked()).toEqual([]);
});

test('the revert goes from the first share on, whatever the release is at', async () => {
  await gallery.open('release-share', 'dark');
  const revert = page.getByRole('button', { name: /^Revert to v001/ });
  await revert.hover();
  await expect(page.getByRole('group', { name: 'What it does' })).toContainText(
    'v002 gives back its 10 % of the traffic: all of it to v001, at once.',
  );
  await revert.click();
  expect(await asked()).toMatchObject([
    { name: 'rollout.revert', input: { fleet: 'storefront', to: 'storefront-v001' } },
  ]);
});

test('the steps are a list with one current step, by words too', async () => {
  await gallery.open('release-waits-steps', 'dark');
  const steps = page.getByRole('list', { name: 'Steps of the release of v002' });
  await expect(steps.getByRole('listitem')).toHaveCount(7);
  const now = steps.locator('[aria-current="step"]');
  await expect(now).toHaveCount(1);
  await expect(now).toHaveText('5 Cut overYour presswaits for you');
  await expect(steps.getByRole('listitem').first()).toHaveText('4 Warm upLaunch 4done');
  await expect(steps.getByRole('listitem').last()).toContainText('ahead');
});

test('the everyday release: the key, the image, the plan, one press', async () => {
  await gallery.open('single', 'dark');
  await page.keyboard.press('n');
  await expect(dialog()).toContainText('Launch 4 blocks of v002');
  await begin().dblclick();
  const calls = await asked();
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    name: 'rollout.begin',
    input: {
      fleet: 'storefront',
      wish: {
        kind: 'release',
        source: { kind: 'image', size: 4 },
        expectedRevision: 7,
        terms: {
          checks: { path: '/', status: 200, text: null, withinMs: 1000, inARow: 5 },
          ...{ waitsForPress: true, steps: [], bakeMs: 60_000 },
          guards: { errorShare: 0.02, latencyTimes: 3 },
        },
      },
    },
  });
  await expect(dialog()).toHaveCount(0);
});

test('the letter means nothing where letters are typed, or where nothing can be released', async () => {
  await gallery.open('timeline', 'dark');
  await page.keyboard.press('n');
  await gallery.open('aws-no-fleet', 'dark');
  await page.keyboard.press('n');
  await expect(dialog()).toHaveCount(0);
  await expect(control(/^Release/)).toHaveCount(0);
  // The control: with a fleet the same letter opens it there, too.
  await gallery.open('aws-ready', 'dark');
  await page.keyboard.press('n');
  await expect(dialog()).toHaveCount(1);
});

test('every field of the dialog reaches the wish, and the plan follows it', async () => {
  await gallery.open('dialog-release', 'dark');
  await dialog().getByRole('spinbutton', { name: 'Blocks' }).fill('6');
  await dialog().getByText('each share watched for 1 min').click();
  await dialog().getByRole('textbox', { name: 'Share 1, percent' }).fill('20');
  await dialog().getByRole('textbox', { name: 'Share 1, watched for' }).fill('5 min');
  await dialog().getByRole('checkbox', { name: 'Share 2, until I press' }).check();
  await dialog().getByRole('button', { name: 'Add a share' }).click();
  await dialog().getByRole('checkbox', { name: 'Wait for my press before any traffic' }).uncheck();
  await dialog().getByText('Checks, bake and guards').click();
  const field = (name: string): Locator => dialog().getByRole('textbox', { name });
  await field('Path').fill('/ready');
  await field('Status').fill('204');
  await field('Within, in ms').fill('500');
  await field('Good ones in a row').fill('3');
  await field('Text in the answer').fill('ok');
  await field('Bake time').fill('1 h');
  await field('Errors more than before').fill('0.5');
  await field('Times as slow').fill('2');
  await dialog().getByRole('checkbox', { name: 'It has to pass; else a person is asked' }).check();
  await field('Wait for it after the bake').fill('20 min');
  await expect(dialog()).toContainText('Send 20 % of the traffic to v002');
  await expect(begin()).toHaveText('Release v002 - 6 blocks, in 4 steps');
  await begin().click();
  expect(await asked()).toMatchObject([
    {
      name: 'rollout.begin',
      input: {
        wish: {
          source: { kind: 'image', size: 6 },
          terms: {
            checks: { path: '/ready', status: 204, text: 'ok', withinMs: 500, inARow: 3 },
            waitsForPress: false,
            steps: [
              { percent: 20, pauseMs: 300_000 },
              { percent: 50, pauseMs: null },
              { percent: 75, pauseMs: null },
            ],
            bakeMs: 3_600_000,
            guards: { errorShare: 0.005, latencyTimes: 2 },
            opinion: { isRequired: true, waitMs: 1_200_000, alarms: [] },
          },
        },
      },
    },
  ]);
});

test('what is wrong is said at its field and beside the button, which does nothing', async () => {
  await gallery.open('dialog-release', 'dark');
  const share = dialog().getByRole('textbox', { name: 'Share 2, percent' });
  // A press is given up when the window of another worker takes the front in the middle of it.
  await expect(async () => {
    await dialog().getByText('each share watched for 1 min').click();
    await expect(share).toBeVisible({ timeout: 1000 });
  }).toPass();
  await share.fill('10');
  await expect(share).toHaveAccessibleDescription('More than the 10 % before.');
  await expect(begin()).toHaveAttribute('aria-disabled', 'true');
  await expect(dialog()).toContainText('Step 2: More than the 10 % before.');
  await begin().click({ force: true });
  expect(await asked()).toEqual([]);
  await dialog().getByRole('button', { name: 'Remove share 2' }).click();
  await begin().click();
  expect(await asked()).toHaveLength(1);
});

test('a guard of the plan binds the button', async () => {
  await gallery.open('dialog-release-refused', 'dark');
  await expect(dialog()).toContainText('The traffic is shared (v001 90 %, v002 10 %).');
  await begin().click({ force: true });
  expect(await asked()).toEqual([]);
});

test('the preflight stands beside the plan, and only what cannot work binds the button', async () => {
  await gallery.open('preflight-warnings', 'dark');
  const preflight = dialog().getByRole('region', { name: 'Preflight' });
  await expect(preflight.getByRole('status')).toHaveText('1 failed, 3 warnings, 7 passed');
  await expect(preflight.getByRole('list', { name: 'Way forward', exact: true })).toContainText(
    'The entry is paused by bob on mac',
  );
  const stage = dialog().locator('[aria-current="step"]');
  await expect(stage).toHaveText(/Preflight, now/);
  await begin().click();
  const [plainly] = await asked();
  expect(plainly?.input).not.toHaveProperty('wish.accepted');
  await gallery.open('preflight-warnings', 'dark');
  const why = /^Why you go on with 1 failed check and 3 warnings/u;
  await dialog().getByRole('textbox', { name: why }).fill('Nobody shops at night.');
  await begin().click();
  expect(await asked()).toMatchObject([
    { input: { wish: { accepted: { reason: 'Nobody shops at night.', weighed: { length: 4 } } } } },
  ]);
  await gallery.open('preflight-stopped', 'dark');
  await expect(preflight.getByRole('status')).toHaveText('1 failed, 10 passed');
  await expect(begin()).toHaveAttribute('aria-disabled', 'true');
  await begin().click({ force: true });
  expect(await asked()).toEqual([]);
  await preflight.getByText('Way back: 2 passed').click();
  await expect(preflight.getByRole('list', { name: 'Way back, passed' })).toBeVisible();
});

test('a generation that stands by is released as it is', async () => {
  await gallery.open('ready', 'dark');
  await control('Release v002…').click();
  await expect(dialog()).toContainText('4, already there');
  await begin().click();
  expect(await asked()).toMatchObject([
    { input: { wish: { source: { kind: 'generation', generation: 'storefront-v002' } } } },
  ]);
});

test('a retired generation is brought back with its image and its recipe', async () => {
  await gallery.open('retired', 'dark');
  await page.getByRole('button', { name: 'Bring back v001' }).click();
  await expect(dialog()).toHaveAccessibleName('Bring back v001 of storefront as v004');
  await begin().click();
  expect(await asked()).toMatchObject([
    { input: { wish: { source: { kind: 'image', size: 4, recipeOf: 'storefront-v001' } } } },
  ]);
});

test('an image is released from the list of images', async () => {
  await gallery.open('images', 'dark');
  await page.getByRole('button', { name: /^Use in a release.*storefront 1\.0\.0/ }).click();
  await begin().click();
  expect(await asked()).toMatchObject([
    { input: { wish: { kind: 'release', source: { kind: 'image', size: 4 } } } },
  ]);
});
