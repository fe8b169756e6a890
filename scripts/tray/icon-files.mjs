import { drawIcon, shapes } from './draw-icon.mjs';
import { encodePng } from './png.mjs';

/** Black on light bars, where a Mac turns it itself; white on dark ones. */
const shades = { black: 0, white: 255 };
/** By the ending that Electron looks for beside the plain name. */
const sizes = { '': 16, '@2x': 32 };

/** @returns {readonly { readonly name: string, readonly size: number, readonly png: Buffer }[]} */
export function iconFiles() {
  return Object.entries(shapes).flatMap(([state, shape]) =>
    Object.entries(shades).flatMap(([shade, value]) =>
      Object.entries(sizes).map(([ending, size]) => ({
        name: `${state}-${shade}${ending}.png`,
        size,
        png: encodePng(drawIcon(shape, size, value), size),
      })),
    ),
  );
}
