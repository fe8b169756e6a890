/** More blocks or fewer: one number, and what it means stands below it before it is pressed. */
import { useState } from 'react';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { keptBlocks } from '../../../src-shared/guards.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { healthyCount, weightOf } from '../../../src-shared/roles.ts';
import { largestSize } from '../../../src-shared/sizes.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Dialog, DialogActs } from '../../ui/dialog.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { plural } from '../../ui/format.ts';
import { ScriptCopy } from '../plan/script-copy.tsx';
import { PlanList } from '../../ui/plan-list.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { pressRefusal } from '../fleet/press-refusal.ts';
import styles from './dialogs.module.css';
import { usePlan } from './use-plan.ts';

interface ScaleDialogProps {
  readonly fleet: Fleet;
  readonly generation: Generation;
  /** To begin with; null: what it has. */
  readonly given: number | null;
  readonly onClose: () => void;
}

export function ScaleDialog({ fleet, generation, given, onClose }: ScaleDialogProps) {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const [text, setText] = useState(String(given ?? generation.size));
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const label = labelOfGeneration(generation);
  const size = /^\d{1,4}$/u.test(text.trim()) ? Number(text) : 0;
  const isGood = size >= 1 && size <= largestSize;
  const wish: Wish | null = isGood ? { kind: 'scale', generation: generation.id, size } : null;
  const plan = usePlan(fleet, wish);
  const refused =
    pressRefusal(link, band) ??
    (plan === null
      ? `Between 1 and ${String(largestSize)} blocks.`
      : (plan.refusedBecause ?? undefined));
  const act = (): void => {
    if (wish === null || refused !== undefined || isBusy) return;
    setBusy(true);
    setFault(null);
    void acts.begin(fleet.id, wish).then((result) => {
      setBusy(false);
      if (result.ok) onClose();
      else setFault(result.fault);
    });
  };
  return (
    <Dialog title={`Scale ${label}`} onClose={onClose}>
      <p>
        {label} has {plural(generation.size, 'block')}, {healthyCount(generation)} of them healthy.{' '}
        {keptText(fleet, generation)}
      </p>
      <TextField
        label="Blocks"
        type="number"
        min={1}
        max={largestSize}
        value={text}
        onChange={setText}
        onEnter={act}
        error={isGood ? undefined : `Between 1 and ${String(largestSize)}.`}
        isFocused
      />
      {plan !== null && plan.steps.length > 0 && (
        <section className={styles['part']}>
          <h3>What will be done</h3>
          <PlanList steps={plan.steps} />
          {wish !== null && <ScriptCopy fleet={fleet} wish={wish} />}
        </section>
      )}
      {fault !== null && <FaultNote fault={fault} />}
      <DialogActs>
        {refused !== undefined && <p className={styles['refused']}>{refused}</p>}
        <ActButton look="quiet" onAct={onClose}>
          Keep it
        </ActButton>
        <ActButton look="filled" refusedBecause={refused} isBusy={isBusy} onAct={act}>
          {isBusy ? `Scaling ${label}\u2026` : (plan?.label ?? `Scale ${label}`)}
        </ActButton>
      </DialogActs>
    </Dialog>
  );
}

function keptText(fleet: Fleet, { id }: Generation): string {
  const kept = keptBlocks(fleet, id);
  if (kept === 0) return 'It has no traffic, so no floor binds it.';
  const why = weightOf(fleet, id) > 0 ? 'It has traffic' : 'It is the way back';
  return `${why} and keeps at least ${plural(kept, 'block')}, the floor.`;
}
