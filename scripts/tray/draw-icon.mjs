// The icons of the tray, drawn: each state has a shape of its own, in one colour, because a menu bar has only one.

/** @typedef {'calm' | 'runs' | 'trouble' | 'unknown'} TrayState */
/** @typedef {(x: number, y: number) => boolean} Shape whether a point belongs to it; the icon is 16 by 16. */

/** The blocks of the program's own icon: two below, and the new one above the right of them. */
const places = [
  [1, 9],
  [9, 9],
  [9, 1],
];
const blockSize = 6;

/** @param {number} left @param {number} top @param {number} inset @returns {Shape} */
const block = (left, top, inset) => (x, y) =>
  x >= left + inset &&
  x < left + blockSize - inset &&
  y >= top + inset &&
  y < top + blockSize - inset;

/** @type {Shape} All three are there and stand. */
const calm = (x, y) => places.some(([left = 0, top = 0]) => block(left, top, 0)(x, y));

/** @type {Shape} The same, as outlines: nobody sees into them. */
const unknown = (x, y) =>
  places.some(([left = 0, top = 0]) => block(left, top, 0)(x, y) && !block(left, top, 1.25)(x, y));

/** @type {Shape} Something is on its way from one to the other: what there was, and an arrow away from it. */
const runs = (x, y) => {
  const isBehind = x >= 1 && x < 4.5 && y >= 1.5 && y < 14.5;
  const isHead = x >= 6 && x < 15.5 && Math.abs(y - 8) <= ((15.5 - x) / 9.5) * 7;
  return isBehind || isHead;
};

/** @type {Shape} A triangle with a mark cut out of it. */
const trouble = (x, y) => {
  const isInside = y >= 1 && y < 15 && Math.abs(x - 8) <= ((y - 1) / 14) * 7.5;
  const isMark = Math.abs(x - 8) < 1 && ((y >= 6 && y < 10.5) || (y >= 11.75 && y < 13.5));
  return isInside && !isMark;
};

/** @type {Readonly<Record<TrayState, Shape>>} */
export const shapes = { calm, runs, trouble, unknown };

/** Points asked for along one side of a pixel: its edges are drawn as fine as they are covered. */
const finer = 8;

/**
 * @param {Shape} shape
 * @param {number} size of the picture in pixels
 * @param {number} shade 0 black, 255 white
 * @returns {Uint8Array} RGBA, row by row
 */
export function drawIcon(shape, size, shade) {
  const pixels = new Uint8Array(size * size * 4);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let covered = 0;
      for (let at = 0; at < finer * finer; at += 1) {
        const x = ((column + ((at % finer) + 0.5) / finer) * 16) / size;
        const y = ((row + (Math.floor(at / finer) + 0.5) / finer) * 16) / size;
        if (shape(x, y)) covered += 1;
      }
      pixels.set(
        [shade, shade, shade, Math.round((covered * 255) / finer ** 2)],
        (row * size + column) * 4,
      );
    }
  }
  return pixels;
}
