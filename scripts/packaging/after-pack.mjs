import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/** Where this hook says what was packaged, for the command that started electron-builder. */
export const packagedNote = join('dist', '.packaged.json');

/**
 * Called by electron-builder with the packaged folder, before anything is signed.
 *
 * @param {import('electron-builder').AfterPackContext} context
 */
export async function afterPack(context) {
  const { appOutDir } = context;
  const { resources, executable } = placesOf(context);

  // The npm fallback's loader runs any folder it is told to.
  await rm(join(appOutDir, resources, 'app'), { recursive: true, force: true });
  if (!existsSync(join(appOutDir, resources, 'app.asar'))) {
    throw new Error(
      `There is no app.asar in ${join(appOutDir, resources)}: nothing to start was packaged.`,
    );
  }
  await setFuses(join(appOutDir, executable));

  await mkdir(dirname(packagedNote), { recursive: true });
  await writeFile(
    packagedNote,
    JSON.stringify({ folder: appOutDir, executable: join(appOutDir, executable) }),
  );
}

/** @param {import('electron-builder').AfterPackContext} context */
function placesOf({ packager, electronPlatformName }) {
  const { productFilename } = packager.appInfo;
  switch (electronPlatformName) {
    case 'darwin':
      return {
        resources: `${productFilename}.app/Contents/Resources`,
        executable: `${productFilename}.app/Contents/MacOS/${productFilename}`,
      };
    case 'win32':
      return { resources: 'resources', executable: `${productFilename}.exe` };
    default: {
      // Only the Linux packager has it.
      const { executableName } = /** @type {{ executableName: string }} */ (
        /** @type {unknown} */ (packager)
      );
      return { resources: 'resources', executable: executableName };
    }
  }
}

/**
 * Every fuse of the executable, named one by one. A fuse that a newer Electron adds and this list does not name
 * fails the packaging, instead of keeping a default that nobody chose.
 *
 * @param {string} executable
 */
async function setFuses(executable) {
  const present = await getCurrentFuseWire(executable);
  // The ninth came after Electron 33; naming it there fails ("wire not long enough").
  const hasWasmFuse = present[FuseV1Options.WasmTrapHandlers] !== undefined;
  await flipFuses(
    executable,
    /** @type {import('@electron/fuses').FuseConfig} */ ({
      version: FuseVersion.V1,
      strictlyRequireAllFuses: true,
      resetAdHocDarwinSignature: process.platform === 'darwin',
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
      ...(hasWasmFuse ? { [FuseV1Options.WasmTrapHandlers]: true } : {}),
    }),
  );
}
