/** The one window. It may crash, freeze or close; nothing of the yard depends on it. */
import { BrowserWindow, nativeTheme, type WebContents } from 'electron';
import type { Settings } from '../../src-shared/panel.ts';
import { createCrashPolicy } from '../crash/crash-policy.ts';

export interface PanelWindow {
  readonly current: () => BrowserWindow | null;
  /** Opens it, or brings it to the front. */
  readonly open: () => void;
  readonly follow: (settings: Settings) => void;
}

interface PanelWindowOptions {
  readonly preload: string;
  readonly trustedIds: Set<number>;
  readonly theme: Settings['theme'];
  /** Somebody can see the window, or nobody: then the yard is looked at less often. */
  readonly onWatched: (isWatched: boolean) => void;
  /** Somebody has it in front of them from now on. */
  readonly onFocused: () => void;
  /** The page is gone, with whatever it waited for: closed, or died and comes back empty. */
  readonly onGone: () => void;
  /** The page ended too often: there is no window any more. @param reason one line, from Chromium. */
  readonly onGivenUp: (reason: string) => void;
}

/** Asked to crash, a process that hangs may live on: it is ended from outside. */
function endPage(page: WebContents): void {
  const pid = page.getOSProcessId();
  try {
    // None is 0, and that would be everything of ours.
    if (pid > 0) process.kill(pid, 'SIGKILL');
  } catch {
    page.forcefullyCrashRenderer();
  }
}

/** What does not answer for so long after Chromium has noticed it (30 s) is ended and loaded again. */
const hungMs = 10_000;

export function createPanelWindow(options: PanelWindowOptions): PanelWindow {
  const { preload, trustedIds, theme, onWatched, onFocused, onGone, onGivenUp } = options;
  let window: BrowserWindow | null = null;
  nativeTheme.themeSource = theme;
  const policy = createCrashPolicy();

  const open = (): void => {
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    const opened = new BrowserWindow({
      width: 1440,
      height: 900,
      minWidth: 900,
      minHeight: 600,
      title: 'Blockyard',
      // Shown at once in the theme's colour: waiting for the first paint would put the window's own way to
      // the screen behind the page's (130 ms more until a fleet can be used).
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#101316' : '#f3f5f7',
      autoHideMenuBar: true,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        // A hidden window must still show the truth when it comes back, and count nothing meanwhile.
        backgroundThrottling: true,
      },
    });
    window = opened;
    const contentsId = opened.webContents.id;
    trustedIds.add(contentsId);
    const watchedBy: readonly ['show' | 'restore' | 'hide' | 'minimize', boolean][] = [
      ['show', true],
      ['restore', true],
      ['hide', false],
      ['minimize', false],
    ];
    for (const [event, isWatched] of watchedBy) {
      opened.on(event as 'show', () => {
        onWatched(isWatched);
      });
    }
    // Its first showing is over before anybody could listen.
    onWatched(true);
    opened.on('focus', onFocused);
    opened.on('closed', () => {
      onWatched(false);
      onGone();
      trustedIds.delete(contentsId);
      window = null;
    });
    // The page is a view: when it dies it comes back with the true state, the engine never noticed.
    opened.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      onGone();
      if (reason === 'clean-exit' || opened.isDestroyed()) return;
      if (policy.ended(performance.now()) === 'reload') {
        opened.webContents.reload();
        return;
      }
      // Its last windows are all that `window-all-closed` asks for: told before, so that the panel stays.
      onGivenUp(`The page of the window ended (${reason}, code ${String(exitCode)}).`);
      opened.destroy();
    });
    let hung: NodeJS.Timeout | null = null;
    const answers = (): void => {
      if (hung !== null) clearTimeout(hung);
      hung = null;
    };
    opened.on('unresponsive', () => {
      hung ??= setTimeout(() => {
        hung = null;
        if (!opened.isDestroyed()) endPage(opened.webContents);
      }, hungMs);
    });
    opened.on('responsive', answers);
    opened.on('closed', answers);
    void opened.loadURL('app://bundle/index.html');
  };

  return {
    current: () => window,
    open,
    follow: (settings) => {
      nativeTheme.themeSource = settings.theme;
    },
  };
}
