/** Where the panel of this person keeps its things: the CLI sees the same yards. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Not from Electron, which is not there under plain Node: its `appData`, by its documentation. */
export function usualDataFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  home: string = homedir(),
): string {
  const own = environment['BLOCKYARD_DATA'];
  if (own !== undefined && own !== '') return own;
  return join(appData(platform, environment, home), 'Blockyard');
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
