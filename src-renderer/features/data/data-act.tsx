/** In a lane: what is noted of what its generation does to shared data, and the way to note it. */
import type { DataChange } from '../../../src-shared/data-note-schema.ts';
import { noteText } from '../../../src-shared/data-note.ts';
import type { Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { pressRefusal } from '../fleet/press-refusal.ts';

const words: Readonly<Record<DataChange, string>> = {
  none: 'Data unchanged',
  expand: 'Data: adds',
  contract: 'Data: takes away',
};

interface DataActProps {
  readonly generation: Generation;
  readonly className: string | undefined;
}

export function DataAct({ generation, className }: DataActProps) {
  const setView = useSetView();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const can = usePanel((panel) => panel.capabilities.notesData);
  if (!can || generation.rung === 'retired') return null;
  const because = pressRefusal(link, band);
  const { data } = generation;
  const label = labelOfGeneration(generation);
  return (
    <ActButton
      look="quiet"
      className={className}
      label={
        data === undefined
          ? `Data note of ${label}`
          : `${words[data.change]}, data note of ${label}`
      }
      title={because ?? noteText(generation)}
      refusedBecause={because}
      onAct={() => {
        setView({ dialog: { kind: 'data-note', generation: generation.id } });
      }}
    >
      {data === undefined ? 'Data\u2026' : words[data.change]}
    </ActButton>
  );
}
