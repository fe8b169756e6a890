/** What people wrote about a change, and a place to write more. */
import { useShallow } from 'zustand/react/shallow';
import type { Audit } from '../../../src-shared/audit.ts';
import { plain } from '../../../src-shared/wording.ts';
import { usePanel } from '../../store/panel-context.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { NoteForm } from '../timeline/note-form.tsx';
import styles from './record-screen.module.css';
import { sincePress } from '../../../src-shared/record-words.ts';

export function RecordNotes({ audit }: { readonly audit: Audit }) {
  const { rollout, fleet } = audit;
  const notes = usePanel(
    useShallow((panel) =>
      panel.timeline.filter((event) => event.isNote === true && event.rollout === rollout),
    ),
  ).toSorted((a, b) => a.atMs - b.atMs);
  return (
    <section className={styles['card']} aria-label="Notes">
      <h2>Notes</h2>
      {notes.length > 0 && (
        <ol>
          {notes.map(({ id, atMs, by, title }) => (
            <li key={id}>
              <span>{sincePress(atMs, audit)}</span>
              <bdi>
                <MixedText text={title} />
              </bdi>
              <bdi className={styles['by']}>{plain(by, 80)}</bdi>
            </li>
          ))}
        </ol>
      )}
      <NoteForm
        fleet={fleet}
        rollout={rollout}
        label="Add a note"
        placeholder="What others should know about this change"
      />
    </section>
  );
}
