/**
 * Composition root of the panel: builds the services, wires them to the window, and lets them run.
 * No rules here. The connection to the yard begins before Electron is ready, so that the first
 * snapshot is there when the window asks for it.
 */
import { dialog, powerMonitor, powerSaveBlocker, type App } from 'electron';
import { randomBytes, randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Settings } from '../../src-shared/panel.ts';
import { linkScheme } from '../../src-shared/deep-link.ts';
import { faultOf, type Fault } from '../../src-shared/result.ts';
import { createBehaviourJobs } from '../compare/behaviour/behaviour-jobs.ts';
import { createAppearanceJobs } from '../compare/appearance/appearance-jobs.ts';
import { openDifferenceThreads } from '../compare/appearance/difference-client.ts';
import { openPictureFolder } from '../compare/appearance/picture-folder.ts';
import { createComparedLately } from '../compare/findings/compared-lately.ts';
import { createContentsJobs } from '../compare/contents/contents-jobs.ts';
import { createDiskJobs } from '../compare/disks/disk-jobs.ts';
import { openDesk } from '../compare/contents/desk-client.ts';
import { systemClock } from '../clock/system-clock.ts';
import { createHandlers } from '../ipc/handlers.ts';
import { createEventPusher } from '../ipc/push-events.ts';
import { serveCalls } from '../ipc/serve-calls.ts';
import { readPanelIdentity } from '../settings/panel-identity.ts';
import { openSettingsFile } from '../settings/settings-file.ts';
import { secretMark } from '../masking/secret-mark.ts';
import { openCamera } from './camera/spawn-camera.ts';
import { appFolders } from './app-folders.ts';
import { claimScheme, readBundle, serveBundle } from './app-protocol.ts';
import { setApplicationMenu } from './application-menu.ts';
import { chooseImagePath } from './choose-image.ts';
import { choosePackagesFile } from './choose-packages-file.ts';
import { chooseReleaseFile } from './choose-release-file.ts';
import { collectDiagnostics } from '../diagnostics/collect.ts';
import { openToldNotices } from '../desktop/told-notices.ts';
import { reportOf } from '../crash/report-of.ts';
import { createCrashWindow } from './crash-window.ts';
import { createDesktop } from './desktop.ts';
import { createKeepAwake } from './keep-awake.ts';
import { createQuitAsker, runningIn } from './quit-asker.ts';
import { chooseSavePath } from './choose-save-path.ts';
import { hardenProcess, hardenSession } from './hardening.ts';
import { createOpenedLinks } from './opened-links.ts';
import { macLinksOf, type MacLinks } from './mac-links.ts';
import { openAddress, openConsole } from './open-address.ts';
import { followAccidents } from './panel-accidents.ts';
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
  // Windows shows notifications of programs that it knows by this name, the installer's.
  if (process.platform === 'win32') app.setAppUserModelId('org.blockyard.panel');
  claimScheme();
  hardenProcess();
  if (!app.requestSingleInstanceLock()) {
    // The first panel comes to the front; what this one was told is never executed.
    app.quit();
    return;
  }
  const yardFolder = resolve(order.yardFolder ?? join(dataFolder, 'yard'));
  // The installer registers it on the other systems; a start from the sources claims nothing.
  if (process.platform === 'win32' && app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  void runPanel(app, dataFolder, yardFolder, macLinksOf(app)).catch((error: unknown) => {
    cannotStart(app, faultOf(error));
  });
}

/** A box with the sentence; before Electron is ready, Linux writes it to the terminal instead. */
function cannotStart(app: App, fault: Fault): void {
  const text = fault.todo === undefined ? fault.message : `${fault.message} ${fault.todo}`;
  dialog.showErrorBox('Blockyard cannot start', text);
  app.exit(1);
}

async function runPanel(
  app: App,
  dataFolder: string,
  yardFolder: string,
  macLinks: MacLinks,
): Promise<void> {
  const folders = appFolders(app);
  const bundle = readBundle(folders.renderer);
  const [settings, panel, told] = await Promise.all([
    openSettingsFile(dataFolder),
    readPanelIdentity(dataFolder, randomUUID()),
    openToldNotices(join(dataFolder, 'panel', 'told-notices.json')),
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
    onFocused: () => {
      desktop.seen();
    },
    onGone: () => {
      contents.end();
      disks.end();
      appearance.end();
      behaviour.end();
    },
    onGivenUp: (reason) => {
      accidents.windowLost(reason);
    },
  });
  /** Nothing runs before there are sessions, and they tell of themselves while they are made. */
  let follow: () => void = () => undefined;
  const pusher = createEventPusher(() => panelWindow.current()?.webContents ?? null);
  const links = createOpenedLinks(pusher.openLink);
  links.openIn(process.argv);
  const desktop = createDesktop({
    ...{ trayFolder: folders.tray, told, window: panelWindow.current, askView: pusher.askView },
    ...{ settings: settings.current, nowMs: systemClock.now },
    sessions: () => sessions,
    openWindow: () => {
      openWindow();
    },
  });
  const comparedLately = createComparedLately();
  const { sessions, local, aws } = createPanelSessions({
    ...{ dataFolder, yardFolder, settings, panel, comparedLately },
    versions: { app: app.getVersion(), electron: process.versions.electron, host: null },
    send: (event) => {
      pusher.push(event);
      if (event.kind === 'progress' || event.kind === 'yards') follow();
    },
    heard: desktop.heard,
  });
  const stayAwake = createKeepAwake(powerSaveBlocker);
  follow = () => stayAwake(runningIn(sessions).length > 0);
  if (settings.problem !== null) {
    local.say('warning', 'The settings could not be read', settings.problem);
  }
  const contents = createContentsJobs({
    ...{ openDesk, monotonicMs: systemClock.monotonicMs },
    onProgress: (job, progress) => pusher.tellContents({ job, ...progress }),
  });
  const disks = createDiskJobs({
    monotonicMs: systemClock.monotonicMs,
    onProgress: (job, progress) => pusher.tellContents({ job, ...progress }),
  });
  const appearance = createAppearanceJobs({
    ...{ openCamera, openDifference: openDifferenceThreads, newId: randomUUID },
    pictures: openPictureFolder(join(dataFolder, 'appearance')),
    mark: secretMark(randomBytes(32)),
    now: systemClock.now,
    onProgress: (job, progress) => pusher.tellAppearance({ job, ...progress }),
  });
  const behaviour = createBehaviourJobs(systemClock, (job, progress) => {
    pusher.tellBehaviour({ job, ...progress });
  });
  const collect = (because: string | null): Promise<string> =>
    collectDiagnostics({
      ...{ dataFolder, yardFolder, because, appVersion: app.getVersion() },
      ...{ nowMs: systemClock.now(), settings: settings.current(), kept: settings.yards() },
      yards: desktop.yards(),
    });
  const crash = createCrashWindow(join(dataFolder, 'panel', 'crash.json'));
  const openWindow = (): void => {
    panelWindow.open();
    crash.dismiss();
  };
  const accidents = followAccidents({
    ...{ crash, openWindow },
    report: (what, reason) =>
      reportOf(desktop.yards(), {
        ...{ what, reason, dataFolder, yardFolder, atMs: systemClock.now() },
        ...{ appVersion: app.getVersion(), theme: settings.current().theme },
        onQuit: settings.current().onQuit,
      }),
    say: (title, detail) => {
      local.say('trouble', title, detail);
    },
  });
  const handlers = createHandlers({
    ...{ sessions, aws, settings, openAddress, openConsole },
    followFeed: () => {
      pusher.follow();
      links.follow();
    },
    applySettings: (next) => {
      panelWindow.follow(next);
      setMenu(next);
      desktop.follow(next);
    },
    chooseImagePath: () => chooseImagePath(panelWindow.current()),
    ...{ contents, disks, appearance, behaviour, comparedLately },
    choosePackagesFile: () => choosePackagesFile(panelWindow.current()),
    chooseReleaseFile: () => chooseReleaseFile(panelWindow.current()),
    chooseSavePath: (name) => chooseSavePath(panelWindow.current(), name),
    collectDiagnostics: () => collect(null),
    chooseDiagnosticsPath: (name) => chooseSavePath(panelWindow.current(), name, 'diagnostics'),
  });

  const setMenu = ({ shortcuts }: Settings): void => {
    setApplicationMenu(process.platform, pusher.pressMenu, shortcuts);
  };

  // The yard is reached while Electron gets ready: its first answer is often there before the window.
  void local.start();
  await app.whenReady();
  setMenu(settings.current());
  hardenSession();
  serveBundle(bundle);
  serveCalls(handlers, trustedIds);
  panelWindow.open();
  macLinks.listen({ openWindow, open: links.open });
  setTimeout(() => {
    desktop.begin();
    void sessions.openUnfinished();
  }, unfinishedAfterMs);

  // No timer fires at the right time after a sleep, and the window must not show the evening as the present.
  powerMonitor.on('resume', () => {
    for (const session of sessions.all()) session.wake();
  });
  app.on('second-instance', (_event, argv) => {
    openWindow();
    links.openIn(argv);
  });
  app.on('activate', openWindow);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !crash.isShown() && !accidents.isAsking()) app.quit();
  });
  let isYardSettled = false;
  const mayQuit = createQuitAsker(app, {
    running: () => runningIn(sessions),
    onQuit: () => settings.current().onQuit,
    window: panelWindow.current,
    keep: openWindow,
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
