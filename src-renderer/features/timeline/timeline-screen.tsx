/** Everything that happened, newest first, with a filter; what belongs to a rollout opens its record. */
import { useEffect, useRef, useState } from 'react';
import type { TimelineEvent } from '../../../src-shared/panel.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useFleet, usePanel, useSetView, useView } from '../../store/panel-context.ts';
import { EventList } from '../../ui/event-list.tsx';
import { count, plural } from '../../ui/format.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useKeysHint } from '../frame/use-keys.ts';
import { RecordScreen } from '../record/record-screen.tsx';
import { NoteForm } from './note-form.tsx';
import { TimelineExport } from './timeline-export.tsx';
import { matchesFilter } from './timeline-filter.ts';
import styles from './timeline-screen.module.css';

const weights = ['all', 'changes', 'trouble', 'notes'] as const;
type Weight = (typeof weights)[number];

const weightNames: Readonly<Record<Weight, string>> = {
  all: 'All',
  changes: 'Rollouts',
  trouble: 'Warnings and trouble',
  notes: 'Notes',
};

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

function hasWeight({ severity, rollout, isNote }: TimelineEvent, weight: Weight): boolean {
  switch (weight) {
    case 'all':
      return true;
    case 'changes':
      return rollout !== null;
    case 'trouble':
      return severity === 'trouble' || severity === 'warning';
    case 'notes':
      return isNote === true;
  }
}

interface AllEventsProps {
  readonly picked: Picked;
  readonly onPick: (picked: Picked) => void;
}

function AllEvents({ picked, onPick }: AllEventsProps) {
  const setView = useSetView();
  const hint = useKeysHint('filter');
  const timeline = usePanel((panel) => panel.timeline);
  const list = useRef<HTMLElement>(null);
  const fleet = useFleet();
  const { text, weight, event: opened } = picked;
  useEffect(() => {
    if (opened === null) return;
    const buttons = list.current?.querySelectorAll<HTMLElement>('[data-event]') ?? [];
    [...buttons].find(({ dataset }) => dataset['event'] === opened)?.focus();
  }, [opened]);
  const shown = timeline.filter((event) => matchesFilter(event, text) && hasWeight(event, weight));
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
            placeholder={`Filter, for example v002 or cut over${hint}`}
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
              {weightNames[each]}
            </button>
          ))}
        </div>
      </div>
      {fleet !== undefined && (
        <NoteForm
          key={fleet.id}
          {...{ fleet: fleet.id, rollout: null }}
          label={`Add a note about ${plain(fleet.name, 60)}`}
          placeholder="What others should know"
        />
      )}
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
      <TimelineExport />
    </div>
  );
}
