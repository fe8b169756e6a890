/** The gallery in a real Electron window: every designed state without a main process behind it. */
import { test, type ElectronApplication, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { launchElectron } from '../window/launch-electron.ts';
import { startLimitMs } from '../window/real-window.ts';

export type Theme = 'dark' | 'light';

export interface GalleryWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Messages of the console that are warnings or errors, and violations of the policy, since the last `open`. */
  readonly complaints: string[];
  readonly states: () => Promise<readonly string[]>;
  readonly open: (state: string, theme: Theme) => Promise<void>;
  /** As `open`, in the page that is there, which is not loaded anew. Only after one `open`. */
  readonly turnTo: (state: string, theme: Theme) => Promise<void>;
  /** A hue that is on its way to another one is neither. */
  readonly endMotion: () => Promise<void>;
  readonly resize: (width: number, height: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const appFolder = resolve(import.meta.dirname, 'gallery-app');
const sources = resolve(import.meta.dirname, '../../src-renderer');

export async function openGallery(): Promise<GalleryWindow> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-gallery-'));
  await build({
    configFile: false,
    root: sources,
    base: './',
    publicDir: false,
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: join(folder, 'bundle'),
      target: 'chrome130',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: { gallery: join(sources, 'gallery.html') } },
    },
  });
  const app = await launchElectron(
    ['--no-sandbox', appFolder],
    {
      ...(process.env as Record<string, string>),
      BLOCKYARD_GALLERY: join(folder, 'bundle'),
      BLOCKYARD_GALLERY_DATA: join(folder, 'data'),
    },
    startLimitMs,
  );
  const page = await app.firstWindow();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {
    app,
    page,
    complaints,
    states: async () => {
      await page.goto('app://bundle/gallery.html');
      const names = await page
        .locator('a')
        .evaluateAll((links) =>
          links.map((link) => new URL((link as HTMLAnchorElement).href).searchParams.get('state')),
        );
      return [...new Set(names)].filter((name) => name !== null);
    },
    open: async (state, theme) => {
      complaints.length = 0;
      await page.goto(`app://bundle/gallery.html?state=${state}&theme=${theme}`);
      await untilDrawn(page);
    },
    turnTo: async (state, theme) => {
      complaints.length = 0;
      await page.evaluate(
        async ([name, shade]) => {
          await (window as unknown as Gallery).showState(name, shade);
        },
        [state, theme] as const,
      );
      await untilDrawn(page);
      await endMotion(page);
    },
    endMotion: () => endMotion(page),
    resize: async (width, height) => {
      await page.setViewportSize({ width, height });
    },
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the page of the gallery offers. */
interface Gallery {
  readonly showState: (name: string, theme: string) => Promise<void>;
}

async function endMotion(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish();
  });
}

async function untilDrawn(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  // Two frames: what was measured is drawn.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
}

/** What the page asked its bridge. */
export interface Asked {
  readonly name: string;
  readonly input: unknown;
}

/** One gallery for all tests of a file, of the usual size. @param take is given it before the first of them. */
export function withGallery(take: (gallery: GalleryWindow) => void): void {
  let gallery: GalleryWindow | null = null;
  test.beforeAll(async () => {
    gallery = await openGallery();
    await gallery.resize(1440, 900);
    take(gallery);
  });
  test.afterAll(async () => {
    await gallery?.close();
  });
}
