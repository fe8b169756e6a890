/** A square of a board: its look never tells anything by colour alone. */

export type CellMark =
  'none' | 'bottom-bar' | 'top-bar' | 'side-bar' | 'dot' | 'slash' | 'cross' | 'cross-top-bar';

export interface CellLook {
  readonly tone: 'hue' | 'bad' | 'idle';
  /** Solid carries traffic; resting is whole and carries none; faded is on its way; hollow is not there. */
  readonly body: 'solid' | 'resting' | 'faded' | 'hollow';
  readonly mark: CellMark;
  /** The higher, the sooner it is the one that a square of many items shows. */
  readonly rank: number;
}

export interface Cell {
  readonly key: string;
  readonly look: CellLook;
  /** Short, drawn in the corner where it fits. */
  readonly tag: string;
  /** Short lines for large squares. */
  readonly lines: readonly string[];
  /** The whole of it in words. */
  readonly text: string;
}

export interface CellGroup {
  readonly caption: string;
  readonly note: string;
  readonly cells: readonly Cell[];
}

/** The look that a square standing for several items shows: the worst. */
export function worstOf(cells: readonly Cell[]): Cell | undefined {
  return cells.reduce<Cell | undefined>(
    (worst, cell) => (worst === undefined || cell.look.rank > worst.look.rank ? cell : worst),
    undefined,
  );
}
