/** Asks for an image on disk. One dialog for both forms: the manifest stands for its folder. */
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { basename, dirname } from 'node:path';

/** @returns the folder or archive to import, or null when the dialog was closed. */
export async function chooseImagePath(window: BrowserWindow | null): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: 'Import an image: its blockyard.json, or a .tgz',
    buttonLabel: 'Import',
    message: 'Choose the blockyard.json of a folder, or a .tgz that holds one.',
    // Outside macOS a dialog offers either files or folders, never both.
    properties: process.platform === 'darwin' ? ['openFile', 'openDirectory'] : ['openFile'],
    filters: [{ name: 'Image manifest or archive', extensions: ['json', 'tgz', 'gz'] }],
  };
  const answer = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  const chosen = answer.canceled ? undefined : answer.filePaths[0];
  if (chosen === undefined) return null;
  return basename(chosen) === 'blockyard.json' ? dirname(chosen) : chosen;
}
