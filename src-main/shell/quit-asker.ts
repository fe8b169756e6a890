/** Asks before a quit that would leave a change without its panel. */
import { dialog, type App, type BrowserWindow, type MessageBoxOptions } from 'electron';
import type { Settings } from '../../src-shared/panel.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { quitQuestion, type RunningChange } from './quit-question.ts';

export interface QuitNeeds {
  readonly running: () => readonly RunningChange[];
  readonly onQuit: () => Settings['onQuit'];
  /** To which the question belongs; null when there is none. */
  readonly window: () => BrowserWindow | null;
  /** It stays: what was closed for the quit is opened again. */
  readonly keep: () => void;
}

export function runningIn(sessions: Pick<Sessions, 'all'>): readonly RunningChange[] {
  return sessions.all().flatMap((session) => {
    const { band, progress, fleets } = session.feed.snapshot();
    return progress.map((one) => ({
      yardName: band.yardName,
      progress: one,
      fleet: fleets.find(({ id }) => id === one.fleet),
    }));
  });
}

/** @returns for `before-quit`: true when the quit may go on; else it is asked, and quits again after a yes. */
export function createQuitAsker(
  app: App,
  { running, onQuit, window, keep }: QuitNeeds,
): (event: { readonly preventDefault: () => void }) => boolean {
  let isAllowed = false;
  let isAsking = false;
  const ask = async (message: string, detail: string): Promise<void> => {
    isAsking = true;
    const box: MessageBoxOptions = {
      type: 'warning',
      title: 'Blockyard',
      ...{ message, detail },
      buttons: ['Keep the panel open', 'Quit'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    };
    const parent = window();
    try {
      const asked =
        parent === null ? dialog.showMessageBox(box) : dialog.showMessageBox(parent, box);
      if ((await asked).response !== 1) {
        keep();
        return;
      }
    } finally {
      isAsking = false;
    }
    isAllowed = true;
    app.quit();
  };
  return (event) => {
    if (isAllowed) return true;
    const question = quitQuestion(running(), onQuit());
    if (question === null) return true;
    event.preventDefault();
    if (!isAsking) void ask(question.message, question.detail);
    return false;
  };
}
