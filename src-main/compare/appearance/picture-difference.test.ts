/** What is planted is found, no more and no less: on pages made pixel by pixel, by seeds. */
import { describe, expect, it } from 'vitest';
import { differenceText } from '../../../src-shared/appearance.ts';
import { cellSide, mostRegions } from './changed-regions.ts';
import { comparePixels, readPicture, writePicture, type Pixels } from './picture-difference.ts';

type Colour = readonly [number, number, number];
const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];
const red: Colour = [200, 30, 30];

function page(width: number, height: number, colour: Colour = white): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set([...colour, 255], at);
  return { width, height, data };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function fill({ width, data }: Pixels, place: Place, colour: Colour): void {
  for (let y = place.y; y < place.y + place.height; y += 1) {
    for (let x = place.x; x < place.x + place.width; x += 1) {
      data.set([...colour, 255], (y * width + x) * 4);
    }
  }
}

/** Lines of words, so that there is something to be mistaken for a difference. */
function text(picture: Pixels): Pixels {
  for (let line = 10; line < picture.height - 10; line += 18) {
    for (let at = 12; at < picture.width - 20; at += 9) {
      if ((at * 7 + line * 3) % 5 !== 0) fill(picture, { x: at, y: line, width: 5, height: 8 }, black); // prettier-ignore
    }
  }
  return picture;
}

/** mulberry32: the same places for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('planted differences', () => {
  it.each([1, 2, 3, 4, 5, 6])('are found, seed %i', (seed) => {
    const random = randomOf(seed);
    const [a, b] = [text(page(640, 480)), text(page(640, 480))];
    const step = 80;
    const wanted: Place[] = [];
    for (let row = 0; row < 6; row += 1) {
      for (let column = 0; column < 8; column += 1) {
        if (random() < 0.6) continue;
        // Far enough from its neighbours that no two are one.
        const [width, height] = [3 + Math.floor(random() * 40), 3 + Math.floor(random() * 40)];
        const place = { x: column * step + 4 + Math.floor(random() * 10), y: row * step + 4 + Math.floor(random() * 10), width, height }; // prettier-ignore
        fill(b, place, red);
        wanted.push(place);
      }
    }
    const { difference, mask } = comparePixels(a, b, []);
    const boxes = difference.regions.map(({ x, y, width, height }) => ({ x, y, width, height }));
    const inOrder = (all: readonly Place[]) => [...all].sort((p, q) => p.y - q.y || p.x - q.x);
    expect(inOrder(boxes)).toEqual(inOrder(wanted));
    expect(difference.unlisted).toBe(0);
    expect(difference.changed).toBe(wanted.reduce((sum, { width, height }) => sum + width * height, 0)); // prettier-ignore
    expect(mask === null).toBe(wanted.length === 0);
  });

  it('are none in two equal pages, nor where only the edge of a letter moved by a shade', () => {
    expect(comparePixels(text(page(320, 200)), text(page(320, 200)), [])).toMatchObject({
      difference: { changed: 0, regions: [], compared: 320 * 200 },
      mask: null,
    });
    const [a, b] = [page(60, 60), page(60, 60)];
    for (const [picture, shade] of [
      [a, 128],
      [b, 150],
    ] as const) {
      fill(picture, { x: 0, y: 0, width: 60, height: 30 }, black);
      fill(picture, { x: 0, y: 30, width: 60, height: 1 }, [shade, shade, shade]);
    }
    expect(comparePixels(a, b, []).difference).toMatchObject({ changed: 0, faint: 60 });
  });

  it('are told of a light background, and faintly of one that hardly anybody sees', () => {
    for (const colour of [
      [0xe3, 0xe3, 0xe3],
      [0xff, 0xf8, 0xc5],
    ] as const) {
      const { difference } = comparePixels(page(50, 40), page(50, 40, colour), []);
      expect(difference).toMatchObject({ changed: 2000, faint: 0 });
    }
    const { difference } = comparePixels(page(50, 40), page(50, 40, [254, 255, 255]), []);
    expect(difference).toMatchObject({ changed: 0, faint: 2000 });
    expect(differenceText({ kind: 'compared', ...difference })).toBe('100 % differs faintly.');
  });

  it('are told beside what is ignored', () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    const { difference } = comparePixels(page(20, 10), page(20, 10), [box]);
    expect(differenceText({ kind: 'compared', ...difference })).toBe(
      'No pixel differs; 50 % of it is ignored.',
    );
  });

  it('are one where they lie close or cross, and two where they lie apart', () => {
    const found = (...places: readonly Place[]): number => {
      const [a, b] = [page(200, 200), page(200, 200)];
      for (const place of places) fill(b, place, red);
      return comparePixels(a, b, []).difference.regions.length;
    };
    const box = { x: 40, y: 40, width: 20, height: 20 };
    expect(found(box, { ...box, x: 62 })).toBe(1);
    expect(found(box, { ...box, x: 60 + 2 * cellSide })).toBe(2);
    // A frame and what stands in it: two outlines would cross.
    const frame = [
      ...[{ x: 8, y: 8, width: 180, height: 2 }, { x: 8, y: 186, width: 180, height: 2 }],
      ...[{ x: 8, y: 8, width: 2, height: 180 }, { x: 186, y: 8, width: 2, height: 180 }],
    ]; // prettier-ignore
    expect(found(...frame, { x: 90, y: 90, width: 10, height: 10 })).toBe(1);
    // The right edge of one row and the left edge of the next do not touch.
    expect(found({ x: 192, y: 0, width: 8, height: 8 }, { x: 0, y: 8, width: 8, height: 8 })).toBe(
      2,
    );
  });

  it('do not count where they are ignored, and the rest is what the share is of', () => {
    const [a, b] = [page(100, 100), page(100, 100)];
    fill(b, { x: 10, y: 10, width: 20, height: 20 }, red);
    fill(b, { x: 60, y: 60, width: 10, height: 10 }, red);
    const ignored = [{ x: 0, y: 0, width: 40, height: 40 }, { x: 90, y: 95, width: 500, height: 500 }]; // prettier-ignore
    const { difference } = comparePixels(a, b, ignored);
    expect(difference).toMatchObject({
      ...{ changed: 100, compared: 10_000 - 1600 - 50 },
      regions: [{ x: 60, y: 60, width: 10, height: 10, pixels: 100 }],
      ignored: [ignored[0], { x: 90, y: 95, width: 10, height: 5 }],
    });
    const all = [{ x: 0, y: 0, width: 100, height: 100 }];
    expect(comparePixels(a, b, all).difference).toMatchObject({ changed: 0, compared: 0 });
  });

  it('are all that only the longer or the wider page has', () => {
    const { difference } = comparePixels(page(100, 80), page(100, 120), []);
    expect(difference).toMatchObject({
      ...{ width: 100, height: 120, changed: 4000, compared: 12_000 },
      regions: [{ x: 0, y: 80, width: 100, height: 40, pixels: 4000 }],
    });
    expect(comparePixels(page(70, 80), page(100, 60), []).difference.changed).toBe(
      100 * 80 - 70 * 60,
    );
  });

  it('are counted where there are more than anybody looks at', () => {
    const [a, b] = [page(640, 640), page(640, 640)];
    for (let at = 0; at < 20 * 20; at += 1) {
      fill(b, { x: (at % 20) * 32, y: Math.floor(at / 20) * 32, width: 4, height: 4 }, red);
    }
    const { regions, unlisted } = comparePixels(a, b, []).difference;
    expect([regions.length, unlisted]).toEqual([mostRegions, 400 - mostRegions]);
  });
});

it('A picture comes back from its file as it was', () => {
  const picture = text(page(33, 21));
  expect(readPicture(writePicture(picture))).toMatchObject({ width: 33, height: 21 });
  expect(Buffer.compare(readPicture(writePicture(picture)).data, picture.data)).toBe(0);
});
