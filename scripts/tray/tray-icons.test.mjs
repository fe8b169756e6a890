import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

import { drawIcon, shapes } from './draw-icon.mjs';
import { iconFiles } from './icon-files.mjs';
import { decodePng } from './png.mjs';

const folder = resolve(import.meta.dirname, '../../assets/tray');

it('the icons in the tree are those that the script draws, all of them and no other', async () => {
  const files = iconFiles();
  expect((await readdir(folder)).sort()).toEqual(files.map(({ name }) => name).sort());
  for (const { name, png } of files) {
    const kept = decodePng(await readFile(join(folder, name)));
    expect(kept.pixels.equals(decodePng(png).pixels), name).toBe(true);
  }
});

it('each state has a shape of its own, whatever the colour', () => {
  const drawn = Object.entries(shapes).map(([state, shape]) => ({
    state,
    marks: drawIcon(shape, 16, 0).filter((_, at) => at % 4 === 3),
  }));
  for (const one of drawn) {
    for (const other of drawn.filter(({ state }) => state !== one.state)) {
      const different = one.marks.filter(
        (alpha, at) => Math.abs(alpha - (other.marks[at] ?? 0)) > 128,
      ).length;
      // Of 256 pixels: less than a sixth would be a detail that nobody sees in a menu bar.
      expect(different, `${one.state} and ${other.state}`).toBeGreaterThan(42);
    }
  }
});
