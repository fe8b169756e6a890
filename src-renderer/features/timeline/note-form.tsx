/** One note of a person onto the timeline: kept in the yard, for everybody who looks at it. */
import { useState } from 'react';
import type { FleetId, RolloutId } from '../../../src-shared/ids.ts';
import { longestNote, noteTrouble } from '../../../src-shared/note.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { useActs } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './note-form.module.css';
import { useNoteDraft } from './use-note-draft.ts';

interface NoteFormProps {
  readonly fleet: FleetId;
  /** What it is about; null: the fleet itself. */
  readonly rollout: RolloutId | null;
  readonly label: string;
  readonly placeholder: string;
  readonly onKept?: () => void;
  /** Leaves it without a note, where that is an answer as well. */
  readonly leave?: { readonly text: string; readonly onLeave: () => void };
}

export function NoteForm({ fleet, rollout, label, placeholder, onKept, leave }: NoteFormProps) {
  const acts = useActs();
  const [{ text, sent }, changeDraft] = useNoteDraft(fleet, rollout);
  const [isBusy, setBusy] = useState(false);
  const [isKept, setKept] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const trouble = noteTrouble(text);
  const tooLong = text.trim().length > longestNote ? (trouble ?? undefined) : undefined;
  const keep = (): void => {
    if (trouble !== null || isBusy) return;
    setBusy(true);
    setFault(null);
    const said = text.trim();
    // Its answer may have got lost: the same words are the same note until they are kept.
    const note = sent?.text === said ? sent : { id: crypto.randomUUID(), text: said };
    changeDraft((draft) => ({ ...draft, sent: note }));
    void acts.annotate(fleet, rollout, note).then((answer) => {
      setBusy(false);
      // What was typed stays until it is kept.
      if (!answer.ok) {
        setFault(answer.fault);
        return;
      }
      // What was typed on meanwhile is another note.
      changeDraft((draft) => ({ text: draft.text.trim() === said ? '' : draft.text, sent: null }));
      setKept(true);
      onKept?.();
    });
  };
  return (
    <div className={styles['form']}>
      <div className={styles['line']}>
        <TextField
          label={label}
          value={text}
          placeholder={placeholder}
          error={tooLong}
          onEnter={keep}
          onChange={(typed) => {
            changeDraft((draft) => ({ ...draft, text: typed }));
            setKept(false);
          }}
        />
        <ActButton isBusy={isBusy} refusedBecause={trouble ?? undefined} onAct={keep}>
          Keep the note
        </ActButton>
        {leave !== undefined && (
          <ActButton look="quiet" onAct={leave.onLeave}>
            {leave.text}
          </ActButton>
        )}
      </div>
      <p role="status" className={styles['kept']}>
        {isKept && 'Kept in the yard: everybody who looks at it sees it.'}
      </p>
      {fault !== null && (
        <FaultNote
          fault={fault}
          onDismiss={() => {
            setFault(null);
          }}
        />
      )}
    </div>
  );
}
