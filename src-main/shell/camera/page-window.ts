/** One window that nobody sees, without node, preload, dialogs or windows of its own; made anew for each picture. */
import { BrowserWindow, type Session, type WebContents } from 'electron';
import type { PageWatch } from './page-watch.ts';
import { blockLeading } from './page-session.ts';
import { hostText, mayAsk } from '../../compare/appearance/may-ask.ts';
import { mostNavigations } from './page-watch.ts';

export interface PageWindow {
  readonly contents: WebContents;
  readonly shape: (width: number, height: number, theme: 'light' | 'dark') => Promise<void>;
  readonly command: (name: string, parameters?: object) => Promise<unknown>;
  readonly destroy: () => void;
}

export async function openPageWindow(
  session: Session,
  watch: () => PageWatch | null,
): Promise<PageWindow> {
  const window = new BrowserWindow({
    ...{ show: false, frame: false, useContentSize: true, width: 1280, height: 800 },
    webPreferences: {
      ...{
        session,
        offscreen: true,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
      },
      ...{ webviewTag: false, plugins: false, spellcheck: false, navigateOnDragDrop: false },
      // Said beside the policy of page-session.ts: what it does not reach is suppressed here.
      disableDialogs: true,
      backgroundThrottling: false,
      autoplayPolicy: 'document-user-activation-required',
    },
  });
  const { webContents: contents } = window;
  contents.setFrameRate(30);
  contents.setAudioMuted(true);
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  watchContents(contents, watch);
  // Chromium's own tools have nobody to talk to before there is a page.
  await contents.loadURL('about:blank');
  contents.debugger.attach('1.3');
  const command: PageWindow['command'] = (name, parameters = {}) =>
    contents.debugger.sendCommand(name, parameters) as Promise<unknown>;
  await command('Network.enable');
  await command('Network.setBypassServiceWorker', { bypass: true });
  return {
    contents,
    command,
    shape: async (width, height, theme) => {
      window.setContentSize(width, height);
      const screen = { screenWidth: width, screenHeight: height };
      await command('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false, ...screen }); // prettier-ignore
      const features = [
        { name: 'prefers-color-scheme', value: theme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ];
      await command('Emulation.setEmulatedMedia', { features });
    },
    destroy: () => {
      if (!window.isDestroyed()) window.destroy();
    },
  };
}

function watchContents(contents: WebContents, watch: () => PageWatch | null): void {
  contents.setWindowOpenHandler(({ url }) => {
    watch()?.note('window', hostText(url));
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    const now = watch();
    const isAllowed =
      now !== null && mayAsk(event.url, now.origin, event.isMainFrame ? [] : now.order.hosts);
    if (!isAllowed) {
      event.preventDefault();
      if (event.isMainFrame) blockLeading(now, event.url);
      else now?.note('blocked', hostText(event.url));
      return;
    }
    if (!event.isMainFrame) return;
    now.navigations += 1;
    if (now.navigations <= mostNavigations) return;
    event.preventDefault();
    now.note('never-settled', 'it leads itself on again and again');
  });
  contents.on('will-redirect', (event) => {
    const now = watch();
    if (!event.isMainFrame || now === null) return;
    if (mayAsk(event.url, now.origin, [])) return;
    event.preventDefault();
    blockLeading(now, event.url);
  });
  contents.on('did-navigate', (_event, url, status) => {
    const now = watch();
    if (now === null || url === 'about:blank') return;
    const { pathname, search } = new URL(url);
    now.status = status;
    now.endedAt = `${pathname}${search}`;
    if (url !== now.order.url) now.note('redirected', now.endedAt);
  });
  contents.on('did-fail-load', (_event, code, text, _url, isMainFrame) => {
    // Broken off: by ourselves, or because the page led itself on.
    if (isMainFrame && code !== -3)
      watch()?.fail(`It could not be loaded: ${text.replace('net::', '')}.`);
  });
  contents.on('login', (event, _details, { host }, answer) => {
    event.preventDefault();
    watch()?.note('sign-in', host);
    answer();
  });
  contents.on('render-process-gone', (_event, { reason }) => {
    watch()?.fail(`Its process ended (${reason}).`);
  });
  contents.on('paint', () => watch()?.moved());
  // From Electron 35 on the text comes with the event; before, as the third argument.
  const hear = (event: { readonly message?: unknown }, _level: unknown, text: unknown): void => {
    const said = typeof text === 'string' ? text : event.message;
    if (typeof said === 'string') noteDialog(said.slice(0, 300), watch());
  };
  contents.on('console-message', hear as never);
}

/** What our policy holds back Chromium says in the page's console, and nowhere else. */
function noteDialog(said: string, watch: PageWatch | null): void {
  const dialog = /^Ignored call to '(\w{1,20})\(\)'/u.exec(said)?.[1];
  if (dialog !== undefined) watch?.note('dialog', dialog);
  // Said when a page is left: until this one has answered, it is the one before that cries.
  const isOwn = watch !== null && watch.status !== null;
  if (isOwn && /^Blocked (?:a 'beforeunload'|attempt to show a 'beforeunload')/u.test(said)) watch.note('dialog', 'beforeunload'); // prettier-ignore
  if (/^Blocked opening '/u.test(said)) {
    watch?.note('window', hostText(/^Blocked opening '([^']{0,200})/u.exec(said)?.[1] ?? ''));
  }
  if (/^Download is disallowed/u.test(said)) watch?.note('download', 'a file');
}
