/** What the buttons in view would do, step by step, with the same for a shell; and whether it is allowed. */
import { useState } from 'react';
import { weighedIn } from '../../../src-shared/acceptance.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { PreflightCheck } from '../../../src-shared/preflight-shape.ts';
import type { Permission } from '../../../src-shared/permission.ts';
import { currentOf, wayBackOf } from '../../../src-shared/roles.ts';
import { plain } from '../../../src-shared/wording.ts';
import { usePanel, useSetView, useView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { cutOverTarget } from '../fleet/situation.ts';
import { RevertConditions } from '../frame/revert-conditions.tsx';
import { useRevertFace } from '../frame/use-revert-face.ts';
import { PermissionCheck } from '../permissions/permission-check.tsx';
import { PreflightList } from '../preflight/preflight-list.tsx';
import { useFixes, type LeadingFix } from '../preflight/use-fixes.ts';
import { usePreflight } from '../preflight/use-preflight.ts';
import styles from './plan-dialog.module.css';
import { PlanView } from './plan-view.tsx';

interface PlanDialogProps {
  readonly fleet: Fleet;
  readonly onClose: () => void;
}

export function PlanDialog({ fleet, onClose }: PlanDialogProps) {
  const setView = useSetView();
  const lane = useView((view) => view.lane);
  const asksRights = usePanel((panel) => panel.capabilities.checksPermissions);
  const target = cutOverTarget(fleet, lane);
  const current = currentOf(fleet);
  const previous = wayBackOf(fleet);
  const expectedRevision = fleet.split.revision;
  const { conditions } = useRevertFace();
  const [rights, setRights] = useState<readonly Permission[] | null>(null);
  const wish =
    target === undefined ? null : ({ kind: 'cut-over', to: target.id, expectedRevision } as const);
  const { preflight, askAgain } = usePreflight(fleet, wish, rights);
  const fixes = useFixes(fleet, wish);
  // Permissions are checked in this very dialog.
  const fixOf = (check: PreflightCheck): LeadingFix | null =>
    /^Right/u.test(check.what) ? null : fixes(check);
  return (
    <Dialog
      title={`What the buttons of ${plain(fleet.name, 60)} do`}
      onClose={onClose}
      width="wide"
    >
      {previous !== undefined && (
        <PlanView
          fleet={fleet}
          title={`Now: revert to ${labelOfGeneration(previous)}`}
          wish={{ kind: 'revert', to: previous.id }}
        >
          <RevertConditions conditions={conditions} />
        </PlanView>
      )}
      {target !== undefined && (
        <PlanView
          fleet={fleet}
          title={`Cut over to ${labelOfGeneration(target)}`}
          wish={{ kind: 'cut-over', to: target.id, expectedRevision }}
        >
          {preflight !== null && (
            <PreflightList {...{ preflight, fixOf }} heading="h4" onAskAgain={askAgain} />
          )}
          {preflight !== null && weighedIn(preflight).length > 0 && (
            <ActButton
              className={styles['why']}
              onAct={() => {
                setView({ dialog: { kind: 'cut-over', to: target.id } });
              }}
            >
              Cut over and say why&hellip;
            </ActButton>
          )}
        </PlanView>
      )}
      {target !== undefined && current !== undefined && (
        <PlanView
          fleet={fleet}
          title={`After that, the way back: revert to ${labelOfGeneration(current)}`}
          wish={{ kind: 'revert', to: current.id }}
        />
      )}
      {asksRights && (
        <section className={styles['part']} aria-label="Permissions">
          <h3>Is it allowed?</h3>
          <PermissionCheck fleet={fleet.id} heading="h4" onTold={setRights} />
        </section>
      )}
    </Dialog>
  );
}
