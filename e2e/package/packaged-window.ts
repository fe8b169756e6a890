/**
 * The packaged program as an installed user starts it: from a folder of its own with no node_modules
 * anywhere near, not as root, with the real sandbox. Its inspect fuse is off, so it is driven over the
 * DevTools port of its window alone.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { endEverything, environment } from '../window/real-window.ts';

/** `nobody`: owns nothing and may do nothing special. */
const nobody = 65534;
const isRoot = process.getuid?.() === 0;

export interface InstalledApp {
  readonly executable: string;
  /** Holds the app, its home and its data. */
  readonly folder: string;
  readonly dataFolder: string;
  readonly remove: () => Promise<void>;
}

export interface PackagedWindow {
  readonly page: Page;
  readonly browser: Browser;
  readonly panel: ChildProcess;
}

/** Copies what `npm run package` made to a place where nothing else is. */
export async function install(): Promise<InstalledApp> {
  const packaged = process.env['BLOCKYARD_PACKAGED'];
  const executable = process.env['BLOCKYARD_PACKAGED_EXECUTABLE'];
  if (packaged === undefined || executable === undefined) {
    throw new Error('BLOCKYARD_PACKAGED is not set: start this through npm test -- package.');
  }
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-packaged-'));
  const app = join(folder, 'app');
  const dataFolder = join(folder, 'data');
  await cp(dirname(executable), app, { recursive: true, verbatimSymlinks: true });
  // As our .deb installs it: the sandbox's helper for systems where ordinary users make no namespaces.
  if (isRoot) await chmod(join(app, 'chrome-sandbox'), 0o4755);
  for (const each of ['home', 'run', 'data']) {
    await mkdir(join(folder, each), { mode: 0o700 });
    if (isRoot) await chown(join(folder, each), nobody, nobody);
  }
  const cookie = process.env['XAUTHORITY'];
  if (cookie !== undefined) {
    await copyFile(cookie, join(folder, 'Xauthority'));
    if (isRoot) await chown(join(folder, 'Xauthority'), nobody, nobody);
  }
  if (isRoot) await chown(folder, nobody, nobody);
  return {
    executable: join(app, basename(executable)),
    folder,
    dataFolder,
    remove: async () => {
      await endEverything(folder);
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** Starts the program as nobody when we are root, else as who we are; never without its sandbox. */
export function start(
  app: InstalledApp,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): ChildProcess {
  const drop = [
    'setpriv',
    `--reuid=${String(nobody)}`,
    `--regid=${String(nobody)}`,
    '--clear-groups',
  ];
  const [command = '', ...rest] = [...(isRoot ? drop : []), app.executable, ...args];
  return spawn(command, rest, {
    cwd: app.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment(),
      HOME: join(app.folder, 'home'),
      XDG_RUNTIME_DIR: join(app.folder, 'run'),
      XAUTHORITY: join(app.folder, 'Xauthority'),
      ...more,
    },
  });
}

/** Opens the panel and takes hold of its window. */
export async function openPackaged(app: InstalledApp): Promise<PackagedWindow> {
  const panel = start(app, ['--remote-debugging-port=0', `--data=${app.dataFolder}`]);
  const address = await devToolsAddress(panel);
  const browser = await chromium.connectOverCDP(address);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('The packaged program has no browser context.');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  return { page, browser, panel };
}

/** The address that Chromium prints once it listens. */
export function devToolsAddress(panel: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      reject(new Error(`The packaged program did not listen within 30 s. It said: ${said}`));
    }, 30_000);
    const listen = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const found = /DevTools listening on (ws:\S+)/u.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    panel.stderr?.on('data', listen);
    panel.stdout?.on('data', listen);
    panel.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`It ended with ${String(code ?? signal)}. It said: ${said}`));
    });
  });
}
