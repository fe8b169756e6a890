/**
 * A list of rows of one height, of which only those in view are drawn: 100 000 of them cost as much as 20.
 * One row is active, by the arrow keys, and one is chosen, by Enter or a press.
 */
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import styles from './long-list.module.css';

interface LongListProps {
  readonly label: string;
  readonly total: number;
  /** What a row says; null while that is not there yet. */
  readonly rowAt: (index: number) => ReactNode | null;
  /** Asked for with what comes into view. */
  readonly onView: (first: number, last: number) => void;
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
}

export const rowHeight = 30;
const rowsInView = 14;
/** Drawn beyond what is in view, so that a slow scroll shows no gaps. */
const margin = 6;

export function LongList({ label, total, rowAt, onView, chosen, onChoose }: LongListProps) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [active, setActive] = useState(chosen ?? 0);
  const current = Math.min(active, Math.max(0, total - 1));
  const from = Math.max(0, first - margin);
  const to = Math.min(total, first + rowsInView + margin);

  const see = (top: number): void => {
    const next = Math.floor(top / rowHeight);
    setFirst(next);
    onView(Math.max(0, next - margin), Math.min(total, next + rowsInView + margin));
  };
  const go = (index: number): void => {
    const wanted = Math.max(0, Math.min(total - 1, index));
    setActive(wanted);
    const element = frame.current;
    if (element === null) return;
    const top = wanted * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    const lowest = top + rowHeight - element.clientHeight;
    if (lowest > element.scrollTop) element.scrollTop = lowest;
    see(element.scrollTop);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ...{ ArrowUp: current - 1, ArrowDown: current + 1, Home: 0, End: total - 1 },
      ...{ PageUp: current - rowsInView, PageDown: current + rowsInView },
    };
    const step = steps[event.key];
    const isPick = event.key === 'Enter' || event.key === ' ';
    if (step === undefined && !isPick) return;
    event.preventDefault();
    if (step !== undefined) go(step);
    else if (!event.repeat) onChoose(current);
  };

  return (
    <div
      ref={frame}
      className={styles['frame']}
      style={{ maxHeight: rowsInView * rowHeight }}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={
        current >= from && current < to ? `${id}-${String(current)}` : undefined
      }
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        see(event.currentTarget.scrollTop);
      }}
    >
      <div role="presentation" style={{ height: from * rowHeight }} />
      {Array.from({ length: to - from }, (_, offset) => from + offset).map((index) => (
        <div
          key={index}
          id={`${id}-${String(index)}`}
          className={styles['row']}
          style={{ height: rowHeight }}
          role="option"
          aria-selected={index === chosen}
          aria-posinset={index + 1}
          aria-setsize={total}
          data-active={index === current}
          onClick={() => {
            setActive(index);
            onChoose(index);
          }}
        >
          {rowAt(index) ?? <span className={styles['coming']}>Loading&hellip;</span>}
        </div>
      ))}
      <div role="presentation" style={{ height: (total - to) * rowHeight }} />
    </div>
  );
}
