// npm run package [-- TARGETS]: the app as a folder that runs without node_modules; the last line is that folder.
import { ensureBuild } from './setup/build.mjs';
import { findElectron } from './setup/electron-binary.mjs';
import { runScript } from './setup/ready.mjs';
import { say } from './setup/say.mjs';

await runScript(async (root, targets) => {
  const electron = await findElectron(root);
  await ensureBuild(root);
  const { packageApp } = await import('./packaging/package-app.mjs');
  const { folder } = await packageApp(root, electron, targets);
  say(folder);
  return 0;
});
