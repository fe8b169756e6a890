/** Puts the window together from a bridge: the real one, or a test double. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../src-shared/ipc-contract.ts';
import { App } from './app.tsx';
import { feedPanel, type Timers } from './bridge/panel-feed.ts';
import { loadLaterParts } from './later/use-later-parts.ts';
import { createActs, type Clock } from './store/acts.ts';
import { endWelcome } from './store/end-welcome.ts';
import { PanelProvider } from './store/panel-context.ts';
import { createPanelStore } from './store/panel-store.ts';
import { createViewStore, type ViewState } from './store/view-store.ts';

export interface MountNeeds {
  readonly root: HTMLElement;
  readonly bridge: Bridge;
  readonly clock: Clock;
  readonly view?: Partial<ViewState>;
  /**
   * Milliseconds that the first picture waits for the first snapshot: what is there a moment later anyway
   * would otherwise be laid out twice (70 ms of a start). 0: drawn at once.
   */
  readonly patienceMs: number;
}

/** A window that is never idle loads the rest all the same after so many milliseconds. */
const latestLaterMs = 2000;

const timers: Timers = {
  after: (ms, run) => {
    const timer = window.setTimeout(run, ms);
    return () => {
      window.clearTimeout(timer);
    };
  },
};

/** @returns a function that takes everything down again. */
export function mountPanel(needs: MountNeeds): () => void {
  const { root, bridge, clock, view: initial, patienceMs } = needs;
  const panel = createPanelStore();
  const view = createViewStore(initial);
  const { acts, stop } = createActs({ bridge, panel, view, clock, timers });
  const stopWelcome = endWelcome({ panel, view, acts });
  const stopFeed = feedPanel(bridge, panel, timers);
  const reactRoot = createRoot(root);
  let isDrawn = false;
  const draw = (): void => {
    if (isDrawn) return;
    isDrawn = true;
    reactRoot.render(
      <StrictMode>
        <PanelProvider value={{ panel, view, acts, clock }}>
          <App />
        </PanelProvider>
      </StrictMode>,
    );
  };
  const stopPatience = timers.after(patienceMs, draw);
  const stopWaiting = panel.subscribe(({ panel: loaded, fault }) => {
    if (loaded === null && fault === null) return;
    draw();
    if (loaded === null) return;
    stopWaiting();
    // The first picture comes first.
    window.requestIdleCallback(() => void loadLaterParts(), { timeout: latestLaterMs });
  });
  if (patienceMs === 0) draw();
  return () => {
    stopFeed();
    stopWelcome();
    stop();
    stopWaiting();
    stopPatience();
    isDrawn = true;
    reactRoot.unmount();
  };
}
