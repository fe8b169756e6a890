import { describe, expect, it } from 'vitest';
import {
  boardLimits,
  cellAfterKey,
  cellAt,
  cellOfItem,
  cellRect,
  gridPlace,
  itemsOf,
  layoutBoard,
  rowCount,
} from './board-layout.ts';
import { blockSizes } from '../tokens.ts';

const space = { width: 460, height: 320, ratio: 1 };

describe('layoutBoard', () => {
  it('uses whole pixels, stays inside and never overlaps, for many sizes', () => {
    for (const ratio of [1, 1.25, 1.5, 2, 3]) {
      for (const items of [1, 2, 4, 7, 12, 40, 333, 1000, 2500]) {
        const room = { width: Math.floor(460 * ratio), height: Math.floor(320 * ratio), ratio };
        const layout = layoutBoard([items], room);
        expect(Number.isInteger(layout.size)).toBe(true);
        expect(layout.height).toBeLessThanOrEqual(room.height);
        expect(layout.columns * (layout.size + layout.gap) - layout.gap).toBeLessThanOrEqual(
          room.width,
        );
        for (let cell = 0; cell < layout.cellCount; cell += 1) {
          const rect = cellRect(layout, cell);
          expect(Number.isInteger(rect?.x) && Number.isInteger(rect?.y)).toBe(true);
          expect(cellAt(layout, rect?.x ?? -1, rect?.y ?? -1)).toBe(cell);
        }
      }
    }
  });

  it('takes the largest square that fits, or a little less when that leaves fewer holes', () => {
    for (const items of [7, 12, 40, 97, 333]) {
      const layout = layoutBoard([items], space);
      let size = layout.size + 1;
      const fits = (): boolean => {
        const columns = Math.floor((space.width + layout.gap) / (size + layout.gap));
        return Math.ceil(items / columns) * (size + layout.gap) - layout.gap <= space.height;
      };
      while (fits() && size < boardLimits.largest) size += 1;
      expect(layout.size).toBeGreaterThanOrEqual(Math.floor((size - 1) * 0.8));
    }
    expect(layoutBoard([4], { ...space, height: 260 }).columns).toBe(4);
  });

  it('does not grow beyond what still looks like a brick', () => {
    expect(layoutBoard([1], { width: 1200, height: 1000, ratio: 2 }).size).toBe(
      boardLimits.largest * 2,
    );
    expect(layoutBoard([1], { width: 9000, height: 9000, ratio: 2 }).size).toBe(
      boardLimits.giant * 2,
    );
  });

  it('stands one square for k items when not even the smallest fits', () => {
    const layout = layoutBoard([100_000], space);
    expect(layout.size).toBe(boardLimits.smallest);
    expect(layout.itemsPerCell).toBeGreaterThan(1);
    expect(layout.height).toBeLessThanOrEqual(space.height);
    const [from, to] = itemsOf(layout, layout.cellCount - 1);
    expect(to).toBe(100_000);
    expect(cellOfItem(layout, from)).toBe(layout.cellCount - 1);
  });

  it('keeps groups apart, with room for their captions', () => {
    const layout = layoutBoard([14, 13, 13], space);
    expect(layout.groups[1]?.captionTop).toBeGreaterThan(cellRect(layout, 13)?.y ?? Infinity);
    expect((layout.groups[1]?.top ?? 0) - (layout.groups[1]?.captionTop ?? 0)).toBe(
      boardLimits.caption,
    );
    expect(cellOfItem(layout, 14)).toBe(layout.groups[1]?.firstCell);
  });

  it('gives boards side by side squares of one size', () => {
    const few = layoutBoard([4], space, [[40]]);
    const many = layoutBoard([40], space, [[4]]);
    expect(few.size).toBe(many.size);
    expect(few.size).toBeLessThan(layoutBoard([4], space).size);
    const coarse = layoutBoard([10], space, [[100_000]]);
    expect(coarse.itemsPerCell).toBe(layoutBoard([100_000], space).itemsPerCell);
  });

  it('draws a wished size, the next smaller one that fits all boards, or as small as it has to', () => {
    const wish = (items: number, size: 'small' | 'medium' | 'large', alike: number[][] = []) => {
      const { sized, size: side } = layoutBoard([items], space, alike, { size });
      return [sized, side];
    };
    expect(wish(4, 'large')).toEqual(['large', blockSizes.large]);
    expect(wish(4, 'small')).toEqual(['small', blockSizes.small]);
    expect(wish(40, 'large')).toEqual(['medium', blockSizes.medium]);
    expect(wish(4, 'large', [[40]])).toEqual(['medium', blockSizes.medium]);
    const [sized, side] = wish(4000, 'large');
    expect([sized, side]).toEqual(['automatic', layoutBoard([4000], space).size]);
    // The control: nothing wished, as large as fits.
    expect(layoutBoard([4], space)).toMatchObject({ sized: 'automatic' });
    expect(layoutBoard([4], space).size).toBeGreaterThan(blockSizes.large);
  });

  it('has a header over a single group where that is wished', () => {
    expect(layoutBoard([4], space).groups[0]?.top).toBe(0);
    const captioned = layoutBoard([4], space, [], { captions: 'always' });
    expect(captioned.groups[0]?.top).toBe(boardLimits.caption);
    expect(captioned.height).toBeLessThanOrEqual(space.height);
  });

  it('survives no items and no room', () => {
    expect(layoutBoard([], space).cellCount).toBe(0);
    expect(layoutBoard([0], space).cellCount).toBe(0);
    expect(layoutBoard([5], { width: 0, height: 0, ratio: 1 }).columns).toBe(1);
  });
});

describe('cellAt', () => {
  it('answers nothing for gaps and outside', () => {
    const layout = layoutBoard([4], space);
    expect(cellAt(layout, layout.size + 1, 1)).toBeUndefined();
    expect(cellAt(layout, -1, 1)).toBeUndefined();
    expect(cellAt(layout, 1, layout.height + layout.gap + 1)).toBeUndefined();
  });
});

describe('cellAfterKey', () => {
  const layout = layoutBoard([14, 13], { width: 460, height: 230, ratio: 1 });
  const key = (cell: number, name: string, isControl = false): number | undefined =>
    cellAfterKey(layout, cell, name, isControl);

  it('walks by cell, by row and through groups, and stops at the edges', () => {
    expect(key(0, 'ArrowLeft')).toBe(0);
    expect(key(0, 'ArrowRight')).toBe(1);
    expect(key(26, 'ArrowRight')).toBe(26);
    const below = key(0, 'ArrowDown') ?? -1;
    expect(gridPlace(layout, below)).toEqual({ row: 2, column: 1 });
    expect(key(0, 'ArrowUp')).toBe(0);
    expect(key(26, 'Home', true)).toBe(0);
    expect(key(0, 'End', true)).toBe(26);
    expect(gridPlace(layout, key(20, 'Home') ?? -1).column).toBe(1);
    expect(gridPlace(layout, key(0, 'PageDown') ?? -1).row).toBe(Math.min(6, rowCount(layout)));
    expect(key(3, 'a')).toBeUndefined();
  });

  it('reaches every cell by ArrowRight alone', () => {
    let cell = 0;
    for (let step = 0; step < 26; step += 1) cell = key(cell, 'ArrowRight') ?? -1;
    expect(cell).toBe(26);
  });
});
