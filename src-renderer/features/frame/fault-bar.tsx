/** What was refused or failed, on every screen; the fleet screen shows it beside its acts. */
import { useSetView, useView, useYardRuns } from '../../store/panel-context.ts';
import { FaultNote } from '../../ui/fault-note.tsx';
import styles from './fault-bar.module.css';

export function FaultBar() {
  const fault = useView((view) => view.fault);
  const revertFault = useView((view) => view.revertFault);
  const isOnFleet = useView((view) => view.screen === 'fleet');
  const isRunning = useYardRuns();
  const setView = useSetView();
  if ((fault === null && revertFault === null) || (isOnFleet && isRunning)) return null;
  return (
    <div className={styles['bar']}>
      {revertFault !== null && (
        <FaultNote
          fault={revertFault.fault}
          onDismiss={() => {
            setView({ revertFault: null });
          }}
        />
      )}
      {fault !== null && (
        <FaultNote
          fault={fault}
          onDismiss={() => {
            setView({ fault: null });
          }}
        />
      )}
    </div>
  );
}
