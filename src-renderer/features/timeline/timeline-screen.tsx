/** Everything that happened, newest first, with a filter. */
import { useState } from 'react';
import { usePanel } from '../../store/panel-context.ts';
import { EventList } from '../../ui/event-list.tsx';
import { count, plural } from '../../ui/format.ts';
import { TextField } from '../../ui/text-field.tsx';
import { matchesFilter } from './timeline-filter.ts';
import styles from './timeline-screen.module.css';

const weights = ['all', 'changes', 'trouble'] as const;
type Weight = (typeof weights)[number];

export function TimelineScreen() {
  const timeline = usePanel((panel) => panel.timeline);
  const [text, setText] = useState('');
  const [weight, setWeight] = useState<Weight>('all');
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
            onChange={setText}
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
                setWeight(each);
              }}
            >
              {each === 'all' ? 'All' : each === 'changes' ? 'Rollouts' : 'Warnings and trouble'}
            </button>
          ))}
        </div>
      </div>
      <section className={styles['card']} aria-label="Events">
        {shown.length === 0 && timeline.length > 0 ? (
          <p className={styles['none']}>No event matches.</p>
        ) : (
          <EventList events={shown} />
        )}
      </section>
    </div>
  );
}
