// npm run simulate [-- --seeds N --first-seed K --variant NAME | --seed K | --commands N]: lives of the engine on a simulated yard, or one of them told.
import { join } from 'node:path';

import { runScript } from './setup/ready.mjs';

await runScript(async (root, args) => {
  const { waitFor } = await import('./setup/drive.mjs');
  const program = join(root, 'bench', 'simulate.ts');
  const { code } = await waitFor(process.execPath, [program, ...args], process.env);
  return code;
});
