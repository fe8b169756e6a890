/** Pictures of a window, small enough to be kept: at most 256 colours, the common ones exact. Pure, but for the packing. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** One 0xRRGGBB for each pixel, row by row. */
  readonly pixels: Uint32Array;
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
const mostColours = 256;

/** @throws for anything but what a screenshot is: 8 bits, red green blue, with or without opacity, not interlaced. */
export function readPng(file: Uint8Array): Picture {
  const bytes = Buffer.from(file);
  if (!bytes.subarray(0, 8).equals(signature)) throw new Error('This is no PNG file.');
  const head = bytes.subarray(16, 29);
  const width = head.readUInt32BE(0);
  const height = head.readUInt32BE(4);
  const [depth, kind, , , isInterlaced] = head.subarray(8);
  const step = kind === 6 ? 4 : 3;
  if (depth !== 8 || (kind !== 2 && kind !== 6) || isInterlaced !== 0) {
    throw new Error(`A PNG of kind ${String(kind)} with ${String(depth)} bits is not read here.`);
  }
  const packed: Buffer[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') {
      packed.push(bytes.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  const rows = unfiltered(inflateSync(Buffer.concat(packed)), width * step, height, step);
  const pixels = new Uint32Array(width * height);
  for (let index = 0; index < pixels.length; index += 1) {
    pixels[index] = rows.readUIntBE(index * step, 3);
  }
  return { width, height, pixels };
}

/** Each row says how its bytes were foretold from those to the left and above. */
function unfiltered(data: Buffer, stride: number, height: number, step: number): Buffer {
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < step ? 0 : (rows[at - step] ?? 0);
      const above = y === 0 ? 0 : (rows[at - stride] ?? 0);
      const corner = x < step || y === 0 ? 0 : (rows[at - stride - step] ?? 0);
      const told = data[y * (stride + 1) + 1 + x] ?? 0;
      rows[at] = told + foretold(filter, left, above, corner);
    }
  }
  return rows;
}

function foretold(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const guess = left + above - corner;
  const [a, b, c] = [left, above, corner].map((each) => Math.abs(guess - each)) as [
    number,
    number,
    number,
  ];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

/** The most common colours stay what they are; each other one becomes the nearest of them. */
export function writeSmallPng({ width, height, pixels }: Picture): Uint8Array {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const common = [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour);
  const palette = common.slice(0, mostColours);
  const places = new Map(common.map((colour) => [colour, nearest(palette, colour)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = places.get(pixels[y * width + x] ?? 0) ?? 0;
    }
  }
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  const colours = Buffer.alloc(palette.length * 3);
  for (const [index, colour] of palette.entries()) colours.writeUIntBE(colour, index * 3, 3);
  const parts = [
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Infinity;
  for (const [index, each] of palette.entries()) {
    const apart = [16, 8, 0].reduce((sum, shift) => {
      const by = ((each >> shift) & 255) - ((colour >> shift) & 255);
      return sum + by * by;
    }, 0);
    if (apart < least) [best, least] = [index, apart];
  }
  return best;
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
