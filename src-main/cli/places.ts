/** Where the panel of this person keeps its things: the CLI sees the same yards. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Absolute: the yard's host runs in another folder. Not from Electron, which is not there under plain Node: its `appData`, by its documentation. */
export function usualDataFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home?: string,
): string {
  const own = environment['BLOCKYARD_DATA'];
  if (own !== undefined && own !== '') return resolve(own);
  // Asked for only here: it throws for a user whom no list of users names.
  return resolve(appData(platform, environment, home ?? homedir()), 'Blockyard');
}

function appData(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return environment['APPDATA'] ?? join(home, 'AppData', 'Roaming');
  const config = environment['XDG_CONFIG_HOME'];
  return config === undefined || config === '' ? join(home, '.config') : config;
}
