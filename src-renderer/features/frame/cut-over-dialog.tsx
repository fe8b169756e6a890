/** The second, named step before a cutover, for yards on the strict level. A revert never has one. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration, type GenerationId } from '../../../src-shared/ids.ts';
import { currentOf, generationOf } from '../../../src-shared/roles.ts';
import { changeRefusal } from '../../../src-shared/safety.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog, DialogActs } from '../../ui/dialog.tsx';
import { PlanList } from '../../ui/plan-list.tsx';
import styles from './dialogs.module.css';
import { useFullPlan } from './use-plan.ts';

interface CutOverDialogProps {
  readonly fleet: Fleet;
  readonly to: GenerationId;
  readonly onClose: () => void;
}

export function CutOverDialog({ fleet, to, onClose }: CutOverDialogProps) {
  const acts = useActs();
  const setView = useSetView();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const { revision } = fleet.split;
  const plan = useFullPlan(fleet, { kind: 'cut-over', to, expectedRevision: revision });
  const target = generationOf(fleet, to);
  const current = currentOf(fleet);
  if (target === undefined) return null;
  const label = labelOfGeneration(target);
  const refused =
    link === 'live'
      ? (changeRefusal(band) ?? plan?.refusedBecause ?? undefined)
      : 'The yard is not answering.';
  return (
    <Dialog title={`Cut over ${plain(fleet.name, 60)} to ${label}`} onClose={onClose}>
      <p>
        This yard is on the strict level: look once more before all traffic moves
        {current === undefined ? '' : ` from ${labelOfGeneration(current)}`} to {label}. A revert
        asks nothing.
      </p>
      {plan !== null && <PlanList steps={plan.steps} showsCommands />}
      <DialogActs>
        {refused !== undefined && <p className={styles['refused']}>{refused}</p>}
        {current !== undefined && (
          <ActButton
            look="quiet"
            onAct={() => {
              setView({
                ...{ dialog: null, screen: 'compare' },
                ...{ compareWhat: 'images', compareA: current.image, compareB: target.image },
              });
            }}
          >
            Compare the images
          </ActButton>
        )}
        <ActButton
          look="filled"
          refusedBecause={refused}
          onAct={() => {
            onClose();
            acts.cutOver(fleet.id, to, revision);
          }}
        >
          I compared the images: cut over to {label}
        </ActButton>
      </DialogActs>
    </Dialog>
  );
}
