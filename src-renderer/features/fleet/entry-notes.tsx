/** What hinders an entry or is unusual about it, before anybody presses anything. */
import { Pin, TriangleAlert } from 'lucide-react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { plain, roughDuration } from '../../../src-shared/wording.ts';
import { useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import styles from './entry-notes.module.css';
import { MixedText } from '../../ui/mixed-text.tsx';

/** More of them stand in the details. */
const shownNotes = 2;

export function EntryNotes({ fleet }: { readonly fleet: Fleet }) {
  const setView = useSetView();
  const { pinnedForMs, notes } = fleet.entry;
  if (pinnedForMs === null && notes.length === 0) return null;
  const more = notes.length - shownNotes;
  return (
    <ul className={styles['notes']} aria-label="What to know about this entry">
      {pinnedForMs !== null && (
        <li>
          <Pin size={14} aria-hidden="true" />
          <span>{pinnedSentence(pinnedForMs)}</span>
        </li>
      )}
      {notes.slice(0, shownNotes).map((note) => (
        <li key={note}>
          <TriangleAlert size={14} aria-hidden="true" />
          <bdi>
            <MixedText text={plain(note, 300)} />
          </bdi>
        </li>
      ))}
      {more > 0 && (
        <li>
          <ActButton
            look="quiet"
            className={styles['more']}
            onAct={() => {
              setView({ block: null, isInspectorOpen: true });
            }}
          >
            {more} more in the details
          </ActButton>
        </li>
      )}
    </ul>
  );
}

export function pinnedSentence(pinnedForMs: number): string {
  return `The load balancer pins clients to the generation they met: whatever the split says, one can stay there for ${roughDuration(pinnedForMs)}.`;
}
