/** Adopting, stopping, starting again: the plan first, then the button; what is adopted is named by typing. */
import { useState } from 'react';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { Fault } from '../../../src-shared/result.ts';
import type { RungWish } from '../../../src-shared/rung-plan.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog, DialogActs } from '../../ui/dialog.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { PlanList } from '../../ui/plan-list.tsx';
import { pressRefusal } from '../fleet/press-refusal.ts';
import { ScriptCopy } from '../plan/script-copy.tsx';
import { TypedName } from './typed-name.tsx';
import styles from './dialogs.module.css';
import { usePlan } from './use-plan.ts';

interface RungDialogProps {
  readonly fleet: Fleet;
  readonly generation: Generation;
  readonly verb: RungWish['kind'];
  readonly onClose: () => void;
}

const titles = { adopt: 'Adopt', stop: 'Stop', start: 'Start again:' } as const;
const doing = { adopt: 'Adopting', stop: 'Stopping', start: 'Starting' } as const;

export function RungDialog({ fleet, generation, verb, onClose }: RungDialogProps) {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const label = labelOfGeneration(generation);
  const wish = wishOf(verb, generation, typed.trim());
  const plan = usePlan(fleet, wish);
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
    <Dialog title={`${titles[verb]} ${label}`} onClose={onClose}>
      <p>{introOf(verb, label, fleet.previous === generation.id)}</p>
      {plan !== null && <PlanList steps={plan.steps} />}
      {plan !== null && <ScriptCopy fleet={fleet} wish={wish} />}
      {verb === 'adopt' && (
        <TypedName id={generation.id} value={typed} onChange={setTyped} onEnter={act} />
      )}
      {fault !== null && <FaultNote fault={fault} />}
      <DialogActs>
        {because !== undefined && <p className={styles['refused']}>{because}</p>}
        <ActButton look="quiet" onAct={onClose}>
          Leave it
        </ActButton>
        <ActButton look="filled" refusedBecause={because} isBusy={isBusy} onAct={act}>
          {isBusy ? `${doing[verb]} ${label}\u2026` : (plan?.label ?? titles[verb])}
        </ActButton>
      </DialogActs>
    </Dialog>
  );
}

function wishOf(verb: RungWish['kind'], { id }: Generation, typedName: string): RungWish {
  return verb === 'adopt'
    ? { kind: 'adopt', generation: id, typedName }
    : { kind: verb, generation: id };
}

function introOf(verb: RungWish['kind'], label: string, isWayBack: boolean): string {
  switch (verb) {
    case 'adopt':
      return `Others launched ${label}. Adopted, it is Blockyard\u2019s to replace, to stop and to end; nothing of it is changed by that.`;
    case 'stop':
      return `A rung on the way down that can be taken back: the blocks of ${label} are kept, and can be started again or ended later.${isWayBack ? ' It is the way back: the stop can be undone for 10 s, then the way back is gone, also when it is started again.' : ''}`;
    case 'start':
      return `Back up from the stopped rung: ${label} stands by again, without traffic.`;
    default:
      return assertNever(verb, 'verb');
  }
}
