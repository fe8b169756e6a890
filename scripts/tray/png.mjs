// A picture as PNG, and back: only what the icons need of it, so that they need no library.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/**
 * @param {Uint8Array} pixels RGBA, row by row
 * @param {number} size of both sides
 */
export function encodePng(pixels, size) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  // 8 bits for each of red, green, blue and alpha.
  head.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: size }, (_, row) =>
    Buffer.concat([Buffer.from([0]), pixels.subarray(row * size * 4, (row + 1) * size * 4)]),
  );
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * Of a picture that `encodePng` made: its pixels are compared, not its bytes, which depend on who packs them.
 *
 * @param {Buffer} png
 * @returns {{ size: number, pixels: Buffer }}
 */
export function decodePng(png) {
  const size = png.readUInt32BE(16);
  const at = png.indexOf('IDAT', 0, 'latin1');
  const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const pixels = Array.from({ length: size }, (_, row) =>
    rows.subarray(row * (size * 4 + 1) + 1, (row + 1) * (size * 4 + 1)),
  );
  return { size, pixels: Buffer.concat(pixels) };
}
