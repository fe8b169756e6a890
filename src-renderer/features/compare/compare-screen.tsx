/** Comparing, before anything of it gets traffic: two images, or two generations of the fleet. */
import { useFleet, usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { CompareGenerations } from './compare-generations.tsx';
import { CompareImages } from './compare-images.tsx';
import { useCompared } from './what-picker.tsx';

export function CompareScreen() {
  const fleet = useFleet();
  const canImport = usePanel((panel) => panel.capabilities.importsImages);
  const setView = useSetView();
  const { what, hasImages } = useCompared();
  if (what === 'generations' && fleet !== undefined) return <CompareGenerations fleet={fleet} />;
  if (hasImages) return <CompareImages />;
  return (
    <EmptyState
      title="Nothing to compare yet"
      text={
        canImport
          ? 'Comparing takes two images. Import another one to see what differs before it gets any traffic.'
          : 'Comparing takes two images or two generations of a fleet.'
      }
    >
      {canImport && (
        <ActButton
          look="filled"
          onAct={() => {
            setView({ screen: 'images' });
          }}
        >
          Go to images
        </ActButton>
      )}
    </EmptyState>
  );
}
