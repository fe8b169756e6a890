/** Two pictures pixel by pixel: how much differs, where, and a mask of it to lay over them. */
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { Box, PictureDifference } from '../../../src-shared/appearance-schema.ts';
import { changedRegions } from './changed-regions.ts';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Four bytes for each pixel, row by row. */
  readonly data: Uint8Array;
}

export interface ComparedPictures {
  readonly difference: PictureDifference;
  /** Transparent where nothing differs; null where nothing does anywhere. */
  readonly mask: Pixels | null;
}

/**
 * The library's own for one colour against another, 1 being black against white; what it takes for the edge of a
 * letter that was drawn a fraction of a pixel elsewhere does not count.
 */
const threshold = 0.02;
/** Magenta: hardly a page's own colour, and told from the rest by all kinds of colour vision. */
const changedColour = [214, 0, 147, 255];

/** What one picture has and the other has not, because it is longer, has changed. */
export function comparePixels(a: Pixels, b: Pixels, ignored: readonly Box[]): ComparedPictures {
  const [width, height] = [Math.max(a.width, b.width), Math.max(a.height, b.height)];
  const common = { width: Math.min(a.width, b.width), height: Math.min(a.height, b.height) };
  const boxes = ignored.flatMap((box) => inside(box, width, height) ?? []);
  const skipped = skippedPixels(boxes, width, height);
  const mask = new Uint8Array(width * height);
  const drawn = new Uint8Array(common.width * common.height * 4);
  if (drawn.length > 0) {
    pixelmatch(cropped(a, common), cropped(b, common), drawn, common.width, common.height, {
      ...{ threshold, diffMask: true, ignoreMask: croppedBytes(skipped, width, common) },
    });
  }
  const ignoredRows = boxes.map(({ y, height: rowCount }) => [y, y + rowCount] as const);
  let [changed, faint, compared] = [0, 0, 0];
  for (let y = 0; y < height; y += 1) {
    // Most rows of most pages are the same, which memory tells at once.
    if (isSameRow(a, b, y) && !ignoredRows.some(([top, end]) => top <= y && y < end)) {
      compared += width;
      continue;
    }
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      if (skipped[at] !== 0) continue;
      compared += 1;
      const isCommon = x < common.width && y < common.height;
      if (isCommon && drawn[(y * common.width + x) * 4 + 3] === 0) {
        if (!isSamePixel(a, b, x, y)) faint += 1;
        continue;
      }
      mask[at] = 1;
      changed += 1;
    }
  }
  const { regions, unlisted } = changedRegions(mask, width, height);
  return {
    difference: { width, height, changed, faint, compared, regions: [...regions], unlisted, ignored: boxes }, // prettier-ignore
    mask: changed === 0 ? null : { width, height, data: coloured(mask) },
  };
}

/** As long in both, and the same from end to end. */
function isSameRow(a: Pixels, b: Pixels, y: number): boolean {
  if (a.width !== b.width || y >= a.height || y >= b.height) return false;
  const [from, to] = [y * a.width * 4, (y + 1) * a.width * 4];
  return Buffer.compare(a.data.subarray(from, to), b.data.subarray(from, to)) === 0;
}

function isSamePixel(a: Pixels, b: Pixels, x: number, y: number): boolean {
  const [one, other] = [(y * a.width + x) * 4, (y * b.width + x) * 4];
  for (let byte = 0; byte < 4; byte += 1) {
    if (a.data[one + byte] !== b.data[other + byte]) return false;
  }
  return true;
}

export function readPicture(png: Buffer): Pixels {
  const { width, height, data } = PNG.sync.read(png);
  return { width, height, data };
}

export function writePicture({ width, height, data }: Pixels): Buffer {
  const png = new PNG({ width, height });
  png.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  // A mask is nearly empty: nothing is gained by looking for the best way to pack it. The library's own strategy is
  // for photographs, and makes it ten times as large.
  return PNG.sync.write(png, { filterType: 0, deflateLevel: 3, deflateStrategy: 0 });
}

function inside({ x, y, width, height }: Box, mostX: number, mostY: number): Box | null {
  const [right, bottom] = [Math.min(x + width, mostX), Math.min(y + height, mostY)];
  return right <= x || bottom <= y ? null : { x, y, width: right - x, height: bottom - y };
}

function skippedPixels(boxes: readonly Box[], width: number, height: number): Uint8Array {
  const skipped = new Uint8Array(width * height);
  for (const box of boxes) {
    for (let y = box.y; y < box.y + box.height; y += 1) {
      skipped.fill(1, y * width + box.x, y * width + box.x + box.width);
    }
  }
  return skipped;
}

function cropped(picture: Pixels, size: Pick<Pixels, 'width' | 'height'>): Uint8Array {
  return rows(picture.data, picture.width * 4, size.width * 4, size.height);
}

function croppedBytes(bytes: Uint8Array, width: number, size: Pick<Pixels, 'width' | 'height'>) {
  return rows(bytes, width, size.width, size.height);
}

/** The beginning of each row; without a copy where that is all of it. */
function rows(data: Uint8Array, stride: number, length: number, count: number): Uint8Array {
  if (stride === length) return data.subarray(0, length * count);
  const taken = new Uint8Array(length * count);
  for (let row = 0; row < count; row += 1) {
    taken.set(data.subarray(row * stride, row * stride + length), row * length);
  }
  return taken;
}

function coloured(mask: Uint8Array): Uint8Array {
  const pixels = new Uint32Array(mask.length);
  // As this computer orders the bytes of a number.
  const [colour = 0] = new Uint32Array(Uint8Array.from(changedColour).buffer);
  for (let at = 0; at < mask.length; at += 1) if (mask[at] !== 0) pixels[at] = colour;
  return new Uint8Array(pixels.buffer);
}
