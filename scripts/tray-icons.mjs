// npm run tray-icons: draws the icons of the tray into assets/tray, each in two shades and two sizes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runScript } from './setup/ready.mjs';
import { say } from './setup/say.mjs';
import { iconFiles } from './tray/icon-files.mjs';

await runScript(async (root) => {
  const folder = join(root, 'assets', 'tray');
  await mkdir(folder, { recursive: true });
  const files = iconFiles();
  for (const { name, png } of files) await writeFile(join(folder, name), png);
  say(`${String(files.length)} icons are drawn: ${folder}`);
  return 0;
});
