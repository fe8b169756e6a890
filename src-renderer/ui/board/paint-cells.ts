/**
 * Draws squares with integer rectangles, batched by colour: measured faster without a GPU than
 * sprites, paths, DOM or WebGL, at every count we promise.
 */
import { fonts, type, washes } from '../tokens.ts';
import type { Rect } from './board-layout.ts';
import type { Cell, CellLook } from './cell.ts';

export interface CellPalette {
  readonly hue: string;
  readonly bad: string;
  readonly idle: string;
  /** Marks and letters upon a solid body. */
  readonly mark: string;
  /** Letters upon a faded or hollow body. */
  readonly text: string;
  /** What lies under a body that is not solid. */
  readonly ground: string;
  readonly isForced: boolean;
}

export interface PlacedCell {
  readonly cell: Cell;
  readonly rect: Rect;
}

type Pen = CanvasRenderingContext2D;

/** CSS pixels of a square that has room for its number. */
const leastForTag = 26;

const bodyAlpha = {
  solid: 1,
  resting: washes.resting / 100,
  faded: washes.faded / 100,
  hollow: washes.hollow / 100,
} as const;

/** @param alpha 0..1, for the short fade between two looks. */
export function paintCells(
  pen: Pen,
  placed: readonly PlacedCell[],
  palette: CellPalette,
  ratio: number,
  alpha: number,
): void {
  for (const batch of byLook(placed)) paintBatch(pen, batch, palette, ratio, alpha);
  pen.globalAlpha = 1;
}

function byLook(placed: readonly PlacedCell[]): Iterable<readonly PlacedCell[]> {
  const batches = new Map<string, PlacedCell[]>();
  for (const item of placed) {
    const { tone, body, mark } = item.cell.look;
    const key = `${tone} ${body} ${mark}`;
    const batch = batches.get(key);
    if (batch === undefined) batches.set(key, [item]);
    else batch.push(item);
  }
  return batches.values();
}

function paintBatch(
  pen: Pen,
  batch: readonly PlacedCell[],
  palette: CellPalette,
  ratio: number,
  alpha: number,
): void {
  const first = batch[0];
  if (first === undefined) return;
  const { look } = first.cell;
  const { size } = first.rect;
  const tone = palette[look.tone];
  const onBody = look.body === 'solid' ? palette.mark : tone;

  if (look.body !== 'solid') {
    pen.globalAlpha = alpha;
    pen.fillStyle = palette.ground;
    for (const { rect } of batch) pen.fillRect(rect.x, rect.y, size, size);
  }
  pen.globalAlpha = alpha * bodyAlpha[look.body];
  pen.fillStyle = tone;
  for (const { rect } of batch) pen.fillRect(rect.x, rect.y, size, size);
  const isFramed = look.body === 'hollow' || look.body === 'resting';
  if (isFramed || palette.isForced) frame(pen, batch, ratio, alpha);
  if (look.body === 'solid' && !palette.isForced) relief(pen, batch, alpha);

  pen.globalAlpha = alpha;
  pen.fillStyle = onBody;
  pen.strokeStyle = onBody;
  paintMarks(pen, batch, look, size, ratio);

  if (size >= leastForTag * ratio) {
    pen.fillStyle = look.body === 'solid' ? palette.mark : palette.text;
    letter(pen, batch, ratio, alpha);
  }
}

/** The line, or its first part where the whole is too wide; letters are never squeezed. */
function fitting(pen: Pen, line: string, width: number): string {
  return pen.measureText(line).width <= width ? line : (line.split('  ')[0] ?? line);
}

/** The lit upper and the shaded lower edge that make a square a brick. */
function relief(pen: Pen, batch: readonly PlacedCell[], alpha: number): void {
  const size = batch[0]?.rect.size ?? 0;
  const lit = Math.max(1, Math.min(Math.round(size * 0.045), Math.round(size * 0.02) + 3));
  const shade = Math.max(1, Math.round(size * 0.03));
  pen.globalAlpha = alpha * 0.34;
  pen.fillStyle = '#ffffff';
  for (const { rect } of batch) pen.fillRect(rect.x, rect.y, size, lit);
  if (size < 14) return;
  pen.globalAlpha = alpha * 0.22;
  pen.fillStyle = '#000000';
  for (const { rect } of batch) pen.fillRect(rect.x, rect.y + size - shade, size, shade);
}

function frame(pen: Pen, batch: readonly PlacedCell[], ratio: number, alpha: number): void {
  const size = batch[0]?.rect.size ?? 0;
  // A thick one leaves nothing within the smallest squares.
  const line = Math.max(1, Math.round((size < 20 * ratio ? 1 : 1.5) * ratio));
  pen.globalAlpha = alpha;
  for (const { rect } of batch) {
    const { x, y } = rect;
    pen.fillRect(x, y, size, line);
    pen.fillRect(x, y + size - line, size, line);
    pen.fillRect(x, y, line, size);
    pen.fillRect(x + size - line, y, line, size);
  }
}

function barOf(size: number): number {
  return Math.max(2, Math.round(size * 0.08));
}

/** With letters in the square, crosses and dots stand in its free lower or upper right corner. */
function markBox(
  size: number,
  ratio: number,
): { readonly left: number; readonly top: number; readonly side: number } {
  if (size < 64 * ratio) {
    const side = Math.round(size * 0.42);
    const hasTag = size >= leastForTag * ratio;
    const inset = hasTag ? size - side - Math.round(size * 0.12) : Math.round((size - side) / 2);
    return { left: inset, top: inset, side };
  }
  const side = Math.round(size * 0.24);
  const inset = Math.round(size * 0.1);
  return { left: size - side - inset, top: inset, side };
}

function paintMarks(
  pen: Pen,
  batch: readonly PlacedCell[],
  look: CellLook,
  size: number,
  ratio: number,
): void {
  const bar = barOf(size);
  switch (look.mark) {
    case 'none':
      return;
    case 'bottom-bar':
      for (const { rect } of batch) pen.fillRect(rect.x, rect.y + size - bar, size, bar);
      return;
    case 'top-bar':
      for (const { rect } of batch) pen.fillRect(rect.x, rect.y, size, bar);
      return;
    case 'side-bar':
      for (const { rect } of batch) pen.fillRect(rect.x, rect.y, bar, size);
      return;
    case 'dot': {
      const { left, top, side } = markBox(size, ratio);
      const dot = Math.max(2, Math.round(side * 0.55));
      const inset = Math.round((side - dot) / 2);
      for (const { rect } of batch) {
        pen.fillRect(rect.x + left + inset, rect.y + top + inset, dot, dot);
      }
      return;
    }
    case 'slash':
    case 'cross':
      strokes(pen, batch, markBox(size, ratio), look.mark);
      return;
    case 'cross-top-bar': {
      for (const { rect } of batch) pen.fillRect(rect.x, rect.y, size, bar);
      const box = markBox(size, ratio);
      strokes(pen, batch, { ...box, top: Math.max(box.top, 2 * bar) }, 'cross');
    }
  }
}

function strokes(
  pen: Pen,
  batch: readonly PlacedCell[],
  { left, top, side }: ReturnType<typeof markBox>,
  mark: 'slash' | 'cross',
): void {
  pen.lineWidth = Math.max(1.5, side * 0.22);
  pen.beginPath();
  for (const { rect } of batch) {
    const x = rect.x + left;
    const y = rect.y + top;
    pen.moveTo(x + side, y);
    pen.lineTo(x, y + side);
    if (mark === 'slash') continue;
    pen.moveTo(x, y);
    pen.lineTo(x + side, y + side);
  }
  pen.stroke();
}

function letter(pen: Pen, batch: readonly PlacedCell[], ratio: number, alpha: number): void {
  const size = batch[0]?.rect.size ?? 0;
  const isLarge = size >= 64 * ratio;
  const isHuge = size >= 128 * ratio;
  // On a wall of a screen letters grow with their brick.
  const grown = Math.max(1, size / (168 * ratio)) * ratio;
  const inset = Math.round((isHuge ? 12 : isLarge ? 8 : 5) * grown);
  const mark = batch[0]?.cell.look.mark;
  // Letters keep clear of the bar that tells the state.
  const left = inset + (mark === 'side-bar' ? barOf(size) : 0);
  const top = inset + (mark === 'top-bar' || mark === 'cross-top-bar' ? barOf(size) : 0);
  const bottom = Math.round((isHuge ? 14 : 9) * grown) + (mark === 'bottom-bar' ? barOf(size) : 0);
  pen.globalAlpha = alpha;
  pen.textBaseline = 'top';
  pen.font = `600 ${String(Math.round((isHuge ? type.type5 : isLarge ? type.type3 : type.type1) * grown))}px ${fonts.mono}`;
  for (const { cell, rect } of batch) {
    pen.fillText(cell.tag, rect.x + left, rect.y + top + Math.round(ratio), size - left - inset);
  }
  if (!isLarge) return;
  pen.textBaseline = 'alphabetic';
  pen.font = `500 ${String(Math.round((isHuge ? type.type2 : type.type1) * grown))}px ${fonts.sans}`;
  const lineHeight = Math.round((isHuge ? 17 : 14) * grown);
  for (const { cell, rect } of batch) {
    const last = rect.y + size - bottom;
    cell.lines.forEach((line, index) => {
      const y = last - (cell.lines.length - 1 - index) * lineHeight;
      pen.fillText(fitting(pen, line, size - left - inset), rect.x + left, y);
    });
  }
}
