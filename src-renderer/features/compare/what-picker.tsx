/** Images, which are the same wherever they run, or generations with all they were started with. */
import { useFleet, usePanel, useSetView, useView } from '../../store/panel-context.ts';
import { Picker } from '../../ui/picker.tsx';

interface Compared {
  readonly what: 'images' | 'generations';
  readonly hasImages: boolean;
  readonly both: boolean;
}

/** What can be compared here at all, and which of it is wanted. */
export function useCompared(): Compared {
  const fleet = useFleet();
  const images = usePanel((panel) => panel.images.length);
  const { findsImages } = usePanel((panel) => panel.capabilities);
  // One is enough where another can be looked up.
  const hasImages = images > 1 || (findsImages && images > 0);
  const wanted = useView((view) => view.compareWhat);
  const hasGenerations = (fleet?.generations.length ?? 0) > 1;
  const what =
    hasGenerations && (wanted === 'generations' || !hasImages) ? 'generations' : 'images';
  return { what, hasImages, both: hasGenerations && hasImages };
}

export function WhatPicker() {
  const { what, both } = useCompared();
  const setView = useSetView();
  if (!both) return null;
  return (
    <Picker
      label="Compare"
      isLabelShown
      value={what}
      options={[
        { value: 'images', text: 'Images' },
        { value: 'generations', text: 'Generations', note: 'image, recipe and texts' },
      ]}
      onPick={(compareWhat) => {
        setView({ compareWhat });
      }}
    />
  );
}
