import { Power } from 'lucide-react';
import { useState } from 'react';
import type { Fault } from '../../../src-shared/result.ts';
import { useActs } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import styles from './link-notice.module.css';

/**
 * The one button of every screen whose yard does not run, or runs under a host that this panel
 * cannot speak to: then that host is stopped first, which its label says.
 */
export function StartYard({ isOtherHost = false }: { readonly isOtherHost?: boolean }) {
  const acts = useActs();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  return (
    <>
      <ActButton
        look="filled"
        anchor={'start-yard' satisfies Anchor}
        isBusy={isBusy}
        className={styles['start']}
        onAct={() => {
          setBusy(true);
          setFault(null);
          const stopped = isOtherHost ? acts.stopYard() : null;
          void Promise.resolve(stopped)
            .then((answer) => (answer === null || answer.ok ? acts.startYard() : answer))
            .then((result) => {
              setBusy(false);
              if (!result.ok) setFault(result.fault);
            });
        }}
      >
        <Power size={15} aria-hidden="true" />
        {isBusy
          ? 'Starting the yard\u2026'
          : isOtherHost
            ? 'End that host and its blocks, start the yard'
            : 'Start the yard'}
      </ActButton>
      {fault !== null && (
        <div className={styles['fault']}>
          <FaultNote fault={fault} />
        </div>
      )}
    </>
  );
}
