/** The window's title: what runs first, as a taskbar cuts the end; then which screen, of which fleet. */
import { useEffect } from 'react';
import { useFleet, usePanelState, useView } from '../../store/panel-context.ts';
import { titleOf } from './window-title.ts';

export function useTitle(): void {
  const screen = useView((view) => view.screen);
  const fleet = useFleet();
  // A text: the store tells much that changes nothing here.
  const title = usePanelState(({ panel }) => titleOf(screen, fleet, panel));
  useEffect(() => {
    document.title = title;
  }, [title]);
}
