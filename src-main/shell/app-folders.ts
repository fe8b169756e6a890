/** Where things are, in the unpacked and in the packaged app. */
import type { App } from 'electron';
import { join } from 'node:path';

export interface AppFolders {
  readonly renderer: string;
  readonly preload: string;
  /** Real folders on disk, outside the asar: their files are hashed and run. */
  readonly samples: string;
}

export function appFolders(app: App): AppFolders {
  const root = app.getAppPath();
  return {
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'index.cjs'),
    samples: app.isPackaged
      ? join(process.resourcesPath, 'assets', 'samples')
      : join(root, 'assets', 'samples'),
  };
}
