/** Pictures of the same moment in both themes. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

export interface Camera {
  /** Writes NAME-dark.png and NAME-light.png. */
  readonly take: (name: string) => Promise<void>;
}

const themes = ['light', 'dark'] as const;

export async function createCamera(page: Page, folder: string): Promise<Camera> {
  await mkdir(folder, { recursive: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  return {
    take: async (name) => {
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme });
        await page.screenshot({
          path: join(folder, `${name}-${theme}.png`),
          animations: 'disabled',
        });
      }
      await page.emulateMedia({ colorScheme: null });
    },
  };
}
