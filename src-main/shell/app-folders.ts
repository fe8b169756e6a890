/** Where things are, in the unpacked and in the packaged app. */
import type { App } from 'electron';
import { join } from 'node:path';

export interface AppFolders {
  readonly renderer: string;
  readonly preload: string;
  readonly crashPreload: string;
  /** Real folders on disk, outside the asar: their files are hashed and run. */
  readonly samples: string;
  /** Icons of the tray, drawn by `scripts/tray-icons.mjs`. */
  readonly tray: string;
}

export function appFolders(app: App): AppFolders {
  const root = app.getAppPath();
  const assets = app.isPackaged ? join(process.resourcesPath, 'assets') : join(root, 'assets');
  return {
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'index.cjs'),
    crashPreload: join(root, 'out', 'preload', 'crash.cjs'),
    samples: join(assets, 'samples'),
    tray: join(assets, 'tray'),
  };
}
