/**
 * A cutover with its preflight: the second, named step of yards on the strict level, and elsewhere the place to say
 * why one goes on with warnings. A revert never has either.
 */
import { useState } from 'react';
import { acceptanceIn, acceptanceRefusal } from '../../../src-shared/acceptance.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration, type GenerationId } from '../../../src-shared/ids.ts';
import { loadOf } from '../../../src-shared/load-words.ts';
import { currentOf, generationOf } from '../../../src-shared/roles.ts';
import { preflightStop } from '../../../src-shared/preflight.ts';
import { asksTwice } from '../../../src-shared/safety.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog, DialogActs } from '../../ui/dialog.tsx';
import { PlanList } from '../../ui/plan-list.tsx';
import { pressRefusal } from '../fleet/press-refusal.ts';
import { AcceptWarnings } from '../preflight/accept-warnings.tsx';
import { PreflightList } from '../preflight/preflight-list.tsx';
import { useFixes } from '../preflight/use-fixes.ts';
import { usePreflight } from '../preflight/use-preflight.ts';
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
  const isStrict = asksTwice(band);
  const { revision } = fleet.split;
  const wish = { kind: 'cut-over', to, expectedRevision: revision } as const;
  const plan = useFullPlan(fleet, wish);
  const { preflight, askAgain } = usePreflight(fleet, wish, null);
  const fixOf = useFixes(fleet, wish);
  const [reason, setReason] = useState('');
  const target = generationOf(fleet, to);
  const current = currentOf(fleet);
  if (target === undefined) return null;
  const label = labelOfGeneration(target);
  const refused =
    pressRefusal(link, band) ??
    plan?.refusedBecause ??
    (preflight === null ? null : preflightStop(preflight)) ??
    acceptanceRefusal(band, preflight, reason) ??
    undefined;
  return (
    <Dialog title={`Cut over ${plain(fleet.name, 60)} to ${label}`} onClose={onClose} width="wide">
      <p>
        {isStrict
          ? `This yard is on the strict level: look once more before all ${loadOf(fleet)} moves`
          : `All ${loadOf(fleet)} moves`}
        {current === undefined ? '' : ` from ${labelOfGeneration(current)}`} to {label}. A revert
        asks nothing.
      </p>
      {preflight !== null && (
        <>
          <PreflightList {...{ preflight, fixOf }} heading="h3" onAskAgain={askAgain} />
          <AcceptWarnings preflight={preflight} reason={reason} onChange={setReason} />
        </>
      )}
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
            acts.cutOver(fleet.id, to, revision, acceptanceIn(preflight, reason));
          }}
        >
          {isStrict ? `I compared the images: cut over to ${label}` : `Cut over to ${label}`}
        </ActButton>
      </DialogActs>
    </Dialog>
  );
}
