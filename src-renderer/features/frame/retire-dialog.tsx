/** Retiring destroys the way back, so the name is typed. The plan is shown first. */
import { useState } from 'react';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { canRetire } from '../../../src-shared/guards.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { roleOf } from '../../../src-shared/roles.ts';
import { warmCostOf, warmCostText } from '../../../src-shared/warm-cost.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog, DialogActs } from '../../ui/dialog.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { plural } from '../../ui/format.ts';
import { ScriptCopy } from '../plan/script-copy.tsx';
import { PlanList } from '../../ui/plan-list.tsx';
import { TypedName } from './typed-name.tsx';
import styles from './dialogs.module.css';
import { pressRefusal } from '../fleet/press-refusal.ts';
import { usePlan } from './use-plan.ts';

interface RetireDialogProps {
  readonly fleet: Fleet;
  readonly generation: Generation;
  readonly onClose: () => void;
}

export function RetireDialog({ fleet, generation, onClose }: RetireDialogProps) {
  const acts = useActs();
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const label = labelOfGeneration(generation);
  const wish: Wish = { kind: 'retire', generation: generation.id, typedName: typed.trim() };
  const plan = usePlan(fleet, wish);
  const band = usePanel((panel) => panel.band);
  const images = usePanel((panel) => panel.images);
  const cost = warmCostText(generation, warmCostOf(generation, band, images));
  const guard = canRetire(fleet, generation.id);
  const link = usePanel((panel) => panel.link.kind);
  const because = pressRefusal(link, band) ?? plan?.refusedBecause ?? undefined;
  const act = (): void => {
    if (because !== undefined || isBusy) return;
    setBusy(true);
    setFault(null);
    void acts.begin(fleet.id, wish).then((result) => {
      setBusy(false);
      if (result.ok) onClose();
      else setFault(result.fault);
    });
  };
  return (
    <Dialog title={`Retire ${label}`} onClose={onClose}>
      <p>
        {plural(generation.blocks.length, 'block')} of {label} will be drained and ended.{' '}
        {roleOf(fleet, generation) === 'previous' && (
          <b>It is the way back: without it there is nothing to revert to.</b>
        )}
      </p>
      {cost !== '' && <p className={styles['quiet']}>{cost}</p>}
      {plan !== null && <PlanList steps={plan.steps} />}
      {plan !== null && <ScriptCopy fleet={fleet} wish={wish} />}
      {guard.kind === 'refused' && <p className={styles['refused']}>{guard.because}</p>}
      <TypedName id={generation.id} value={typed} onChange={setTyped} onEnter={act} />
      {fault !== null && <FaultNote fault={fault} />}
      <DialogActs>
        <ActButton look="quiet" onAct={onClose}>
          Keep it
        </ActButton>
        <ActButton look="danger" refusedBecause={because} isBusy={isBusy} onAct={act}>
          {isBusy ? `Retiring ${label}\u2026` : (plan?.label ?? `Retire ${label}`)}
        </ActButton>
      </DialogActs>
    </Dialog>
  );
}
