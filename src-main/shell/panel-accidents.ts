/** What the panel does about errors that nobody expected: its window is shown anew, or a crash window is. */
import { app, dialog } from 'electron';
import { plain } from '../../src-shared/wording.ts';
import type { CrashReport } from '../crash/crash-report.ts';
import { quitText, quitWarning } from '../crash/crash-words.ts';
import type { CrashWish } from '../crash/exit-codes.ts';
import type { CrashWindow } from './crash-window.ts';

export interface AccidentNeeds {
  readonly crash: CrashWindow;
  readonly report: (what: CrashReport['what'], reason: string) => CrashReport;
  readonly openWindow: () => void;
  readonly say: (title: string, detail: string) => void;
}

export interface Accidents {
  /** The window was given up. */
  readonly windowLost: (reason: string) => void;
  /** A box of the system asks in the place of a window: that there is none ends nothing. */
  readonly isAsking: () => boolean;
}

export function followAccidents({ crash, report, openWindow, say }: AccidentNeeds): Accidents {
  let isEnding = false;
  let isAsking = false;
  process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
    // Whoever read our output went away: nothing of the panel is broken.
    if (isEnding || error.code === 'EPIPE' || error.code === 'EIO') return;
    isEnding = true;
    try {
      crash.leave(report('panel', textOf(error)));
    } finally {
      app.exit(1);
    }
  });
  // Something was left undone, and what it was for has its own deadline: no reason to end what runs.
  process.on('unhandledRejection', (error) => {
    say('Blockyard met an error of its own', plain(textOf(error), 600));
  });
  const ask = (lost: CrashReport, detail: string): void => {
    isAsking = true;
    void askInBox(lost, detail).then((wish) => {
      isAsking = false;
      if (wish === 'open') openWindow();
      else app.quit();
    });
  };
  return {
    isAsking: () => isAsking,
    windowLost: (reason) => {
      const lost = report('window', reason);
      const answered = (wish: CrashWish): void => {
        if (wish === 'open') openWindow();
        else if (wish === 'quit') app.quit();
        else ask(lost, 'The window that said so was closed, or ended by itself.');
      };
      try {
        crash.show(lost, answered);
      } catch (error) {
        // A full disk: the crash window cannot be told anything. A box of the system asks the same.
        ask(lost, `${reason} ${plain(textOf(error), 200)}`);
      }
    },
  };
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack ?? error.message;
}

async function askInBox(lost: CrashReport, detail: string): Promise<'open' | 'quit'> {
  const warning = quitWarning(lost);
  const { response } = await dialog.showMessageBox({
    ...{ type: 'error', title: 'Blockyard', message: 'The window of Blockyard crashed' },
    detail: [detail, 'The servers and their traffic go on.', warning ?? ''].join(' ').trim(),
    // Closed without an answer it opens the window: nothing is ended that nobody wanted to end.
    ...{ buttons: ['Open the window again', quitText(lost)], defaultId: 0, cancelId: 0 },
    noLink: true,
  });
  return response === 1 ? 'quit' : 'open';
}
