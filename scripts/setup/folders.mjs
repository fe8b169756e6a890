import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, which is also the app folder that Electron is pointed at. */
export const rootFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/**
 * Where downloads live: outside node_modules, so that reinstalling packages does not fetch 200 MB again.
 * BLOCKYARD_CACHE names another folder.
 */
export function cacheFolder() {
  const { BLOCKYARD_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (BLOCKYARD_CACHE) return BLOCKYARD_CACHE;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'blockyard');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'blockyard');
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? homedir(), 'blockyard', 'cache');
  return join(homedir(), '.cache', 'blockyard');
}
