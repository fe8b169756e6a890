/**
 * Composition root of the panel: builds the services, wires them to the window, and lets them run.
 * No rules here. The connection to the yard begins before Electron is ready, so that the first
 * snapshot is there when the window asks for it.
 */
import { dialog, powerMonitor, powerSaveBlocker, type App } from 'electron';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { faultOf, type Fault } from '../../src-shared/result.ts';
import { createHandlers } from '../ipc/handlers.ts';
import { createEventPusher } from '../ipc/push-events.ts';
import { serveCalls } from '../ipc/serve-calls.ts';
import { readPanelIdentity } from '../settings/panel-identity.ts';
import { openSettingsFile } from '../settings/settings-file.ts';
import { appFolders } from './app-folders.ts';
import { claimScheme, readBundle, serveBundle } from './app-protocol.ts';
import { setApplicationMenu } from './application-menu.ts';
import { chooseImagePath } from './choose-image.ts';
import { chooseReleaseFile } from './choose-release-file.ts';
import { createKeepAwake } from './keep-awake.ts';
import { createQuitAsker, runningIn } from './quit-asker.ts';
import { chooseSavePath } from './choose-save-path.ts';
import { hardenProcess, hardenSession } from './hardening.ts';
import { openAddress } from './open-address.ts';
import { makePanelProfile } from './panel-profile.ts';
import { createPanelSessions } from './panel-sessions.ts';
import { createPanelWindow } from './panel-window.ts';

/** Yards with an unfinished change are opened when the first screen stands: it comes first. */
const unfinishedAfterMs = 2000;

interface PanelOrder {
  readonly dataFolder: string | null;
  readonly yardFolder: string | null;
}

/** Registers everything that must be there before Electron is ready, then returns. */
export function startPanelApp(order: PanelOrder, app: App): void {
  // Absolute: the yard's host runs in another folder.
  const dataFolder = resolve(order.dataFolder ?? join(app.getPath('appData'), 'Blockyard'));
  const profile = makePanelProfile(dataFolder);
  if (!profile.ok) {
    cannotStart(app, profile.fault);
    return;
  }
  // Before anything asks for it: the single-instance lock is per user data folder.
  app.setPath('userData', profile.value);
  claimScheme();
  hardenProcess();
  if (!app.requestSingleInstanceLock()) {
    // The first panel comes to the front; what this one was told is never executed.
    app.quit();
    return;
  }
  const yardFolder = resolve(order.yardFolder ?? join(dataFolder, 'yard'));
  void runPanel(app, dataFolder, yardFolder).catch((error: unknown) => {
    cannotStart(app, faultOf(error));
  });
}

/** A box with the sentence; before Electron is ready, Linux writes it to the terminal instead. */
function cannotStart(app: App, fault: Fault): void {
  const text = fault.todo === undefined ? fault.message : `${fault.message} ${fault.todo}`;
  dialog.showErrorBox('Blockyard cannot start', text);
  app.exit(1);
}

async function runPanel(app: App, dataFolder: string, yardFolder: string): Promise<void> {
  const folders = appFolders(app);
  const bundle = readBundle(folders.renderer);
  const [settings, panel] = await Promise.all([
    openSettingsFile(dataFolder),
    readPanelIdentity(dataFolder, randomUUID()),
  ]);
  const trustedIds = new Set<number>();
  const { theme } = settings.current();
  const panelWindow = createPanelWindow({
    preload: folders.preload,
    trustedIds,
    theme,
    onWatched: (isWatched) => {
      sessions.setWatched(isWatched);
    },
  });
  /** Nothing runs before there are sessions, and they tell of themselves while they are made. */
  let follow: () => void = () => undefined;
  const pusher = createEventPusher(() => panelWindow.current()?.webContents ?? null);
  const { sessions, local, aws } = createPanelSessions({
    ...{ dataFolder, yardFolder, settings, panel },
    versions: { app: app.getVersion(), electron: process.versions.electron, host: null },
    send: (event) => {
      pusher.push(event);
      if (event.kind === 'progress' || event.kind === 'yards') follow();
    },
  });
  const stayAwake = createKeepAwake(powerSaveBlocker);
  follow = () => stayAwake(runningIn(sessions).length > 0);
  if (settings.problem !== null) {
    local.say('warning', 'The settings could not be read', settings.problem);
  }
  const handlers = createHandlers({
    ...{ sessions, aws, settings, openAddress },
    followFeed: pusher.follow,
    applySettings: panelWindow.follow,
    chooseImagePath: () => chooseImagePath(panelWindow.current()),
    chooseReleaseFile: () => chooseReleaseFile(panelWindow.current()),
    chooseSavePath: (name) => chooseSavePath(panelWindow.current(), name),
  });

  // The yard is reached while Electron gets ready: its first answer is often there before the window.
  void local.start();
  await app.whenReady();
  setApplicationMenu(process.platform, pusher.pressMenu);
  hardenSession();
  serveBundle(bundle);
  serveCalls(handlers, trustedIds);
  panelWindow.open();
  setTimeout(() => void sessions.openUnfinished(), unfinishedAfterMs);

  // No timer fires at the right time after a sleep, and the window must not show the evening as the present.
  powerMonitor.on('resume', () => {
    for (const session of sessions.all()) session.wake();
  });
  app.on('second-instance', panelWindow.open);
  app.on('activate', panelWindow.open);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let isYardSettled = false;
  const mayQuit = createQuitAsker(app, {
    running: () => runningIn(sessions),
    onQuit: () => settings.current().onQuit,
    window: panelWindow.current,
    keep: panelWindow.open,
  });
  app.on('before-quit', (event) => {
    if (!mayQuit(event)) return;
    if (isYardSettled || settings.current().onQuit === 'keep-yard') return;
    event.preventDefault();
    const engine = local.engine();
    if (engine.ok) engine.value.sampleTraffic.stop();
    void local.stop().then((stopped) => {
      isYardSettled = true;
      if (!stopped.ok) {
        const { message, todo } = stopped.fault;
        dialog.showErrorBox('The yard goes on running', `${message} ${todo ?? ''}`.trim());
      }
      app.quit();
    });
  });
}
