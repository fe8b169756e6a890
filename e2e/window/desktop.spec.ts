/** What the operating system shows of the panel, and what is left of it when its page or its main process dies. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { ElectronApplication } from 'playwright';
import { servedBy } from './fleet-page.ts';
import { launchElectron } from './launch-electron.ts';
import { allProcesses, killQuietly, panelPids } from './processes.ts';
import {
  appFolder,
  environment,
  rootArguments,
  startLimitMs,
  textInWindow,
  within,
} from './real-window.ts';
import { openStage, openStageAgain, stageOf, type Stage } from './stage.ts';

let stage: Stage;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  stage = await openStage('desktop');
});

test.afterAll(async () => {
  await stage.close();
});

const reportPath = (): string => join(stage.dataFolder, 'panel', 'crash.json');

/** Main processes of crash windows of this folder. */
async function crashPids(): Promise<number[]> {
  const mark = `--crash-report=${reportPath()}`;
  return (await allProcesses())
    .filter(({ command }) => command.includes(mark))
    .filter(({ command }) => !command.some((argument) => argument.startsWith('--type=')))
    .map(({ pid }) => pid);
}

/** The same window once more, under the driver: the one that the panel started has none. */
function driveCrashWindow(): Promise<ElectronApplication> {
  const order = [...rootArguments, appFolder, `--crash-report=${reportPath()}`];
  return launchElectron(order, environment(), startLimitMs);
}

/**
 * As a broken page would end: the process goes, nothing is said. It is killed from outside: asked to crash, a process
 * once lived on for the two minutes of the whole test.
 */
async function killPage(): Promise<void> {
  const { application } = stage;
  const pagePid = () =>
    application.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return window?.webContents.getOSProcessId() ?? 0;
    });
  const pid = await pagePid();
  expect(pid).toBeGreaterThan(0);
  process.kill(pid, 'SIGKILL');
  await expect.poll(pagePid).not.toBe(pid);
}

/** A page that hangs for good; that Chromium has noticed it (after 30 s of an unanswered input) is said for it. */
async function hangPage(): Promise<void> {
  await stage.application.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    void window?.webContents.executeJavaScript('for (;;);').catch(() => undefined);
    window?.emit('unresponsive');
  });
}

/** The driver is done with a page that died: what is shown then is asked of our own main process. */
async function untilShown(): Promise<void> {
  const shown = () => within(textInWindow(stage.application), 2000);
  await expect.poll(shown, { timeout: 20_000 }).toContain('4 of 4 blocks healthy');
}

test('a notification tells an end to somebody who is not looking, once, and executes nothing', async () => {
  const { application, fleetPage, page } = stage;
  await application.evaluate(({ BrowserWindow, Notification }) => {
    const told: { title: string; body: string; click: () => void }[] = [];
    (globalThis as unknown as { told: typeof told }).told = told;
    Notification.isSupported = () => true;
    // The desktop of a test has no notifications: what ours would show is kept, with its click.
    Notification.prototype.show = function show() {
      told.push({ title: this.title, body: this.body, click: () => this.emit('click') });
    };
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => false;
  });
  const told = (): Promise<readonly string[]> =>
    application.evaluate(() =>
      (globalThis as unknown as { told: { title: string }[] }).told.map(({ title }) => title),
    );
  await fleetPage.cutOver.click();
  await expect(fleetPage.situation).toContainText('v002 serves');
  await expect.poll(told).toEqual(['storefront: the cutover is verified']);
  await fleetPage.goTo('Settings');
  const before = (await stage.fleet()).split.revision;
  await application.evaluate(() => {
    (globalThis as unknown as { told: { click: () => void }[] }).told[0]?.click();
  });
  await expect(page).toHaveTitle('Fleet - storefront - Blockyard');
  expect((await stage.fleet()).split.revision).toBe(before);
  expect(await told()).toHaveLength(1);
});

test('a page that dies or hangs comes back, and one that dies again and again is given up with a crash window', async () => {
  const { application } = stage;
  const { entry } = await stage.fleet();
  await killPage();
  await untilShown();
  expect(await crashPids()).toEqual([]);
  await hangPage();
  expect(await within(textInWindow(stage.application), 1000)).toBeUndefined();
  await untilShown();
  await killPage();
  await expect.poll(crashPids).toHaveLength(1);
  // The panel goes on without a window, and so does the traffic.
  expect(await panelPids(stage.dataFolder)).toHaveLength(1);
  expect(
    await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
  ).toBe(0);
  expect(await servedBy(entry.url)).toBe('storefront-v002');
});

test('the crash window says what happened and the way back, copies without secrets, and opens the window again', async () => {
  const crashed = await driveCrashWindow();
  const page = await crashed.firstWindow();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The window of Blockyard crashed'); // prettier-ignore
  const main = page.getByRole('main');
  await expect(main).toContainText('The servers and their traffic go on');
  await expect(main).toContainText('revert --to storefront-v001 --fleet storefront');
  await expect(main).toContainText(join(stage.dataFolder, 'journal'));
  await page.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(page.getByRole('status')).toHaveText('The diagnostics are copied.');
  const copied = await crashed.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('The page of the window ended');
  expect(copied).not.toContain('canary-must-not-reach-a-block');
  const opened = stage.application.waitForEvent('window');
  await page.getByRole('button', { name: 'Open the window again' }).click();
  stage = stageOf({ ...stage, page: await opened });
  await stage.fleetPage.untilWhole();
  await expect(stage.fleetPage.lane('v002')).toContainText('current');
  // Nobody needs the other one any more, and it is no second panel.
  await expect.poll(crashPids).toEqual([]);
  expect(await panelPids(stage.dataFolder)).toHaveLength(1);
});

test('an error of the main process ends it, says so, and the next start finds everything', async () => {
  const { application, dataFolder } = stage;
  const { entry } = await stage.fleet();
  await application
    .evaluate(() => {
      setTimeout(() => {
        throw new Error('AKIAIOSFODNN7EXAMPLE in account 123456789012');
      }, 50);
    })
    .catch(() => undefined);
  await expect.poll(() => panelPids(dataFolder)).toEqual([]);
  await expect.poll(crashPids).toHaveLength(1);
  for (const pid of await crashPids()) killQuietly(pid);
  expect(await servedBy(entry.url)).toBe('storefront-v002');
  expect(await readFile(reportPath(), 'utf8')).toContain('AKIAIOSFODNN7EXAMPLE');
  const crashed = await driveCrashWindow();
  const page = await crashed.firstWindow();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Blockyard crashed');
  await page.getByText('Show what is copied').click();
  const text = page.getByRole('group', { name: 'Diagnostics' });
  await expect(text).toContainText('in account <account 1>');
  await expect(text).not.toContainText('AKIAIOSFODNN7EXAMPLE');
  // Its window may be gone before the driver hears that the click was done.
  await page.getByRole('button', { name: 'Quit' }).click().catch(() => undefined); // prettier-ignore
  await expect.poll(crashPids).toEqual([]);
  stage = await openStageAgain(dataFolder);
  await expect(stage.fleetPage.lane('v002')).toContainText('current');
});
