/** The chosen fleet is not seen any more: said, and no other one is put in its place. */
import { plain } from '../../../src-shared/wording.ts';
import { allFleets } from '../../store/fleet-choice.ts';
import { usePanel, useSetView, useView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

export function LostFleet() {
  const setView = useSetView();
  const chosen = useView((view) => view.lostFleet ?? view.fleet ?? '');
  const hasOthers = usePanel((panel) => panel.fleets.length > 0);
  return (
    <EmptyState
      title={`${plain(chosen, 80)} is not seen any more`}
      text="When the yard was last seen it did not show this fleet: it was deleted, its entry was changed, or whoever is signed in may not see it. It comes back here as soon as it is seen again."
    >
      <ActButton
        look="filled"
        onAct={() => {
          setView(allFleets);
        }}
      >
        {hasOthers ? 'Show the other fleets' : 'Leave it'}
      </ActButton>
    </EmptyState>
  );
}
