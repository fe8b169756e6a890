import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Stop } from './stop.mjs';

/**
 * Systems that keep ordinary users from making user namespaces (Ubuntu from 24.04 by AppArmor, some hardened kernels)
 * make Electron's sandbox abort at start, unless its set-uid helper is installed.
 *
 * @param {{ folder: string }} electron
 * @param {{ settings?: string, uid?: number | undefined }} [system] where the kernel shows its settings, and who we are
 */
export async function ensureSandboxCanStart({ folder }, system = {}) {
  const { settings = '/proc/sys', uid = process.getuid?.() } = system;
  if (process.platform !== 'linux' || uid === 0) return;
  const restricted =
    (await systemSetting(join(settings, 'kernel/apparmor_restrict_unprivileged_userns'))) === '1' ||
    (await systemSetting(join(settings, 'kernel/unprivileged_userns_clone'))) === '0' ||
    (await systemSetting(join(settings, 'user/max_user_namespaces'))) === '0';
  if (!restricted) return;
  const helper = join(folder, 'chrome-sandbox');
  const found = statSync(helper, { throwIfNoEntry: false });
  if (found?.uid === 0 && (found.mode & 0o4755) === 0o4755) return;
  throw new Stop(
    `This system restricts user namespaces, without which Electron's sandbox cannot start: run "sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'" once and start again.`,
  );
}

/** @param {string} file */
async function systemSetting(file) {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    // The setting does not exist on this kernel, so it restricts nothing.
    return undefined;
  }
}
