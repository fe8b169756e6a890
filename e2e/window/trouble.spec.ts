/** What the world does to a data folder, a port and a disk: a clear sentence, a way on, nothing lost. */
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { servedBy } from './fleet-page.ts';
import { electronPath } from './launch-electron.ts';
import { hostPids, panelPids } from './processes.ts';
import {
  closeEverything,
  endEverything,
  environment,
  killPanel,
  openRealWindow,
  panelArguments,
} from './real-window.ts';
import { openStage, openStageAgain, serving, stageOf, type Stage } from './stage.ts';
import { expectNothingLost, startTraffic } from './traffic.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('trouble');
});

test.afterAll(async () => {
  await stage.close();
});

/** Everything ends, something happens to what is on disk, everything starts again. */
async function restart(meanwhile: (yardFolder: string) => Promise<unknown>): Promise<void> {
  await endEverything(stage.dataFolder);
  await meanwhile(join(stage.dataFolder, 'yard'));
  stage = await openStageAgain(stage.dataFolder);
}

async function half(file: string): Promise<void> {
  await truncate(file, Math.floor((await stat(file)).size / 2));
}

function startPanel(dataFolder: string, more: readonly string[] = []): ChildProcess {
  return spawn(electronPath(), [...panelArguments(dataFolder), ...more], {
    stdio: 'ignore',
    env: environment(),
  });
}

/** A killed process may still be closing its sockets when it counts as dead. */
async function listenOn(server: Server, port: number): Promise<void> {
  const tried = (): Promise<boolean> =>
    new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
  await expect.poll(tried).toBe(true);
}

async function expectEvent(text: string | RegExp): Promise<void> {
  await stage.fleetPage.goTo('Timeline');
  await expect(stage.page.getByRole('region', { name: 'Events' })).toContainText(text);
  await stage.fleetPage.goTo('Fleet');
}

test('the port of the fleet is taken at the start: who holds it is said, and it opens once free', async () => {
  const { fleetPage } = stage;
  await fleetPage.cutOver.click();
  await expect(fleetPage.situation).toContainText('v002 serves');
  const { entry } = await stage.fleet();
  const port = Number(new URL(entry.url).port);
  const squatter = createServer();
  await restart(() => listenOn(squatter, port));
  await expect(stage.fleetPage.situation).toContainText('The entry is not open.');
  await expect(stage.fleetPage.situation).toContainText(`Port ${String(port)} is`);
  await expect(stage.fleetPage.situation).toContainText(`process ${String(process.pid)}`);
  await expect(stage.fleetPage.revert).toContainText('the entry is not open');
  await new Promise((resolve) => squatter.close(resolve));
  await expect.poll(() => servedBy(entry.url).catch(() => 'refused')).toBe('storefront-v002');
  await expect(stage.fleetPage.situation).not.toContainText('The entry is not open.');
  await expect(stage.fleetPage.lane('v002')).toContainText('current');
});

test('a truncated state: the copy before it is used, and the window says so', async () => {
  await restart((yard) => half(join(yard, 'state.json')));
  await expectEvent(/copy before it is used/iu);
  expect(serving(await stage.fleet())).toHaveLength(1);
  expect(await servedBy((await stage.fleet()).entry.url)).toMatch(/^storefront-v00[12]$/u);
});

test('a truncated journal: it is told, and releases go on', async () => {
  const { dataFolder } = stage;
  await restart(async () => {
    const folder = join(dataFolder, 'journal');
    const records = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'));
    expect(records).not.toEqual([]);
    await Promise.all(records.map((name) => half(join(folder, name))));
  });
  const { fleetPage } = stage;
  const [label] = serving(await stage.fleet());
  const press = label === 'v001' ? fleetPage.cutOver : fleetPage.revert;
  const other = label === 'v001' ? 'v002' : 'v001';
  await press.click();
  await expect(fleetPage.lane(other)).toContainText('current');
  expect(await servedBy((await stage.fleet()).entry.url)).toBe(`storefront-${other}`);
});

test('both copies of the state damaged: nothing is invented, and a copy that is put back is taken', async () => {
  const yard = join(stage.dataFolder, 'yard');
  const { entry } = await stage.fleet();
  await endEverything(stage.dataFolder);
  await copyFile(join(yard, 'state.json'), join(stage.dataFolder, 'kept.json'));
  await half(join(yard, 'state.json'));
  await writeFile(join(yard, 'state.previous.json'), 'nonsense');
  const window = await openRealWindow(stage.dataFolder);
  stage = stageOf(window);
  await expect(stage.page.getByText('No fleet yet')).toBeVisible({ timeout: 30_000 });
  await expectEvent(/put back a copy/iu);
  await endEverything(stage.dataFolder);
  await copyFile(join(stage.dataFolder, 'kept.json'), join(yard, 'state.json'));
  stage = await openStageAgain(stage.dataFolder);
  expect((await stage.fleet()).entry.url).toBe(entry.url);
});

test('four panels started at once on one folder: one window, one host', async () => {
  const { dataFolder } = stage;
  await endEverything(dataFolder);
  const panels = [1, 2, 3, 4].map(() => startPanel(dataFolder));
  await expect.poll(() => panels.filter(({ exitCode }) => exitCode === null).length).toBe(1);
  await expect.poll(() => hostPids(dataFolder)).toHaveLength(1);
  expect(await panelPids(dataFolder)).toHaveLength(1);
  expect(panels.filter(({ exitCode }) => exitCode === 0)).toHaveLength(3);
  await endEverything(dataFolder);
});

test('a second start comes to the first window and nothing that it says is carried out', async () => {
  stage = await openStageAgain(stage.dataFolder);
  const { dataFolder, application } = stage;
  const hostile = startPanel(dataFolder, [
    '--yard=/tmp/elsewhere',
    'javascript:alert(1)',
    '--eval=1',
  ]);
  await expect.poll(() => hostile.exitCode).toBe(0);
  expect(
    await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
  ).toBe(1);
  expect(await panelPids(dataFolder)).toHaveLength(1);
  expect(await hostPids(dataFolder)).toHaveLength(1);
  expect(stage.page.url()).toBe('app://bundle/index.html');
});

test('the data folder is removed while traffic flows: it goes on, and a press still switches', async () => {
  const { dataFolder, fleetPage } = stage;
  const { entry } = await stage.fleet();
  if (serving(await stage.fleet())[0] === 'v001') await fleetPage.cutOver.click();
  await expect(fleetPage.lane('v002')).toContainText('current');
  const traffic = startTraffic(entry.url, 'folder-gone');
  await traffic.untilFinished(60);
  // The host goes on writing there meanwhile: what came anew is removed in the next turn.
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  await traffic.untilFinished(traffic.records.length + 200);
  await expect(stage.page.getByRole('contentinfo')).toContainText('Link live');
  // A revert always goes, even with nowhere to write it down.
  await fleetPage.revert.click();
  await expect(fleetPage.lane('v001')).toContainText('current');
  expect(await servedBy(entry.url)).toBe('storefront-v001');
  await traffic.untilFinished(traffic.records.length + 60);
  expectNothingLost(await traffic.end(await stage.fleet()));
  await killPanel(stage);
  await closeEverything(dataFolder);
});

test('a data folder that cannot be used: one sentence and an end, no stack', async () => {
  const panel = spawn(electronPath(), panelArguments('/proc/blockyard'), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(),
  });
  let said = '';
  panel.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  await expect.poll(() => panel.exitCode).toBe(1);
  expect(said).toContain('The data folder /proc/blockyard cannot be used');
  expect(said).toContain('--data=FOLDER');
  expect(said).not.toContain('    at ');
});
