import { expect, it } from 'vitest';
import {
  binaryText,
  changedStretches,
  createBlockStrip,
  percentText,
  stripWords,
} from './disk-strip.ts';

function stripOf(total: number, changed: readonly number[], ranges: number, readBlocks = total) {
  const strip = createBlockStrip(total, ranges);
  const isTaken = changed.map(strip.mark);
  return { changed: strip.changed(), shares: strip.shares(readBlocks), isTaken };
}
const all = (total: number) => Array.from({ length: total }, (_, block) => block);

it('is empty where nothing changed, and full where all did', () => {
  expect(stripOf(16, [], 4)).toMatchObject({ changed: 0, shares: [0, 0, 0, 0] });
  expect(stripOf(16, all(16), 4)).toMatchObject({ changed: 16, shares: [1, 1, 1, 1] });
  // The control: one less is not full.
  expect(stripOf(16, all(15), 4).shares).toEqual([1, 1, 1, 0.75]);
});

it('finds one block at the very end, and one at the very beginning', () => {
  expect(stripOf(16_384, [16_383], 240).shares.findIndex((share) => share !== 0)).toBe(239);
  expect(stripOf(16_384, [0], 240).shares.findIndex((share) => share !== 0)).toBe(0);
});

it('divides a disk that does not divide: each block lies in one range, and all of them make it whole', () => {
  for (const [total, ranges] of [
    [10, 3],
    [17, 16],
    [2047, 240],
    [16_385, 240],
  ] as const) {
    const { shares } = stripOf(total, all(total), ranges);
    expect(shares).toHaveLength(ranges);
    expect(new Set(shares)).toEqual(new Set([1]));
  }
  expect(stripOf(10, [3], 3).shares).toEqual([0.25, 0, 0]);
  expect(stripOf(10, [4], 3).shares).toEqual([0, 1 / 3, 0]);
  expect(stripOf(3, [1], 240).shares).toEqual([0, 1, 0]);
});

it('counts a block once, and none that the disk does not have', () => {
  expect(stripOf(8, [1, 1, 1], 4)).toMatchObject({ changed: 1, shares: [0.5, 0, 0, 0] });
  expect(stripOf(8, [8, -1, 0.5, Number.NaN], 4)).toMatchObject({
    ...{ changed: 0, shares: [0, 0, 0, 0], isTaken: [false, false, false, false] },
  });
});

it('tells nothing of a range that was not read to its end', () => {
  expect(stripOf(16, [0, 5], 4, 6).shares).toEqual([0.25, null, null, null]);
  expect(stripOf(16, [0, 5], 4, 8).shares).toEqual([0.25, 0.25, null, null]);
});

it('joins neighbours, and says where most of it lies', () => {
  expect(changedStretches([0, 0.5, 1, 0, null, 0.25])).toEqual([
    { from: 1 / 6, to: 3 / 6, share: 0.75 },
    { from: 5 / 6, to: 1, share: 0.25 },
  ]);
  const gib = 2 ** 30;
  expect(stripWords([0, 0, 0], 3 * gib)).toBe('no change');
  expect(stripWords([1, 0, 0.5], 3 * gib)).toBe(
    'between 0 and 1 GiB (100 % of it), between 2 GiB and 3 GiB (50 % of it)',
  );
  // A quarter of a gibibyte in a tebibyte lies within what sizes are rounded to.
  const short = Array.from({ length: 4096 }, (_, at) => (at === 2050 ? 1 : 0));
  expect(stripWords(short, 1024 * gib)).toBe('about 513 GiB (100 % of it)');
  expect(stripWords([1, 0, 1, 0, 0.1, 0, 1], 7 * gib)).toMatch(/, and in 1 smaller stretch$/u);
});

it('never rounds something to nothing, nor a part to the whole', () => {
  expect([0, 1, 124, 1000].map((part) => percentText(part, 1000))).toEqual([
    ...['0 %', '0.1 %', '12.4 %', '100 %'],
  ]);
  expect(percentText(1, 1_000_000)).toBe('less than 0.1 %');
  expect(percentText(999_999, 1_000_000)).toBe('more than 99.9 %');
  expect([512 * 1024, 1.3 * 2 ** 30, 64 * 2 ** 40].map(binaryText)).toEqual([
    ...['512 KiB', '1.3 GiB', '64 TiB'],
  ]);
});
