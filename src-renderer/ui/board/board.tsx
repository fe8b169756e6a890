/**
 * A board of squares: one canvas for the eyes, an accessible grid for everybody else. The grid keeps
 * the focus and names the current square through one hidden row and cell.
 */
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import styles from './board.module.css';
import {
  cellAfterKey,
  cellAt,
  cellOfItem,
  cellRect,
  gridPlace,
  itemsOf,
  layoutBoard,
  rowCount,
  type BoardWishes,
  type WishedSize,
} from './board-layout.ts';
import { BoardPainter } from './board-painter.ts';
import { worstOf, type Cell, type CellGroup } from './cell.ts';
import { cellPalette, useSurroundings } from './use-surroundings.ts';

interface BoardProps {
  /** Names the grid: `Blocks of v002`. */
  readonly name: string;
  /** What one item is called, for squares that stand for several: `blocks`. */
  readonly itemsWord: string;
  readonly groups: readonly CellGroup[];
  /** Items per group of the boards beside this one, which get squares of the same size. */
  readonly alike?: readonly (readonly number[])[];
  /** Header lines over a single group, too. @default only over several */
  readonly captions?: BoardWishes['captions'];
  /** @default as large as fits */
  readonly size?: WishedSize;
  readonly side: 'old' | 'new';
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
}

export function Board(props: BoardProps) {
  const { name, itemsWord, groups, alike, side, selected, onSelect } = props;
  const { captions = 'several', size = 'automatic' } = props;
  const around = useSurroundings();
  const { ratio } = around;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<BoardPainter | null>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const [current, setCurrent] = useState(0);
  const [hovered, setHovered] = useState<number | null>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const id = useId();

  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const measure = (): void => {
      setRoom({ width: element.clientWidth, height: element.clientHeight });
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => {
      watch.disconnect();
    };
  }, []);

  const items = useMemo(() => groups.flatMap((group) => group.cells), [groups]);
  const width = Math.floor(room.width * ratio);
  const layout = useMemo(
    () =>
      layoutBoard(
        groups.map((group) => group.cells.length),
        { width, height: Math.floor(room.height * ratio), ratio },
        alike,
        { captions, size },
      ),
    [groups, alike, width, room.height, ratio, captions, size],
  );
  const cells = useMemo(() => mergeItems(items, layout, itemsWord), [items, layout, itemsWord]);
  const palette = useMemo(() => cellPalette(side, around), [side, around]);

  useEffect(() => {
    if (canvas.current === null) return undefined;
    const made = new BoardPainter(canvas.current);
    painter.current = made;
    const redraw = (): void => {
      made.redraw();
    };
    // Letters drawn before the bundled fonts are there would stay in the wrong ones.
    void document.fonts.ready.then(redraw);
    document.fonts.addEventListener('loadingdone', redraw);
    return () => {
      document.fonts.removeEventListener('loadingdone', redraw);
      made.dispose();
      painter.current = null;
    };
  }, []);

  const height = Math.max(layout.height, 1);
  useEffect(() => {
    painter.current?.show({
      layout,
      cells,
      palette,
      width,
      height,
      ratio,
      isMotionWelcome: around.isMotionWelcome,
    });
  }, [layout, cells, palette, width, height, ratio, around.isMotionWelcome]);

  const unmet = unmetSize(size, layout.sized, room.height > 0);
  const isCaptioned = groups.length > 1 || captions === 'always';
  const at = Math.min(current, Math.max(0, layout.cellCount - 1));
  const currentCell = cells[at];
  const place = gridPlace(layout, at);
  const selectedItem = items.findIndex((item) => item.key === selected);
  const selectedCell = selectedItem < 0 ? undefined : cellOfItem(layout, selectedItem);

  const css = (cell: number | undefined, grow: number): React.CSSProperties | undefined => {
    const rect = cell === undefined ? undefined : cellRect(layout, cell);
    if (rect === undefined) return undefined;
    return {
      left: rect.x / ratio - grow,
      top: rect.y / ratio - grow,
      width: rect.size / ratio + 2 * grow,
      height: rect.size / ratio + 2 * grow,
    };
  };
  const pointed = (event: React.PointerEvent | React.MouseEvent): number | undefined => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined) return undefined;
    return cellAt(layout, (event.clientX - box.left) * ratio, (event.clientY - box.top) * ratio);
  };
  const select = (cell: number): void => {
    const found = cells[cell];
    if (found !== undefined) onSelect(found.key);
  };
  const tipCell = hovered ?? (hasFocus ? at : undefined);
  const tip = tipCell === undefined ? undefined : cells[tipCell];
  const tipPlace = css(tipCell, 0);

  return (
    <div ref={frame} className={styles['frame']}>
      <div
        role="grid"
        tabIndex={0}
        className={styles['grid']}
        style={{ height: height / ratio }}
        aria-label={name}
        aria-rowcount={rowCount(layout)}
        aria-colcount={Math.min(layout.columns, Math.max(1, layout.cellCount))}
        aria-activedescendant={currentCell === undefined ? undefined : `${id}-cell`}
        onFocus={() => {
          setHasFocus(true);
          if (selectedCell !== undefined) setCurrent(selectedCell);
        }}
        onBlur={() => {
          setHasFocus(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            if (!event.repeat) select(at);
            return;
          }
          const next = cellAfterKey(layout, at, event.key, event.ctrlKey || event.metaKey);
          if (next === undefined || event.altKey) return;
          event.preventDefault();
          setCurrent(next);
        }}
        onPointerMove={(event) => {
          setHovered(pointed(event) ?? null);
        }}
        onPointerLeave={() => {
          setHovered(null);
        }}
        onClick={(event) => {
          const cell = pointed(event);
          if (cell === undefined) return;
          setCurrent(cell);
          select(cell);
        }}
      >
        <canvas
          ref={canvas}
          aria-hidden="true"
          className={styles['canvas']}
          style={{ width: width / ratio, height: height / ratio }}
        />
        {isCaptioned &&
          layout.groups.map((group, index) => (
            <div
              key={groups[index]?.caption ?? index}
              aria-hidden="true"
              className={styles['caption']}
              style={{ top: group.captionTop / ratio }}
            >
              <bdi>{groups[index]?.caption}</bdi>
              <span>{groups[index]?.note}</span>
            </div>
          ))}
        {selectedCell !== undefined && (
          <div className={styles['selected']} style={css(selectedCell, 3)} />
        )}
        {hasFocus && <div className={styles['current']} style={css(at, 5)} />}
        <div role="row" aria-rowindex={place.row} className="visually-hidden">
          <div
            role="gridcell"
            id={`${id}-cell`}
            aria-colindex={place.column}
            aria-selected={selectedCell === at}
          >
            {currentCell === undefined
              ? `No ${itemsWord}`
              : [currentCell.text, ...(isCaptioned ? [rowCaption(groups, layout, at)] : [])].join(
                  ', ',
                )}
          </div>
        </div>
        {tip !== undefined && tipPlace !== undefined && (
          <div
            aria-hidden="true"
            className={styles['tip']}
            data-edge={Number(tipPlace.left) > room.width / 2 ? 'right' : 'left'}
            style={
              Number(tipPlace.left) > room.width / 2
                ? {
                    top: Number(tipPlace.top) + Number(tipPlace.height) + 8,
                    right: Math.max(0, room.width - Number(tipPlace.left) - Number(tipPlace.width)),
                  }
                : { top: Number(tipPlace.top) + Number(tipPlace.height) + 8, left: tipPlace.left }
            }
          >
            {tip.text}
          </div>
        )}
      </div>
      {(layout.itemsPerCell > 1 || unmet !== null) && (
        <p className={styles['legend']}>
          {unmet}
          {layout.itemsPerCell > 1 &&
            ` One square stands for ${String(layout.itemsPerCell)} ${itemsWord} and shows the worst of them.`}
        </p>
      )}
    </div>
  );
}

/** What a square belongs to, for those who do not see the header over it. */
function rowCaption(
  groups: readonly CellGroup[],
  layout: ReturnType<typeof layoutBoard>,
  cell: number,
): string {
  const index = layout.groups.findIndex(
    ({ firstCell, cellCount }) => cell >= firstCell && cell < firstCell + cellCount,
  );
  return groups[index]?.caption ?? '';
}

/** Null: as wished. */
function unmetSize(wished: WishedSize, drawn: WishedSize, isMeasured: boolean): string | null {
  if (wished === drawn || !isMeasured) return null;
  const instead = drawn === 'automatic' ? 'they are as small as they have to be' : `they are ${drawn}`; // prettier-ignore
  return `There is no room here for ${wished} blocks: ${instead}.`;
}

function mergeItems(
  items: readonly Cell[],
  layout: ReturnType<typeof layoutBoard>,
  itemsWord: string,
): readonly Cell[] {
  if (layout.itemsPerCell === 1) return items;
  return Array.from({ length: layout.cellCount }, (_, cell) => {
    const [from, to] = itemsOf(layout, cell);
    const members = items.slice(from, to);
    const worst = worstOf(members);
    if (worst === undefined)
      throw new Error(`Square ${String(cell)} of a board stands for nothing.`);
    return {
      ...worst,
      tag: '',
      lines: [],
      text: `${String(to - from)} ${itemsWord}; worst: ${worst.text}`,
    };
  });
}
