// npm run build: out/ from the sources, only when they changed.
import { ensureBuild } from './setup/build.mjs';
import { runScript } from './setup/ready.mjs';

await runScript(async (root) => {
  await ensureBuild(root);
  return 0;
});
