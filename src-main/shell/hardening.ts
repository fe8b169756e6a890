/** Doors that stay shut in every window. Each line is one row of Electron's security checklist. */
import { app, session } from 'electron';

/** Call before the app is ready. */
export function hardenProcess(): void {
  // With --no-sandbox (root) the two together loop for ever: "Running as root without --no-sandbox".
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    const refuse = (event: { preventDefault: () => void }): void => {
      event.preventDefault();
    };
    contents.on('will-navigate', refuse);
    contents.on('will-frame-navigate', refuse);
    contents.on('will-redirect', refuse);
    contents.on('will-attach-webview', refuse);
  });
}

/** Call once the app is ready, before the first window. */
export function hardenSession(): void {
  const panel = session.defaultSession;
  panel.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  panel.setPermissionCheckHandler(() => false);
  panel.setDevicePermissionHandler(() => false);
  panel.setDisplayMediaRequestHandler((_request, answer) => {
    answer({});
  });
  panel.on('will-download', (event) => {
    event.preventDefault();
  });
  // The window shows only what is in the bundle: no page of ours may reach any network.
  panel.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnAddress(details.url) });
  });
  panel.setSpellCheckerEnabled(false);
}

function isOwnAddress(url: string): boolean {
  return (
    url.startsWith('app://bundle/') || url.startsWith('devtools://') || url.startsWith('data:')
  );
}
