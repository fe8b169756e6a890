/** While a retirement, or a stop of the way back, can still be taken back: one press, where the other acts stand. */
import { Undo2 } from 'lucide-react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { useActs, usePanel, useView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { pressRefusal } from './press-refusal.ts';

export function UndoRetirement({ fleet }: { readonly fleet: Fleet }) {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const told = useView((view) => view.told);
  const progress = usePanel((panel) => panel.progress.find((item) => item.fleet === fleet.id));
  if (progress?.intent.kind !== 'retire' && progress?.intent.kind !== 'stop') return null;
  const canUndo = progress.course?.offers.some(({ kind }) => kind === 'abort') === true;
  if (!canUndo) return null;
  const { rollout, intent } = progress;
  const label = labelOf(fleet, intent.generation);
  const isTold = told?.rollout === rollout && told.change.kind === 'abort';
  return (
    <ActButton
      look="filled"
      isBusy={isTold}
      refusedBecause={pressRefusal(link, band)}
      title={`Nothing of ${label} was ${intent.kind === 'stop' ? 'stopped' : 'ended'} yet: it stays as it is.`}
      onAct={() => {
        acts.control(fleet.id, rollout, { kind: 'abort' });
      }}
    >
      <Undo2 size={14} aria-hidden="true" />
      <span>
        <MixedText text={isTold ? `Keeping ${label}\u2026` : `Undo: keep ${label}`} />
      </span>
    </ActButton>
  );
}
