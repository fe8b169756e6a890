/** The end of a form that keeps something: what went wrong, why it cannot be saved yet, and the two ways out. */
import { useId } from 'react';
import { ActButton } from './act-button.tsx';
import { FaultNote, type ShownFault } from './fault-note.tsx';
import styles from './save-acts.module.css';

interface SaveActsProps {
  readonly fault: ShownFault | null;
  readonly refused: string | undefined;
  readonly isBusy: boolean;
  readonly onSave: () => void;
  readonly onLeave: () => void;
}

export function SaveActs({ fault, refused, isBusy, onSave, onLeave }: SaveActsProps) {
  const id = useId();
  return (
    <>
      {fault !== null && <FaultNote fault={fault} />}
      {refused !== undefined && (
        <p id={id} className={styles['why']}>
          {refused}
        </p>
      )}
      <div className={styles['acts']}>
        <ActButton look="quiet" onAct={onLeave}>
          Leave it
        </ActButton>
        <ActButton
          isBusy={isBusy}
          refusedBecause={refused}
          describedBy={refused === undefined ? undefined : id}
          onAct={onSave}
        >
          Save
        </ActButton>
      </div>
    </>
  );
}
