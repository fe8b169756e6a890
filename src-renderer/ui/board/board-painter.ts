/**
 * Owns one canvas. Draws once per change and then rests: no frame is requested while nothing
 * changes. A changed look fades over in `durations.fade` when motion is welcome.
 */
import { durations } from '../tokens.ts';
import { cellRect, type BoardLayout, type Rect } from './board-layout.ts';
import type { Cell } from './cell.ts';
import { paintCells, type CellPalette, type PlacedCell } from './paint-cells.ts';

export interface BoardScene {
  readonly layout: BoardLayout;
  /** One per square. */
  readonly cells: readonly Cell[];
  readonly palette: CellPalette;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  readonly isMotionWelcome: boolean;
}

export class BoardPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D | null;
  #scene: BoardScene | null = null;
  /** Looks that are fading away, by key of their cell. */
  #leaving = new Map<string, Cell>();
  #fadeStartedMs = 0;
  #frame: number | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext('2d');
  }

  show(scene: BoardScene): void {
    const before = this.#scene;
    this.#scene = scene;
    if (before !== null && isSamePicture(before, scene)) return;
    if (before !== null && scene.isMotionWelcome && before.layout.size === scene.layout.size) {
      this.#startFade(before.cells, scene.cells);
    } else {
      this.#leaving.clear();
    }
    this.#request();
  }

  redraw(): void {
    if (this.#scene !== null) this.#request();
  }

  dispose(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#scene = null;
  }

  #startFade(before: readonly Cell[], now: readonly Cell[]): void {
    const looks = new Map(now.map((cell) => [cell.key, cell.look]));
    const changed = before.filter((cell) => {
      const look = looks.get(cell.key);
      return look !== undefined && (look.body !== cell.look.body || look.tone !== cell.look.tone);
    });
    if (changed.length === 0) return;
    this.#leaving = new Map(changed.map((cell) => [cell.key, cell]));
    this.#fadeStartedMs = performance.now();
  }

  #request(): void {
    this.#frame ??= requestAnimationFrame((atMs) => {
      this.#frame = null;
      this.#draw(atMs);
    });
  }

  #draw(atMs: number): void {
    const scene = this.#scene;
    const pen = this.#pen;
    if (scene === null || pen === null) return;
    const { width, height, ratio, layout, palette } = scene;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    const share = Math.min(1, Math.max(0, (atMs - this.#fadeStartedMs) / durations.fade));
    if (share >= 1) this.#leaving.clear();
    const steady: PlacedCell[] = [];
    const leaving: PlacedCell[] = [];
    const coming: PlacedCell[] = [];
    scene.cells.forEach((cell, index) => {
      const rect = cellRect(layout, index);
      if (rect === undefined) return;
      const old = this.#leaving.get(cell.key);
      if (old === undefined) {
        steady.push({ cell, rect });
      } else {
        leaving.push({ cell: old, rect });
        coming.push({ cell, rect });
      }
    });
    pen.clearRect(0, 0, width, height);
    paintCells(pen, steady, palette, ratio, 1);
    if (coming.length === 0) return;
    paintCells(pen, leaving, palette, ratio, 1 - share);
    paintCells(pen, coming, palette, ratio, share);
    this.#request();
  }
}

/** What the painter would draw alike: news that do not show cost no frame. */
function isSamePicture(before: BoardScene, now: BoardScene): boolean {
  const isSameGround =
    before.palette === now.palette &&
    before.width === now.width &&
    before.height === now.height &&
    before.ratio === now.ratio &&
    before.cells.length === now.cells.length;
  return (
    isSameGround &&
    now.cells.every((cell, index) => {
      const old = before.cells[index];
      return (
        old !== undefined &&
        isSameCell(old, cell) &&
        isSameRect(cellRect(before.layout, index), cellRect(now.layout, index))
      );
    })
  );
}

function isSameCell(before: Cell, now: Cell): boolean {
  return (
    before.key === now.key &&
    before.look === now.look &&
    before.tag === now.tag &&
    before.lines.length === now.lines.length &&
    before.lines.every((line, index) => line === now.lines[index])
  );
}

function isSameRect(before: Rect | undefined, now: Rect | undefined): boolean {
  return before?.x === now?.x && before?.y === now?.y && before?.size === now?.size;
}
