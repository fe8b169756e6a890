// npm start [-- --data=DIR ...]: set up what is missing, build what changed, open the window. With no display,
// the window opens on a virtual one and is taken through the tour.
import { ensureBuild } from './setup/build.mjs';
import { drive, waitFor } from './setup/drive.mjs';
import { prepareElectron } from './setup/prepare.mjs';
import { runScript } from './setup/ready.mjs';
import { say } from './setup/say.mjs';
import { Stop } from './setup/stop.mjs';
import { hasDisplay } from './setup/virtual-display.mjs';

await runScript(async (root, args) => {
  const onScreen = hasDisplay();
  const electron = await prepareElectron(root, { needsVirtualDisplay: !onScreen });
  await ensureBuild(root);
  if (onScreen) return openWindow(root, electron, args);
  say(
    'There is no display: the window opens on a virtual one and is taken through a tour of about a minute.',
  );
  return drive(root, electron, { program: 'e2e/tour.ts', args, onVirtualDisplay: true });
});

/**
 * @param {string} root
 * @param {import('./setup/electron-binary.mjs').ElectronBinary} electron
 * @param {readonly string[]} args
 */
async function openWindow(root, electron, args) {
  // Chromium refuses its sandbox to root and would end at once.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const { code, signal } = await waitFor(
    electron.executable,
    [...asRoot, root, ...args],
    process.env,
  );
  if (signal === 'SIGTRAP' || signal === 'SIGABRT' || signal === 'SIGSEGV') {
    throw new Stop(
      `Electron ended with ${signal} before it could say why: run "${electron.executable} ${root}" by hand to see its own words.`,
    );
  }
  return code;
}
