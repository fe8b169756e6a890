/** Asks where a file is to go. The system's dialog asks itself before it takes the name of one that is there. */
import { extname } from 'node:path';
import { dialog, type BrowserWindow, type SaveDialogOptions } from 'electron';

const titles = { record: 'Save', diagnostics: 'Save the diagnostics' } as const;

/** By the end of the name that is offered. */
const filters: Readonly<Record<string, string>> = {
  html: 'HTML',
  json: 'JSON',
  jsonl: 'JSON lines',
  md: 'Markdown',
  txt: 'Text',
};

/** @returns null when the dialog was closed. */
export async function chooseSavePath(
  window: BrowserWindow | null,
  name: string,
  what: keyof typeof titles = 'record',
): Promise<string | null> {
  const extension = extname(name).slice(1);
  const options: SaveDialogOptions = {
    ...{ title: titles[what], buttonLabel: 'Save', defaultPath: name },
    filters: [{ name: filters[extension] ?? 'File', extensions: [extension] }],
  };
  const answer = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return answer.canceled || answer.filePath === '' ? null : answer.filePath;
}
