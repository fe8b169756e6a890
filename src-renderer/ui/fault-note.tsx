/** What went wrong, where, and what to do: plain text, whatever is in it. */
import { TriangleAlert, X } from 'lucide-react';
import type { Denial } from '../../src-shared/denial.ts';
import { plain } from '../../src-shared/wording.ts';
import { DenialNote } from './denial-note.tsx';
import styles from './fault-note.module.css';
import { MixedText } from './mixed-text.tsx';

export interface ShownFault {
  readonly message: string;
  readonly where?: string | undefined;
  readonly todo?: string | undefined;
  readonly denial?: Denial | undefined;
}

interface FaultNoteProps {
  readonly fault: ShownFault;
  readonly onDismiss?: () => void;
}

export function FaultNote({ fault, onDismiss }: FaultNoteProps) {
  return (
    <div className={styles['note']} role="alert">
      <TriangleAlert size={16} aria-hidden="true" className={styles['icon']} />
      <p>
        <bdi>
          <MixedText text={plain(fault.message, 600)} />
        </bdi>
        {fault.where !== undefined && <code>{plain(fault.where, 300)}</code>}
        {fault.todo !== undefined && <b>{plain(fault.todo, 300)}</b>}
      </p>
      {onDismiss !== undefined && (
        <button type="button" aria-label="Dismiss" onClick={onDismiss}>
          <X size={15} aria-hidden="true" />
        </button>
      )}
      {fault.denial !== undefined && (
        <div className={styles['denial']}>
          <DenialNote denial={fault.denial} />
        </div>
      )}
    </div>
  );
}
