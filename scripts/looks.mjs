// npm run looks [-- --update]: the screens beside their reviewed pictures, or the pictures taken anew to be looked at.
import { ensureBuild } from './setup/build.mjs';
import { driverEnvironment } from './setup/prepare.mjs';
import { runScript } from './setup/ready.mjs';
import { Stop } from './setup/stop.mjs';
import { prefersVirtualDisplay, startVirtualDisplay } from './setup/virtual-display.mjs';
import { electronForTests, requiredCounterparts } from './tests/counterparts.mjs';
import { runWindowTests } from './tests/runners.mjs';

await runScript(async (root, args) => {
  const unknown = args.filter((arg) => arg !== '--update');
  if (unknown.length > 0) throw new Stop(`${unknown.join(', ')} is not known: there is --update.`);
  await ensureBuild(root);
  const found = await electronForTests(root, requiredCounterparts());
  if (found.kind === 'absent') throw new Stop(found.reason);
  const display = prefersVirtualDisplay() ? await startVirtualDisplay() : undefined;
  try {
    const env = { ...driverEnvironment(root, found.electron), ...display?.env };
    const update = args.length > 0 ? ['--update-snapshots=all'] : [];
    const tally = await runWindowTests(root, env, ['--project=renderer', 'looks.spec', ...update]);
    return tally.failed > 0 ? 1 : 0;
  } finally {
    await display?.stop();
  }
});
