/**
 * Where the squares of a board stand. Pure arithmetic on whole device pixels: the largest square
 * with which every group still fits, down to a smallest one; then one square per k items.
 */
import { blockSizes } from '../tokens.ts';

export interface BoardSpace {
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

export interface BoardGroup {
  /** Of the group's first square among all squares. */
  readonly firstCell: number;
  readonly cellCount: number;
  /** Of the group's first item among all items. */
  readonly firstItem: number;
  readonly itemCount: number;
  readonly captionTop: number;
  readonly top: number;
}

export interface BoardLayout {
  readonly size: number;
  readonly gap: number;
  readonly columns: number;
  readonly itemsPerCell: number;
  readonly cellCount: number;
  readonly groups: readonly BoardGroup[];
  readonly height: number;
  /** What was drawn of what was wished: the next smaller one that fits, in the end `automatic`. */
  readonly sized: WishedSize;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/**
 * CSS pixels. Above `largest` a brick stops looking like one, but for `giant` on a wall of a screen;
 * below `smallest` marks are lost.
 */
export const boardLimits = {
  largest: 168,
  giant: 288,
  smallest: 7,
  caption: 22,
  groupGap: 6,
} as const;

export type WishedSize = 'automatic' | keyof typeof blockSizes;

export interface BoardWishes {
  /** Header lines: where there are several groups, or also over a single one. @default 'several' */
  readonly captions?: 'several' | 'always';
  /** @default 'automatic' */
  readonly size?: WishedSize;
}

/** A square may be this much smaller than it could be when that leaves fewer holes in the rows. */
const tidyShare = 0.8;

function gapOf(size: number, ratio: number): number {
  const cssSize = size / ratio;
  const cssGap = cssSize >= 64 ? 8 : cssSize >= 20 ? 5 : cssSize >= 11 ? 3 : 2;
  return Math.max(1, Math.round(cssGap * ratio));
}

/** From the largest down; what fits in none of them is as small as it has to be. */
const steps = ['large', 'medium', 'small'] as const satisfies readonly WishedSize[];

/**
 * @param itemCounts items of each group, in order; a single group has no caption line unless that is wished.
 * @param alike counts of boards beside this one: squares of the same size can be compared by eye.
 */
export function layoutBoard(
  itemCounts: readonly number[],
  space: BoardSpace,
  alike: readonly (readonly number[])[] = [],
  { captions = 'several', size: wished = 'automatic' }: BoardWishes = {},
): BoardLayout {
  const fixed = wished === 'automatic' ? [] : steps.slice(steps.indexOf(wished));
  for (const sized of fixed) {
    const size = Math.max(1, Math.round(blockSizes[sized] * space.ratio));
    const all = [itemCounts, ...alike].map((counts) => arrange(counts, size, 1, space, captions));
    const [own] = all;
    const doFit = all.every(({ height }) => height <= space.height) && size <= space.width;
    if (own !== undefined && doFit) return { ...own, sized };
  }
  const own = fit(itemCounts, space, captions);
  const others = alike.map((counts) => fit(counts, space, captions));
  const size = Math.min(own.size, ...others.map((other) => other.size));
  const itemsPerCell = Math.max(own.itemsPerCell, ...others.map((other) => other.itemsPerCell));
  return size === own.size && itemsPerCell === own.itemsPerCell
    ? own
    : arrange(itemCounts, size, itemsPerCell, space, captions);
}

type Captions = NonNullable<BoardWishes['captions']>;

function fit(itemCounts: readonly number[], space: BoardSpace, captions: Captions): BoardLayout {
  const { ratio } = space;
  const roomy = Math.min(boardLimits.giant * ratio, Math.min(space.width, space.height) * 0.22);
  const largest = Math.max(
    1,
    Math.min(Math.floor(Math.max(boardLimits.largest * ratio, roomy)), space.width),
  );
  const smallest = Math.max(1, Math.min(Math.round(boardLimits.smallest * ratio), largest));
  for (let size = largest; size >= smallest; size -= 1) {
    const layout = arrange(itemCounts, size, 1, space, captions);
    if (layout.height <= space.height) return tidied(layout, itemCounts, smallest, space, captions);
  }
  const total = itemCounts.reduce((sum, items) => sum + items, 0);
  for (let itemsPerCell = 2; itemsPerCell < total; itemsPerCell += 1) {
    const layout = arrange(itemCounts, smallest, itemsPerCell, space, captions);
    if (layout.height <= space.height) return layout;
  }
  // Not even one square per group fits: the board scrolls.
  return arrange(itemCounts, smallest, Math.max(1, total), space, captions);
}

/** Four squares as one row rather than three and one, where a little less size allows it. */
function tidied(
  found: BoardLayout,
  itemCounts: readonly number[],
  smallest: number,
  space: BoardSpace,
  captions: Captions,
): BoardLayout {
  let best = found;
  const least = Math.max(smallest, Math.ceil(found.size * tidyShare));
  for (let size = found.size - 1; size >= least && holes(best) > 0; size -= 1) {
    const layout = arrange(itemCounts, size, 1, space, captions);
    if (layout.height <= space.height && holes(layout) < holes(best)) best = layout;
  }
  return best;
}

function holes(layout: BoardLayout): number {
  return layout.groups.reduce(
    (sum, { cellCount }) =>
      sum + Math.ceil(cellCount / layout.columns) * layout.columns - cellCount,
    0,
  );
}

function arrange(
  itemCounts: readonly number[],
  size: number,
  itemsPerCell: number,
  space: BoardSpace,
  captions: Captions,
): BoardLayout {
  const gap = gapOf(size, space.ratio);
  const columns = Math.max(1, Math.floor((space.width + gap) / (size + gap)));
  const isCaptioned = itemCounts.length > 1 || captions === 'always';
  const captionHeight = isCaptioned ? Math.round(boardLimits.caption * space.ratio) : 0;
  const groupGap = Math.round(boardLimits.groupGap * space.ratio);
  const groups: BoardGroup[] = [];
  let firstCell = 0;
  let firstItem = 0;
  let y = 0;
  for (const itemCount of itemCounts) {
    const cellCount = Math.ceil(itemCount / itemsPerCell);
    const rows = Math.ceil(cellCount / columns);
    const top = y + captionHeight;
    groups.push({ firstCell, cellCount, firstItem, itemCount, captionTop: y, top });
    y = top + Math.max(0, rows * (size + gap) - gap) + groupGap;
    firstCell += cellCount;
    firstItem += itemCount;
  }
  const height = Math.max(0, y - groupGap);
  const of = { cellCount: firstCell, groups, height };
  return { size, gap, columns, itemsPerCell, ...of, sized: 'automatic' };
}

function groupOf(layout: BoardLayout, cell: number): BoardGroup | undefined {
  return layout.groups.find(
    (group) => cell >= group.firstCell && cell < group.firstCell + group.cellCount,
  );
}

/** Place of a square in device pixels; undefined when there is no such square. */
export function cellRect(layout: BoardLayout, cell: number): Rect | undefined {
  const group = groupOf(layout, cell);
  if (group === undefined) return undefined;
  const within = cell - group.firstCell;
  const step = layout.size + layout.gap;
  return {
    x: (within % layout.columns) * step,
    y: group.top + Math.floor(within / layout.columns) * step,
    size: layout.size,
  };
}

/** The square under a point in device pixels; gaps belong to nobody. */
export function cellAt(layout: BoardLayout, x: number, y: number): number | undefined {
  const step = layout.size + layout.gap;
  const column = Math.floor(x / step);
  if (x < 0 || x - column * step >= layout.size || column >= layout.columns) return undefined;
  for (const group of layout.groups) {
    const row = Math.floor((y - group.top) / step);
    if (row < 0 || y - group.top - row * step >= layout.size) continue;
    const within = row * layout.columns + column;
    if (within < group.cellCount) return group.firstCell + within;
  }
  return undefined;
}

/** Items `[from, to)` that a square stands for. */
export function itemsOf(layout: BoardLayout, cell: number): readonly [number, number] {
  const group = groupOf(layout, cell);
  if (group === undefined) return [0, 0];
  const from = group.firstItem + (cell - group.firstCell) * layout.itemsPerCell;
  return [from, Math.min(from + layout.itemsPerCell, group.firstItem + group.itemCount)];
}

export function cellOfItem(layout: BoardLayout, item: number): number | undefined {
  const group = layout.groups.find(
    (each) => item >= each.firstItem && item < each.firstItem + each.itemCount,
  );
  if (group === undefined) return undefined;
  return group.firstCell + Math.floor((item - group.firstItem) / layout.itemsPerCell);
}

/** Row and column as the accessible grid counts them, from 1; rows run on through the groups. */
export function gridPlace(layout: BoardLayout, cell: number): { row: number; column: number } {
  let rowsBefore = 0;
  for (const group of layout.groups) {
    const within = cell - group.firstCell;
    if (within >= 0 && within < group.cellCount) {
      return {
        row: rowsBefore + Math.floor(within / layout.columns) + 1,
        column: (within % layout.columns) + 1,
      };
    }
    rowsBefore += Math.ceil(group.cellCount / layout.columns);
  }
  return { row: 1, column: 1 };
}

export function rowCount(layout: BoardLayout): number {
  return layout.groups.reduce((sum, g) => sum + Math.ceil(g.cellCount / layout.columns), 0);
}

const rowsPerPage = 5;

/** Where a key leads from a square; undefined when the key is not one of the grid's. */
export function cellAfterKey(
  layout: BoardLayout,
  cell: number,
  key: string,
  isControl: boolean,
): number | undefined {
  const last = layout.cellCount - 1;
  const bounded = (index: number): number => Math.min(last, Math.max(0, index));
  const { row, column } = gridPlace(layout, cell);
  switch (key) {
    case 'ArrowLeft':
      return bounded(cell - 1);
    case 'ArrowRight':
      return bounded(cell + 1);
    case 'ArrowUp':
      return cellInRow(layout, row - 1, column) ?? cell;
    case 'ArrowDown':
      return cellInRow(layout, row + 1, column) ?? cell;
    case 'PageUp':
      return cellInRow(layout, Math.max(1, row - rowsPerPage), column) ?? cell;
    case 'PageDown':
      return cellInRow(layout, Math.min(rowCount(layout), row + rowsPerPage), column) ?? cell;
    case 'Home':
      return isControl ? 0 : (cellInRow(layout, row, 1) ?? cell);
    case 'End':
      return isControl ? last : (cellInRow(layout, row, layout.columns) ?? cell);
    default:
      return undefined;
  }
}

function cellInRow(layout: BoardLayout, row: number, column: number): number | undefined {
  let rowsBefore = 0;
  for (const group of layout.groups) {
    const rows = Math.ceil(group.cellCount / layout.columns);
    if (row > rowsBefore && row <= rowsBefore + rows) {
      const within = (row - rowsBefore - 1) * layout.columns + column - 1;
      return group.firstCell + Math.min(within, group.cellCount - 1);
    }
    rowsBefore += rows;
  }
  return undefined;
}
