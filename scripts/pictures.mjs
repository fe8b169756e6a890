// npm run pictures: takes the tour and keeps those of its pictures that the README shows, in docs/pictures.
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { prepareAndDrive } from './setup/drive.mjs';
import { runScript } from './setup/ready.mjs';
import { say } from './setup/say.mjs';

await runScript(async (root) => {
  const kept = join(root, 'docs', 'pictures');
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const shown = new Set(
    [...readme.matchAll(/docs\/pictures\/([a-z0-9-]+\.png)/g)].map(([, name]) => name ?? ''),
  );
  const taken = await mkdtemp(join(tmpdir(), 'blockyard-pictures-'));
  const code = await prepareAndDrive(root, 'e2e/tour.ts', [`--pictures=${taken}`]);
  if (code !== 0) return code;
  for (const name of shown) await copyFile(join(taken, name), join(kept, name));
  for (const name of await readdir(kept)) if (!shown.has(name)) await rm(join(kept, name));
  say(`The README's ${String(shown.size)} pictures are new: ${kept}`);
  return 0;
});
