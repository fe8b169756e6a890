/** How components reach the stores and the acts. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { Acts, Clock } from './acts.ts';
import { fleetOnScreen } from './fleet-choice.ts';
import type { PanelState, PanelStore } from './panel-store.ts';
import type { ViewState, ViewStore } from './view-store.ts';

export interface PanelContextValue {
  readonly panel: PanelStore;
  readonly view: ViewStore;
  readonly acts: Acts;
  readonly clock: Clock;
}

const PanelContext = createContext<PanelContextValue | null>(null);
export const PanelProvider = PanelContext.Provider;

/** For those who watch changes rather than show a state. */
export function usePanelStore(): PanelStore {
  return usePanelContext().panel;
}

function usePanelContext(): PanelContextValue {
  const value = useContext(PanelContext);
  if (value === null) throw new Error('A component was used outside of PanelProvider.');
  return value;
}

export function usePanelState<Part>(select: (state: PanelState) => Part): Part {
  return useStore(usePanelContext().panel, select);
}

/** Only below the place that checks that the first snapshot has come. */
export function usePanel<Part>(select: (panel: PanelSnapshot) => Part): Part {
  return usePanelState((state) => {
    if (state.panel === null) throw new Error('There is no snapshot yet.');
    return select(state.panel);
  });
}

export function useView<Part>(select: (state: ViewState) => Part): Part {
  return useStore(usePanelContext().view, select);
}

export function useSetView(): ViewStore['setState'] {
  return usePanelContext().view.setState;
}

export function useActs(): Acts {
  return usePanelContext().acts;
}

export function useClock(): Clock {
  return usePanelContext().clock;
}

/**
 * False when the yard host is known not to run: then no block runs and no entry is open. Where the
 * yard is not this computer, what was seen last goes on whether or not we can look.
 */
export function useYardRuns(): boolean {
  return usePanelState(({ panel }) => {
    if (panel === null) return false;
    const isReached = panel.link.kind === 'live' || panel.link.kind === 'stale';
    return isReached || !panel.capabilities.ownHost;
  });
}

/** The fleet on screen: the chosen one, or the only one there is. */
export function useFleet(): Fleet | undefined {
  const fleet = useView((state) => state.fleet);
  const isFleetList = useView((state) => state.isFleetList);
  return usePanelState(({ panel }) => fleetOnScreen(panel?.fleets ?? [], { fleet, isFleetList }));
}
