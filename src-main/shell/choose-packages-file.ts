/** Asks for a list of packages on disk. */
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';

/** @returns null when the dialog was closed. */
export async function choosePackagesFile(window: BrowserWindow | null): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: 'Open a list of packages',
    buttonLabel: 'Open',
    message: 'Choose a lockfile, or a bill of materials (CycloneDX or SPDX as JSON).',
    properties: ['openFile'],
    filters: [
      { name: 'Lockfile or bill of materials', extensions: ['json', 'lock', 'yaml', 'yml', 'txt'] },
      { name: 'All files', extensions: ['*'] },
    ],
  };
  const answer = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}
