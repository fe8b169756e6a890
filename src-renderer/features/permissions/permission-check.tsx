/** Asks what whoever acts may do, by a press, and shows what came of it. Nothing is changed by asking. */
import { useState } from 'react';
import type { FleetId } from '../../../src-shared/ids.ts';
import type { Permission } from '../../../src-shared/permission.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useActs, useClock, usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { clockTime } from '../../ui/format.ts';
import styles from './permissions.module.css';
import { deniedWayBack } from './permission-groups.ts';
import { PermissionList } from './permission-list.tsx';

interface Told {
  readonly atMs: number;
  readonly result: Result<readonly Permission[]>;
}

interface PermissionCheckProps {
  /** Whose things are asked about; null: of no fleet in particular. */
  readonly fleet: FleetId | null;
  readonly heading: 'h3' | 'h4';
  readonly onTold?: (permissions: readonly Permission[]) => void;
}

export function PermissionCheck({ fleet, heading, onTold }: PermissionCheckProps) {
  const acts = useActs();
  const { nowMs } = useClock();
  const setView = useSetView();
  const link = usePanel((panel) => panel.link.kind);
  const actor = usePanel((panel) => panel.band.account?.actor ?? '');
  const [isBusy, setBusy] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  return (
    <div className={styles['check']}>
      <div className={styles['ask']}>
        <ActButton
          isBusy={isBusy}
          refusedBecause={link === 'signed-out' ? 'Sign in first.' : undefined}
          onAct={() => {
            setBusy(true);
            void acts.permissions(fleet).then((result) => {
              setBusy(false);
              setTold({ atMs: nowMs(), result });
              // What is missing for a revert is said on its button, wherever one goes from here.
              if (!result.ok) return;
              onTold?.(result.value);
              const action = deniedWayBack(result.value);
              setView({ deniedWayBack: action === null ? null : { action, actor } });
            });
          }}
        >
          {isBusy ? 'Asking\u2026' : told === null ? 'Check permissions' : 'Check again'}
        </ActButton>
        <p role="status">
          {told === null
            ? 'Asks by reads and dry runs; nothing is changed.'
            : `Asked at ${clockTime(told.atMs)}.`}
        </p>
      </div>
      {told?.result.ok === false && <FaultNote fault={told.result.fault} />}
      {told?.result.ok === true && (
        <PermissionList permissions={told.result.value} heading={heading} />
      )}
    </div>
  );
}
