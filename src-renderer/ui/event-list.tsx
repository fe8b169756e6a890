/** Things that happened, newest first, each with its time and its weight in a mark. */
import { Check, ChevronRight, NotebookPen, TriangleAlert, X } from 'lucide-react';
import { plain } from '../../src-shared/wording.ts';
import { clockTime, dateTime } from './format.ts';
import styles from './event-list.module.css';
import { MixedText } from './mixed-text.tsx';

export interface ListedEvent {
  readonly id: string;
  readonly atMs: number;
  readonly severity: 'info' | 'success' | 'warning' | 'trouble';
  readonly title: string;
  readonly detail: string;
  readonly by: string;
  /** A person wrote it. */
  readonly isNote?: boolean | undefined;
}

interface EventListProps<Event extends ListedEvent> {
  readonly events: readonly Event[];
  readonly isCompact?: boolean;
  /** What choosing an event does; null for one that has nothing behind it. */
  readonly openingOf?: (event: Event) => (() => void) | null;
}

const marks = {
  info: null,
  success: { icon: Check, word: 'success' },
  warning: { icon: TriangleAlert, word: 'warning' },
  trouble: { icon: X, word: 'trouble' },
} as const;

const noteMark = { icon: NotebookPen, word: 'note' } as const;

export function EventList<Event extends ListedEvent>({
  events,
  isCompact = false,
  openingOf,
}: EventListProps<Event>) {
  if (events.length === 0) return <p className={styles['none']}>Nothing has happened yet.</p>;
  return (
    <ol className={styles['list']} data-compact={isCompact}>
      {events.map((event) => {
        const mark = event.isNote === true ? noteMark : marks[event.severity];
        const Icon = mark?.icon;
        const open = openingOf?.(event) ?? null;
        const title = (
          <bdi className={styles['title']}>
            <MixedText text={plain(event.title, 300)} />
          </bdi>
        );
        return (
          <li key={event.id} data-severity={event.severity}>
            <time dateTime={new Date(event.atMs).toISOString()}>
              {isCompact ? clockTime(event.atMs) : dateTime(event.atMs)}
            </time>
            <span className={styles['mark']}>
              {Icon !== undefined && <Icon size={13} aria-label={mark?.word} role="img" />}
            </span>
            <span className={styles['text']}>
              {open === null ? (
                title
              ) : (
                <button
                  type="button"
                  className={styles['open']}
                  data-event={event.id}
                  onClick={open}
                >
                  {title}
                  <span className="visually-hidden">: show the record</span>
                  <ChevronRight size={12} aria-hidden="true" />
                </button>
              )}{' '}
              {event.detail !== '' && (
                <bdi className={styles['detail']}>
                  <MixedText text={plain(event.detail, isCompact ? 200 : 1000)} />
                </bdi>
              )}
            </span>
            {!isCompact && <bdi className={styles['by']}>{plain(event.by, 80)}</bdi>}
          </li>
        );
      })}
    </ol>
  );
}
