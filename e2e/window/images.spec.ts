/** Images that are broken, slow, loud or hostile: each ends in a sentence, and the fleet serves on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator } from '@playwright/test';
import { goodServer, makeImage, type MadeImage } from './made-images.ts';
import { killQuietly } from './processes.ts';
import { openStage, running, serving, type Stage } from './stage.ts';
import { expectNothingLost, startTraffic, type Traffic } from './traffic.ts';

let stage: Stage;
let folder: string;
let traffic: Traffic;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-images-'));
  stage = await openStage('images');
  traffic = startTraffic((await stage.fleet()).entry.url, 'images', { requestsPerSecond: 50 });
});

test.afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

async function importPath(path: string): Promise<void> {
  const { page, fleetPage } = stage;
  await fleetPage.goTo('Images');
  await page.getByRole('textbox', { name: 'Path of a folder or .tgz' }).fill(path);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
}

function complaint(): Locator {
  return stage.page.getByRole('main').getByRole('alert');
}

async function importMade(name: string, image: MadeImage): Promise<void> {
  await importPath(await makeImage(folder, name, image));
  await expect(stage.page.getByRole('main').getByRole('status')).toContainText(
    `Imported ${(image.name ?? name).slice(0, 10)}`,
  );
}

/** Launches one block from an image that was imported, without releasing it. */
async function launchOne(name: string): Promise<void> {
  const { page, fleetPage } = stage;
  await fleetPage.goTo('Fleet');
  await page.getByRole('button', { name: 'Launch new generation…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Image$/u }).click();
  await page
    .getByRole('option')
    .filter({ hasText: `${name} 1.0.0` })
    .click();
  await dialog.getByRole('spinbutton', { name: 'Blocks' }).fill('1');
  await dialog.getByRole('button', { name: /^Launch v\d+ - 1 block$/u }).click();
  await expect(dialog).toBeHidden();
}

async function retire(label: string): Promise<void> {
  const { page, fleetPage } = stage;
  await page.getByRole('button', { name: `Retire ${label}…` }).click();
  const dialog = page.getByRole('dialog', { name: `Retire ${label}` });
  await dialog.getByRole('textbox').fill(`storefront-${label}`);
  await dialog.getByRole('textbox').press('Enter');
  await expect(fleetPage.situation).toContainText(`etirement of ${label} is done`, {
    timeout: 40_000,
  });
}

const refused: readonly (readonly [string, MadeImage | string, RegExp])[] = [
  ['nothing is there', '/nowhere/at/all', /There is nothing at/u],
  ['a path that is not whole', 'some/where', /is not a whole path/u],
  [
    'a manifest that is not JSON',
    { server: goodServer(), manifest: '{ "name": "shop", ' },
    /blockyard\.json/u,
  ],
  [
    'a manifest without a version',
    {
      server: goodServer(),
      manifest: '{"name":"x","start":{"server":"server.mjs"},"health":"/","port":"PORT"}',
    },
    /version/u,
  ],
  ['a missing entry file', { server: null }, /server\.mjs/u],
  [
    'an entry outside the image',
    {
      server: goodServer(),
      manifest:
        '{"name":"x","version":"1","start":{"server":"../../etc/passwd"},"health":"/","port":"PORT"}',
    },
    /must not leave the image/u,
  ],
  [
    'a name of 10 000 characters',
    { name: 'n'.repeat(10_000), server: goodServer() },
    /name.*longer than 200 characters/u,
  ],
  [
    'a name with line breaks',
    { name: 'a\nb', server: goodServer() },
    /line breaks or control characters/u,
  ],
];

for (const [index, [what, image, sentence]] of refused.entries()) {
  test(`refuses ${what} with a sentence`, async () => {
    const path =
      typeof image === 'string'
        ? image
        : await makeImage(folder, `refused-${String(index)}`, image);
    await importPath(path);
    await expect(complaint()).toContainText(sentence);
    await expect(stage.page.getByRole('heading', { level: 1, name: 'Images' })).toBeInViewport();
  });
}

test('shows a hostile name as text, and nothing of it runs or turns around', async () => {
  const { page } = stage;
  const name = '<img src=x onerror=window.pwned=1> \u202egnp.exe\u2066 & <b>bold</b>';
  await importMade('hostile', { name, server: goodServer() });
  const row = page.getByRole('rowheader').filter({ hasText: '<img src=x' });
  await expect(row).toContainText('<img src=x onerror=window.pwned=1>');
  await expect(row).not.toContainText(/[\u202a-\u202e\u2066-\u2069]/u);
  await expect(page.getByRole('main').locator('img, b:text-is("bold")')).toHaveCount(0);
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
});

test('compares what two images consist of, and one of their files line by line', async () => {
  const { page, fleetPage } = stage;
  await fleetPage.goTo('Compare');
  await page.getByRole('button', { name: 'Compare contents' }).click();
  const files = page.getByRole('listbox', { name: 'Files that differ' });
  await files.getByRole('option', { name: /changed: .*blockyard\.json/u }).click();
  await expect(page.getByRole('region', { name: 'The chosen file' })).toContainText('"version"');
  await fleetPage.goTo('Images');
});

test('an image that exits at once: the launch fails, and its log says why', async () => {
  const { fleetPage } = stage;
  await importMade('exits', { server: "console.error('no database today'); process.exit(3);" });
  await launchOne('exits');
  await expect(fleetPage.situation).toContainText('aunch of v003 failed.', { timeout: 40_000 });
  await expect(fleetPage.situation).toContainText('ended with code 3');
  await fleetPage.selectBlock('v003', 0);
  await expect(stage.page.getByRole('region', { name: 'Log of the block' })).toContainText(
    'no database today',
  );
  await expect(fleetPage.situation).toContainText('v001 keeps serving');
  await retire('v003');
});

test('an image that floods its log: the tail is bounded, and the window stays quick', async () => {
  const { page, fleetPage } = stage;
  const flood =
    "setInterval(() => { for (let i = 0; i < 200; i += 1) console.log('x'.repeat(1000)); }, 10);";
  await importMade('floods', { server: goodServer(flood) });
  await launchOne('floods');
  await expect(fleetPage.situation).toContainText('aunch of v004 is done', { timeout: 40_000 });
  await fleetPage.selectBlock('v004', 0);
  await expect(page.getByRole('region', { name: 'Log of the block' })).toContainText('xxxx');
  await expect(fleetPage.details).toContainText(/of older output were dropped/u);
  const startedAtMs = Date.now();
  await fleetPage.goTo('Timeline');
  await fleetPage.goTo('Fleet');
  expect(Date.now() - startedAtMs).toBeLessThan(5000);
  await retire('v004');
});

test('an image that never becomes healthy gets no traffic and can be retired', async () => {
  const { fleetPage } = stage;
  await importMade('never', { server: "setInterval(() => console.log('thinking'), 500);" });
  await launchOne('never');
  await expect(fleetPage.situation).toContainText('0 of 1 blocks of v005 are healthy', {
    timeout: 20_000,
  });
  await expect(fleetPage.cutOver).toHaveAttribute('aria-disabled', 'true');
  expect(serving(await stage.fleet())).toEqual(['v001']);
  // The launch gives it a minute; its end shortens that.
  const [never] = running(await stage.fleet(), 'v005');
  expect(never).toBeDefined();
  if (never !== undefined) killQuietly(never.pid);
  await expect(fleetPage.situation).toContainText('aunch of v005 failed.');
  await retire('v005');
});

test('all the while the serving generation served everybody', async () => {
  expectNothingLost(await traffic.end(await stage.fleet()));
  expect(serving(await stage.fleet())).toEqual(['v001']);
  expect(stage.complaints).toEqual([]);
});
