/** What the operating system shows of the panel: notifications, the tray, the window's entry in the taskbar. */
import { app, type BrowserWindow } from 'electron';
import type { PanelEvent, Settings } from '../../src-shared/panel.ts';
import { createNoticeTeller } from '../desktop/notice-teller.ts';
import { taskbarProgress, type TaskbarProgress } from '../desktop/taskbar-progress.ts';
import type { ToldNotices } from '../desktop/told-notices.ts';
import { trayFace, type TrayYard } from '../desktop/tray-face.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { YardSession } from '../sessions/yard-session.ts';
import { createNoticeDisplay } from './show-notice.ts';
import { createTrayIcon, type AskedPlace } from './tray-icon.ts';

export interface DesktopNeeds {
  readonly trayFolder: string;
  readonly told: ToldNotices;
  readonly settings: () => Settings;
  readonly nowMs: () => number;
  readonly sessions: () => Sessions;
  readonly window: () => BrowserWindow | null;
  readonly openWindow: () => void;
  /** Tells the window, or the one that is about to stand, where to go. */
  readonly askView: (place: AskedPlace) => void;
}

export interface Desktop {
  readonly heard: (session: YardSession, event: PanelEvent) => void;
  readonly follow: (settings: Settings) => void;
  /** The window was shown to somebody: what failed is seen. */
  readonly seen: () => void;
  /** From here on there is an icon, when it is wanted; the first screen comes first. */
  readonly begin: () => void;
  readonly yards: () => readonly TrayYard[];
}

/** Several changes of one look are one picture. Milliseconds. */
const settleMs = 250;
/** What comes each second and changes nothing here. */
const unheeded: ReadonlySet<PanelEvent['kind']> = new Set(['traffic', 'sample-traffic', 'images']);

export function createDesktop(needs: DesktopNeeds): Desktop {
  const { sessions, window } = needs;
  let hasUnseenFailure = false;
  let hasBegun = false;
  let drawing: NodeJS.Timeout | null = null;

  const isLookedAt = (): boolean => window()?.isFocused() === true;
  const openAt = (place: AskedPlace): void => {
    const found = sessions().of(place.yard);
    needs.openWindow();
    // The page turns to the yard: only there is it known whether somebody is in the middle of something.
    if (found.ok) needs.askView(place);
  };
  const tell = createNoticeTeller({
    told: needs.told,
    wanted: () => needs.settings().notifications,
    isLookedAt,
    show: createNoticeDisplay(({ yard, fleet }) => openAt({ yard, fleet, focus: null })),
  });
  const tray = createTrayIcon(needs.trayFolder, {
    open: needs.openWindow,
    openAt,
    quit: () => app.quit(),
  });

  const yards = (): readonly TrayYard[] =>
    sessions()
      .all()
      .map((session) => ({ summary: session.summary(), panel: session.feed.snapshot() }));

  const draw = (): void => {
    drawing = null;
    const all = yards();
    const shown = window();
    if (shown !== null && !shown.isDestroyed()) {
      showInTaskbar(shown, taskbarProgress(all, hasUnseenFailure));
    }
    if (hasBegun && needs.settings().tray !== 'hidden') tray.show(trayFace(all, needs.nowMs()));
    else tray.hide();
  };
  const drawSoon = (): void => {
    drawing ??= setTimeout(draw, settleMs);
  };

  return {
    yards,
    heard: (session, event) => {
      if (unheeded.has(event.kind)) return;
      tell(session.feed.snapshot());
      if (event.kind === 'outcome' && event.outcome.kind === 'failed' && !isLookedAt()) {
        hasUnseenFailure = true;
      }
      drawSoon();
    },
    follow: drawSoon,
    seen: () => {
      hasUnseenFailure = false;
      drawSoon();
    },
    begin: () => {
      hasBegun = true;
      drawSoon();
    },
  };
}

/** Above 1 Electron draws a bar that moves and tells nothing; below 0 it takes the bar away. */
function showInTaskbar(window: BrowserWindow, progress: TaskbarProgress): void {
  switch (progress.kind) {
    case 'none':
      window.setProgressBar(-1);
      return;
    case 'unknown':
      window.setProgressBar(2, { mode: 'indeterminate' });
      return;
    case 'failed':
      window.setProgressBar(1, { mode: 'error' });
      return;
    case 'known':
      window.setProgressBar(progress.value, { mode: progress.isPaused ? 'paused' : 'normal' });
  }
}
