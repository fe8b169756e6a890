/** Asks for a release file on disk. */
import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';

/** @returns null when the dialog was closed. */
export async function chooseReleaseFile(window: BrowserWindow | null): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: 'Open a release file',
    buttonLabel: 'Open',
    message: 'Choose a release as JSON or YAML.',
    properties: ['openFile'],
    filters: [
      { name: 'Release, JSON or YAML', extensions: ['yaml', 'yml', 'json'] },
      { name: 'All files', extensions: ['*'] },
    ],
  };
  const answer = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}
