/** Asks where a file is to go. The system's dialog asks itself before it takes the name of one that is there. */
import { dialog, type BrowserWindow, type SaveDialogOptions } from 'electron';

/** @returns null when the dialog was closed. */
export async function chooseSavePath(
  window: BrowserWindow | null,
  name: string,
): Promise<string | null> {
  const options: SaveDialogOptions = {
    title: 'Save the record of this change',
    buttonLabel: 'Save',
    defaultPath: name,
    filters: [{ name: 'JSON', extensions: ['json'] }],
  };
  const answer = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return answer.canceled || answer.filePath === '' ? null : answer.filePath;
}
