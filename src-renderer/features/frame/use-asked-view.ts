/** Goes where a notification or the tray leads: the right yard and fleet, and no further than the focus. */
import { useEffect, useRef } from 'react';
import type { EventPayload } from '../../../src-shared/ipc-contract.ts';
import {
  useActs,
  usePanelState,
  usePanelStore,
  useSetView,
  useView,
} from '../../store/panel-context.ts';

export function useAskedView(): void {
  const acts = useActs();
  const setView = useSetView();
  const panel = usePanelStore();
  const yard = usePanelState(({ panel }) => panel?.yard);
  const isDialogOpen = useView((view) => view.dialog !== null);
  const waiting = useRef<EventPayload<'view.asked'> | null>(null);
  const hasChosen = useRef(false);
  useEffect(() => {
    const follow = (): void => {
      const asked = waiting.current;
      // What stands in a dialog is about the yard and the fleet that are there now: it is not taken away.
      if (asked === null || yard === undefined || isDialogOpen) return;
      if (asked.yard !== yard) {
        if (!hasChosen.current) acts.chooseYard(asked.yard);
        hasChosen.current = true;
        return;
      }
      waiting.current = null;
      const { fleet, focus } = asked;
      // One that is gone by now is not put on screen, and no other one in its place.
      const isSeen = panel.getState().panel?.fleets.some(({ id }) => id === fleet) === true;
      setView({
        ...{ screen: 'fleet', lead: focus },
        ...(isSeen && { fleet, block: null, lane: null, isInspectorOpen: false }),
      });
    };
    follow();
    return acts.onViewAsked((asked) => {
      waiting.current = asked;
      hasChosen.current = false;
      follow();
    });
  }, [acts, panel, setView, yard, isDialogOpen]);
}
