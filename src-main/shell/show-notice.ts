/** A notification of the operating system. Its one act is to be opened: it executes nothing. */
import { Notification } from 'electron';
import { withoutMarkup } from '../desktop/inert-text.ts';
import type { Notice } from '../desktop/notices.ts';

/** What is told of a fleet takes the place of what was told of it before. */
export function createNoticeDisplay(open: (notice: Notice) => void): (notice: Notice) => void {
  const shown = new Map<string, Notification>();
  return (notice) => {
    // Where the desktop has none nothing is lost: the window says it all.
    if (!Notification.isSupported()) return;
    const place = `${notice.yard} ${notice.fleet ?? ''}`;
    shown.get(place)?.close();
    const inert = process.platform === 'linux' ? withoutMarkup : (text: string) => text;
    const notification = new Notification({
      title: inert(notice.title),
      body: inert(notice.body),
      // It stays until somebody has seen it, where the desktop can do that.
      ...(notice.needsPerson && { urgency: 'critical', timeoutType: 'never' }),
    });
    const forget = (): void => {
      if (shown.get(place) === notification) shown.delete(place);
    };
    notification.on('click', () => {
      forget();
      open(notice);
    });
    notification.on('close', forget);
    notification.on('failed', forget);
    // Without a holder it is collected, and a click on it then leads nowhere.
    shown.set(place, notification);
    notification.show();
  };
}
