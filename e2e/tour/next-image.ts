/** The sample shop's next version, as a build would leave it: the same server, a later commit, one new price. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appFolder } from '../window/real-window.ts';

export const nextVersion = '1.9.1';

/** @returns the folder, inside `parent`. */
export async function makeNextImage(parent: string): Promise<string> {
  const folder = join(parent, `storefront-${nextVersion}`);
  await cp(join(appFolder, 'assets/samples/storefront-v2'), folder, { recursive: true });
  await change(join(folder, 'blockyard.json'), (text) =>
    text.replace('"1.9.0"', `"${nextVersion}"`).replace('"b27d03a"', '"5d9a0e4"'),
  );
  await change(join(folder, 'catalog.json'), (text) =>
    text.replace('Second mug for half the price', 'Third mug for nothing'),
  );
  return folder;
}

/** @throws when nothing was changed: it would be the same image once more. */
async function change(file: string, edit: (text: string) => string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const after = edit(before);
  if (after === before) throw new Error(`${file} is not what the tour knows.`);
  await writeFile(file, after);
}
