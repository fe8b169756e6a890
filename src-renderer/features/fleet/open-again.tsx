/** For a yard that could not be opened: again, or away from it. The local yard is never affected. */
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { Fault } from '../../../src-shared/result.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import styles from './link-notice.module.css';

export function OpenAgain() {
  const acts = useActs();
  const shownId = usePanel((panel) => panel.yard);
  const local = usePanel((panel) => panel.yards.find((yard) => yard.kind === 'local'));
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  return (
    <>
      <div className={styles['ways']}>
        {local !== undefined && local.id !== shownId && (
          <ActButton
            look="quiet"
            onAct={() => {
              acts.chooseYard(local.id);
            }}
          >
            Go to the local yard
          </ActButton>
        )}
        <ActButton
          look="filled"
          isBusy={isBusy}
          className={styles['start']}
          onAct={() => {
            setBusy(true);
            setFault(null);
            void acts.startYard().then((result) => {
              setBusy(false);
              if (!result.ok) setFault(result.fault);
            });
          }}
        >
          <RotateCw size={15} aria-hidden="true" />
          {isBusy ? 'Opening\u2026' : 'Try again'}
        </ActButton>
      </div>
      {fault !== null && (
        <div className={styles['fault']}>
          <FaultNote fault={fault} />
        </div>
      )}
    </>
  );
}
