import { findElectron } from './electron-binary.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';
import { ensureSandboxCanStart } from './user-namespaces.mjs';

/**
 * Everything between installed packages and a window that can open.
 *
 * @param {string} root
 * @param {{ needsVirtualDisplay: boolean }} options
 * @returns {Promise<import('./electron-binary.mjs').ElectronBinary>}
 */
export async function prepareElectron(root, { needsVirtualDisplay }) {
  const electron = await findElectron(root);
  await ensureSystemLibraries({ executable: electron.executable, needsVirtualDisplay });
  await ensureSandboxCanStart(electron);
  return electron;
}

/**
 * What programs that drive a window are told (e2e, the tour, bench).
 *
 * @param {string} root
 * @param {import('./electron-binary.mjs').ElectronBinary} electron
 */
export function driverEnvironment(root, electron) {
  return {
    ...process.env,
    BLOCKYARD_APP: root,
    BLOCKYARD_ELECTRON: electron.executable,
    BLOCKYARD_ELECTRON_VERSION: electron.version,
  };
}
