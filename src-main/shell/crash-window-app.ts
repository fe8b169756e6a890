/**
 * The crash window: a process of its own, so that whatever broke the panel does not break it, too. It says what
 * happened and what goes on, and starts the panel again when it is told to, never by itself.
 */
import { BrowserWindow, clipboard, dialog, nativeTheme, type App } from 'electron';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CrashFacts } from '../../src-shared/crash-facts.ts';
import { systemClock } from '../clock/system-clock.ts';
import { crashFacts } from '../crash/crash-words.ts';
import { leftCode, openCode, quitCode } from '../crash/exit-codes.ts';
import { readCrashReport, type CrashReport } from '../crash/crash-report.ts';
import { usualDataFolder } from '../cli/places.ts';
import { collectDiagnostics } from '../diagnostics/collect.ts';
import { serveCrashCalls, type CrashCalls } from '../ipc/serve-crash-calls.ts';
import { openSettingsFile } from '../settings/settings-file.ts';
import { appFolders } from './app-folders.ts';
import { claimScheme, readBundle, serveBundle } from './app-protocol.ts';
import { hardenProcess, hardenSession } from './hardening.ts';
import { spawnSelf } from './spawn-self.ts';

/** Registers what must be there before Electron is ready, then returns. */
export function startCrashWindowApp(reportPath: string, app: App): void {
  const profile = join(dirname(reportPath), 'crash-profile');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  // Not the panel's, which may be what is broken, and whose lock the next panel needs.
  app.setPath('userData', profile);
  claimScheme();
  hardenProcess();
  // Closed, and nothing was chosen.
  app.on('window-all-closed', () => app.exit(leftCode));
  void run(reportPath, app).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    dialog.showErrorBox('Blockyard crashed', `What happened cannot be shown: ${text}`);
    app.exit(leftCode);
  });
}

async function run(reportPath: string, app: App): Promise<void> {
  const report = await readCrashReport(reportPath);
  const folders = appFolders(app);
  const bundle = readBundle(folders.renderer);
  const facts = crashFacts(report, {
    platform: process.platform,
    executable: app.isPackaged ? (process.env['APPIMAGE'] ?? process.execPath) : null,
    usualDataFolder: usualDataFolder(process.platform, process.env),
  });
  let diagnostics: Promise<string> | null = null;
  const calls: CrashCalls = {
    facts: () => facts,
    diagnostics: () => (diagnostics ??= collect(report)),
    act: async (act) => {
      switch (act) {
        case 'copy':
          await clipboard.writeText(await calls.diagnostics());
          return true;
        case 'restart':
          restart(report, app);
          return true;
        case 'quit':
          app.exit(quitCode);
          return true;
      }
    },
  };
  await app.whenReady();
  hardenSession();
  serveBundle(bundle);
  nativeTheme.themeSource = report.theme;
  const trustedIds = new Set<number>();
  serveCrashCalls(calls, trustedIds);
  open(folders.crashPreload, trustedIds, facts, {
    restart: () => restart(report, app),
    quit: () => app.exit(quitCode),
    leave: () => app.exit(leftCode),
  });
}

function restart({ dataFolder, yardFolder }: CrashReport, app: App): void {
  // Where the panel still runs it opens its window again; the second start ends by itself.
  spawnSelf([`--data=${dataFolder}`, `--yard=${yardFolder}`]);
  app.exit(openCode);
}

async function collect(report: CrashReport): Promise<string> {
  const { dataFolder, yardFolder, appVersion, reason, fleets } = report;
  const seen = fleets.map(({ name, line }) => `fleet ${name}: ${line}`);
  const settings = await openSettingsFile(dataFolder);
  return collectDiagnostics({
    ...{ dataFolder, yardFolder, appVersion, nowMs: systemClock.now(), yards: null },
    because: [reason, ...seen].join('\n'),
    ...{ settings: settings.current(), kept: settings.yards() },
  });
}

function open(
  preload: string,
  trustedIds: Set<number>,
  facts: CrashFacts,
  acts: { readonly restart: () => void; readonly quit: () => void; readonly leave: () => void },
): void {
  const window = new BrowserWindow({
    ...{ width: 640, height: 620, minWidth: 420, minHeight: 360, title: facts.title },
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f1215' : '#f2f4f6',
    autoHideMenuBar: true,
    webPreferences: {
      ...{ preload, sandbox: true, contextIsolation: true, nodeIntegration: false },
      ...{ webviewTag: false, spellcheck: false },
    },
  });
  trustedIds.add(window.webContents.id);
  // The same may have ended this page: a box of the system needs no page, and is not tried twice.
  window.webContents.on('render-process-gone', () => {
    const box = dialog.showMessageBoxSync({
      ...{ type: 'error', title: 'Blockyard', message: facts.title },
      detail: [...facts.sentences, `Records: ${facts.journal}`, ...facts.commands.map(({ line }) => line)].join('\n\n'), // prettier-ignore
      ...{ buttons: [facts.restart, facts.quit, 'Close'], defaultId: 0, cancelId: 2, noLink: true },
    });
    if (box === 0) acts.restart();
    else if (box === 1) acts.quit();
    else acts.leave();
  });
  void window.loadURL('app://bundle/crash.html');
}
