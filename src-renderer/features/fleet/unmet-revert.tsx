/**
 * A revert that was refused or has failed, for as long as nobody has put it away or moved the traffic
 * since: whatever else ends in the meantime, the operator who pressed it in trouble must not miss it.
 */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { RolloutId } from '../../../src-shared/ids.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { isSwitch, isUnmetRevert } from '../../../src-shared/unmet-revert.ts';
import { usePanel, useSetView, useView } from '../../store/panel-context.ts';
import { FaultNote } from '../../ui/fault-note.tsx';
import { clockTime } from '../../ui/format.ts';
import styles from './acts-panel.module.css';

interface UnmetRevertProps {
  readonly fleet: Fleet;
  /** Its end is told above already. */
  readonly told: RolloutId | undefined;
}

export function UnmetRevert({ fleet, told }: UnmetRevertProps) {
  const setView = useSetView();
  const refused = useView((view) => view.revertFault);
  const dismissed = useView((view) => view.dismissedRevert);
  const isPressed = useView((view) => view.assumed?.fleet === fleet.id);
  const isSwitching = usePanel((panel) =>
    panel.progress.some((item) => item.fleet === fleet.id && isSwitch(item.intent)),
  );
  const failed = usePanel((panel) =>
    panel.outcomes.find((item) => item.fleet === fleet.id && isUnmetRevert(item)),
  );
  if (isPressed || isSwitching) return null;
  const isHidden = failed === undefined || failed.rollout === told || failed.rollout === dismissed;
  return (
    <>
      {!isHidden && failed.intent.kind === 'revert' && (
        <div className={styles['fault']}>
          <FaultNote
            fault={{
              message: `The revert to ${labelOf(fleet, failed.intent.to)} ${failed.kind} at ${clockTime(failed.atMs)}: ${failed.text}`,
              ...(failed.denial && { denial: failed.denial }),
            }}
            onDismiss={() => {
              setView({ dismissedRevert: failed.rollout });
            }}
          />
        </div>
      )}
      {refused?.fleet === fleet.id && (
        <div className={styles['fault']}>
          <FaultNote
            fault={refused.fault}
            onDismiss={() => {
              setView({ revertFault: null });
            }}
          />
        </div>
      )}
    </>
  );
}
