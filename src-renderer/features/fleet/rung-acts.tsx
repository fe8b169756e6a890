/** What can be done with a generation beside the switch: adopt it, stop it, start it again. Each opens its plan. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { RungWish } from '../../../src-shared/rung-plan.ts';
import { usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { pressRefusal } from './press-refusal.ts';
import { rungOffers } from './rung-offers.ts';

interface RungActsProps {
  readonly fleet: Fleet;
  readonly generation: Generation;
  /** Where only what it can do next is wanted, not what it cannot. */
  readonly only?: readonly RungWish['kind'][];
}

export function RungActs({ fleet, generation, only }: RungActsProps) {
  const { verbs } = usePanel((panel) => panel.capabilities);
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const setView = useSetView();
  const shown = rungOffers(fleet, generation).filter(
    ({ verb }) => verbs.includes(verb) && (only?.includes(verb) ?? true),
  );
  return shown.map(({ verb, words, verdict }) => (
    <ActButton
      key={verb}
      look={verb === 'stop' ? 'quiet' : 'plain'}
      refusedBecause={
        pressRefusal(link, band) ?? (verdict.kind === 'refused' ? verdict.because : undefined)
      }
      onAct={() => {
        setView({ dialog: { kind: verb, generation: generation.id } });
      }}
    >
      <span>
        {words[0]} <bdi>{labelOfGeneration(generation)}</bdi>
        {words[1]}&hellip;
      </span>
    </ActButton>
  ));
}
