/**
 * The real program for tests: the real Electron binary, a real window, a real yard host with real
 * servers, in a data folder of its own. Nothing here reaches into the program but its window.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ElectronApplication, Page } from 'playwright';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
import type { Bridge } from '../../src-shared/ipc-contract.ts';
import { launchElectron } from './launch-electron.ts';
import { drawnWindows, killQuietly, panelPids, processesOf } from './processes.ts';

export interface RealWindow {
  readonly application: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** What the page itself complained about: an error, a blocked load, a broken policy. */
  readonly complaints: readonly string[];
}

export interface OpenOptions {
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment names the app that was built; else it is the folder around us. */
export const appFolder = process.env['BLOCKYARD_APP'] ?? resolve(import.meta.dirname, '../..');

/** What root must add: Chromium refuses its sandbox to it. */
export const rootArguments: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** For each step of a start, so that a step that hangs is named before the whole test runs out. */
export const startLimitMs = 25_000;

export async function newDataFolder(name = 'window'): Promise<string> {
  return mkdtemp(join(tmpdir(), `blockyard-${name}-`));
}

export function panelArguments(dataFolder: string): string[] {
  return [...rootArguments, appFolder, `--data=${dataFolder}`];
}

/** A page that was drawn answers within milliseconds, within a second on a machine with four jobs a core. */
const reachMs = 8000;

/** A start with its steps takes longer than this only when the driver waits for ever. */
const hungMs = 50_000;

/**
 * Starts the program under the test driver. The driver, rarely, waits for ever for a window that is there
 * (see launch-electron.ts): then, and only when the program has drawn its window, it is started once more,
 * and that is told loudly. A program that opens no window fails at once.
 */
export async function openRealWindow(
  dataFolder: string,
  options: OpenOptions = {},
): Promise<RealWindow> {
  const first = await openWithin(dataFolder, options);
  if (!(first instanceof Error)) return first;
  const drawn = await drawnWindows(dataFolder);
  if (drawn.length === 0) throw first;
  console.warn(
    `*** The test driver did not find a window that is there (${first.message}); once more ***`,
  );
  for (const pid of await panelPids(dataFolder)) killQuietly(pid);
  const second = await openWithin(dataFolder, options);
  if (second instanceof Error) throw second;
  return second;
}

async function openWithin(dataFolder: string, options: OpenOptions): Promise<RealWindow | Error> {
  const waiting = new AbortController();
  const hung = pause(hungMs, new Error(`no window within ${hungMs / 1000} s`), {
    signal: waiting.signal,
  });
  const opening = openOnce(dataFolder, options).catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  try {
    return await Promise.race([opening, hung]);
  } finally {
    waiting.abort();
    hung.catch(() => undefined);
  }
}

async function openOnce(dataFolder: string, options: OpenOptions): Promise<RealWindow> {
  const application = await launchElectron(
    [...panelArguments(dataFolder), ...(options.arguments ?? [])],
    { ...environment(), ...options.env },
    startLimitMs,
  );
  const page = await application.firstWindow({ timeout: startLimitMs });
  await untilReached(application, page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { application, page, dataFolder, complaints };
}

/**
 * The driver can hold a window whose page it never reaches: every locator then waits in vain, and evaluating waits
 * for ever. Whether the page itself lives is asked of our main process, which does not go through the driver's page.
 * @throws when the driver does not reach a page that answers.
 */
async function untilReached(application: ElectronApplication, page: Page): Promise<void> {
  const reached = page.evaluate(() => true).catch(() => true);
  if (await within(reached, reachMs)) return;
  if ((await within(textInWindow(application), reachMs)) === undefined) return;
  throw new Error('the driver does not reach into a page that answers');
}

/** What the first window shows, asked of our own main process. */
export function textInWindow(application: ElectronApplication): Promise<string> {
  return application.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return String(await window?.webContents.executeJavaScript('document.body.innerText'));
  });
}

/** @returns undefined when it took longer. */
export async function within<Value>(
  promise: Promise<Value>,
  limitMs: number,
): Promise<Value | undefined> {
  const waiting = new AbortController();
  const late = pause(limitMs, undefined, { signal: waiting.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    waiting.abort();
  }
}

/** Ours, and a secret that no block may ever see. */
export function environment(): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(own), AWS_SECRET_ACCESS_KEY: 'canary-must-not-reach-a-block' };
}

/** All that the window was told, through its own bridge. */
export async function snapshotOf(page: Page): Promise<PanelSnapshot> {
  const answer = await page.evaluate(() => {
    const { blockyard } = window as unknown as { blockyard: Bridge };
    return blockyard.call['panel.snapshot'](null);
  });
  if (!answer.ok) throw new Error(answer.fault.message);
  return answer.value;
}

/** Ends the panel as a crash would: nothing is said, nothing is saved. */
export async function killPanel(window: RealWindow): Promise<void> {
  const panel = window.application.process();
  const ended = new Promise((resolve) => panel.once('exit', resolve));
  panel.kill('SIGKILL');
  if (panel.exitCode === null && panel.signalCode === null) await ended;
}

/** Ends panel and yard host of this folder, whatever state they are in, and removes the folder. */
export async function closeEverything(dataFolder: string): Promise<void> {
  await endEverything(dataFolder);
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** The same, but what is on disk stays. */
export async function endEverything(dataFolder: string): Promise<void> {
  const end = Date.now() + 10_000;
  let left = await processesOf(dataFolder);
  while (left.length > 0 && Date.now() < end) {
    for (const pid of left) killQuietly(pid);
    await pause(50);
    left = await processesOf(dataFolder);
  }
  if (left.length > 0) throw new Error(`Processes ${left.join(', ')} of ${dataFolder} stay.`);
}
