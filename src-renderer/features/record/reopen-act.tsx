/** A release, a launch or a cutover of the record, opened as a plan once more; what is in its way is said. */
import { useState } from 'react';
import type { Audit } from '../../../src-shared/audit.ts';
import { canReopen } from '../../../src-shared/reopened-plan.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import styles from './record-screen.module.css';
import { useReopen } from './use-reopen.ts';

/** @returns the button, and below it why it could not be opened. */
export function ReopenAct({ audit }: { readonly audit: Audit }) {
  const reopen = useReopen();
  const [because, setBecause] = useState<string | null>(null);
  if (!canReopen(audit.intent.kind)) return null;
  return (
    <>
      <ActButton
        className={styles['save']}
        title="Fills in the form that it was made with. Nothing is begun by it."
        onAct={() => {
          setBecause(reopen(audit));
        }}
      >
        Open as plan&hellip;
      </ActButton>
      {because !== null && (
        <FaultNote
          fault={{ message: because }}
          onDismiss={() => {
            setBecause(null);
          }}
        />
      )}
    </>
  );
}
