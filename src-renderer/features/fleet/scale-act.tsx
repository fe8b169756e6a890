/** In a lane: leads to the dialog that makes its generation larger or smaller. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { canScale } from '../../../src-shared/guards.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { unableBecause } from '../../../src-shared/plan-of.ts';
import { usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { pressRefusal } from './press-refusal.ts';

interface ScaleActProps {
  readonly fleet: Fleet;
  readonly generation: Generation;
  readonly className: string | undefined;
}

export function ScaleAct({ fleet, generation, className }: ScaleActProps) {
  const setView = useSetView();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const can = usePanel((panel) => panel.capabilities.verbs.includes('scale'));
  if (!can || generation.isForeign === true) return null;
  // One more is refused only where every size is.
  const verdict = canScale(fleet, generation.id, generation.size + 1);
  const because =
    pressRefusal(link, band) ??
    unableBecause(fleet, 'scale') ??
    (verdict.kind === 'refused' ? verdict.because : undefined);
  return (
    <ActButton
      look="quiet"
      className={className}
      label={`Scale ${labelOfGeneration(generation)}`}
      refusedBecause={because}
      {...(because !== undefined && { title: because })}
      onAct={() => {
        setView({ dialog: { kind: 'scale', generation: generation.id, size: null } });
      }}
    >
      Scale&hellip;
    </ActButton>
  );
}
