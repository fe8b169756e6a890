/**
 * Changed pixels as a few boxes that an eye can go through. Pixels are put into cells; cells that touch, also at a
 * corner, are one region, whose box is that of its pixels. Pure.
 */
import type { ChangedRegion } from '../../../src-shared/appearance-schema.ts';

/** Letters of a changed word lie closer than this, lines of a text do not: pixels. */
export const cellSide = 8;
/** More boxes than this are no help to anybody; the share says the rest. */
export const mostRegions = 100;

export interface FoundRegions {
  /** Largest first. */
  readonly regions: readonly ChangedRegion[];
  readonly unlisted: number;
}

interface Growing {
  left: number;
  top: number;
  right: number;
  bottom: number;
  pixels: number;
}

/** @param mask a byte for each pixel, row by row; not 0 where it changed. */
export function changedRegions(mask: Uint8Array, width: number, height: number): FoundRegions {
  const columns = Math.ceil(width / cellSide);
  const cells = cellsOf(mask, width, height, columns);
  const all = joined(cells, columns).sort((one, other) => areaOf(other) - areaOf(one));
  const regions = all.slice(0, mostRegions).map(({ left, top, right, bottom, pixels }) => ({
    ...{ x: left, y: top, width: right - left + 1, height: bottom - top + 1, pixels },
  }));
  return { regions, unlisted: all.length - regions.length };
}

function areaOf({ left, top, right, bottom }: Growing): number {
  return (right - left + 1) * (bottom - top + 1);
}

function cellsOf(mask: Uint8Array, width: number, height: number, columns: number) {
  const cells = new Map<number, Growing>();
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / cellSide) * columns;
    const start = y * width;
    for (let x = 0; x < width; x += 1) {
      if (mask[start + x] === 0) continue;
      const at = row + Math.floor(x / cellSide);
      const cell = cells.get(at);
      if (cell === undefined) {
        cells.set(at, { left: x, top: y, right: x, bottom: y, pixels: 1 });
        continue;
      }
      if (x < cell.left) cell.left = x;
      if (x > cell.right) cell.right = x;
      cell.bottom = y;
      cell.pixels += 1;
    }
  }
  return cells;
}

/** Cells that touch are one; boxes that lie over each other then are one, too: two outlines would cross. */
function joined(cells: Map<number, Growing>, columns: number): Growing[] {
  const found: Growing[] = [];
  const left = new Map(cells);
  for (const start of cells.keys()) {
    if (!left.has(start)) continue;
    const region: Growing = { left: Infinity, top: Infinity, right: -1, bottom: -1, pixels: 0 };
    const next = [start];
    for (let at = next.pop(); at !== undefined; at = next.pop()) {
      const cell = left.get(at);
      if (cell === undefined) continue;
      left.delete(at);
      take(region, cell);
      const column = at % columns;
      for (let row = -1; row <= 1; row += 1) {
        for (let step = -1; step <= 1; step += 1) {
          // The last cell of a row and the first one of the next do not touch.
          if (column + step < 0 || column + step >= columns) continue;
          next.push(at + row * columns + step);
        }
      }
    }
    found.push(region);
  }
  return withoutOverlaps(found);
}

/** Beyond this many they are only counted; whether two of them cross does not matter then. */
const mostToUntangle = 2000;

function withoutOverlaps(regions: Growing[]): Growing[] {
  if (regions.length > mostToUntangle) return regions;
  const apart: Growing[] = [];
  for (const region of regions) {
    for (let at = crossing(apart, region); at !== -1; at = crossing(apart, region)) {
      const [other] = apart.splice(at, 1);
      if (other !== undefined) take(region, other);
    }
    apart.push(region);
  }
  return apart;
}

function crossing(regions: readonly Growing[], { left, top, right, bottom }: Growing): number {
  return regions.findIndex(
    (one) => one.left <= right && one.right >= left && one.top <= bottom && one.bottom >= top,
  );
}

function take(region: Growing, other: Growing): void {
  region.left = Math.min(region.left, other.left);
  region.top = Math.min(region.top, other.top);
  region.right = Math.max(region.right, other.right);
  region.bottom = Math.max(region.bottom, other.bottom);
  region.pixels += other.pixels;
}
