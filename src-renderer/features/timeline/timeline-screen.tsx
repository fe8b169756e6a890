/** Everything that happened, newest first, with a filter; what belongs to a rollout opens its record. */
import { useEffect, useRef, useState } from 'react';
import { usePanel, useSetView, useView } from '../../store/panel-context.ts';
import { EventList } from '../../ui/event-list.tsx';
import { count, plural } from '../../ui/format.ts';
import { TextField } from '../../ui/text-field.tsx';
import { RecordScreen } from '../record/record-screen.tsx';
import { matchesFilter } from './timeline-filter.ts';
import styles from './timeline-screen.module.css';

const weights = ['all', 'changes', 'trouble'] as const;
type Weight = (typeof weights)[number];

interface Picked {
  readonly text: string;
  readonly weight: Weight;
  /** The event whose record was opened last. */
  readonly event: string | null;
}

export function TimelineScreen() {
  const record = useView((view) => view.record);
  // Kept while a record is open: closing it leads back to where it was opened.
  const [picked, setPicked] = useState<Picked>({ text: '', weight: 'all', event: null });
  return record === null ? (
    <AllEvents picked={picked} onPick={setPicked} />
  ) : (
    <RecordScreen key={record} rollout={record} />
  );
}

interface AllEventsProps {
  readonly picked: Picked;
  readonly onPick: (picked: Picked) => void;
}

function AllEvents({ picked, onPick }: AllEventsProps) {
  const setView = useSetView();
  const timeline = usePanel((panel) => panel.timeline);
  const list = useRef<HTMLElement>(null);
  const { text, weight, event: opened } = picked;
  useEffect(() => {
    if (opened === null) return;
    const buttons = list.current?.querySelectorAll<HTMLElement>('[data-event]') ?? [];
    [...buttons].find(({ dataset }) => dataset['event'] === opened)?.focus();
  }, [opened]);
  const shown = timeline.filter(
    (event) =>
      matchesFilter(event, text) &&
      (weight === 'all' ||
        (weight === 'trouble'
          ? event.severity === 'trouble' || event.severity === 'warning'
          : event.rollout !== null)),
  );
  return (
    <div className={styles['screen']}>
      <div className={styles['title']}>
        <h1>Timeline</h1>
        <p aria-live="polite">
          {shown.length === timeline.length
            ? plural(timeline.length, 'event')
            : `${count(shown.length)} of ${plural(timeline.length, 'event')}`}
        </p>
      </div>
      <div className={styles['filters']}>
        <div className={styles['text']}>
          <TextField
            label="Filter the events"
            isLabelHidden
            type="search"
            placeholder="Filter, for example v002 or cut over   ( / )"
            value={text}
            onChange={(wanted) => {
              onPick({ ...picked, text: wanted });
            }}
            filter
          />
        </div>
        <div role="group" aria-label="Which events" className={styles['weights']}>
          {weights.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={weight === each}
              onClick={() => {
                onPick({ ...picked, weight: each });
              }}
            >
              {each === 'all' ? 'All' : each === 'changes' ? 'Rollouts' : 'Warnings and trouble'}
            </button>
          ))}
        </div>
      </div>
      <section ref={list} className={styles['card']} aria-label="Events">
        {shown.length === 0 && timeline.length > 0 ? (
          <p className={styles['none']}>No event matches.</p>
        ) : (
          <EventList
            events={shown}
            openingOf={({ id, rollout }) =>
              rollout === null
                ? null
                : () => {
                    onPick({ ...picked, event: id });
                    setView({ record: rollout });
                  }
            }
          />
        )}
      </section>
    </div>
  );
}
