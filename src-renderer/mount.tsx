/** Puts the window together from a bridge: the real one, or a test double. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../src-shared/ipc-contract.ts';
import { App } from './app.tsx';
import { feedPanel, type Timers } from './bridge/panel-feed.ts';
import { createActs, type Clock } from './store/acts.ts';
import { PanelProvider } from './store/panel-context.ts';
import { createPanelStore } from './store/panel-store.ts';
import { createViewStore, type ViewState } from './store/view-store.ts';

export interface MountNeeds {
  readonly root: HTMLElement;
  readonly bridge: Bridge;
  readonly clock: Clock;
  readonly view?: Partial<ViewState>;
}

const timers: Timers = {
  after: (ms, run) => {
    const timer = window.setTimeout(run, ms);
    return () => {
      window.clearTimeout(timer);
    };
  },
};

/** @returns a function that takes everything down again. */
export function mountPanel({ root, bridge, clock, view: initial }: MountNeeds): () => void {
  const panel = createPanelStore();
  const view = createViewStore(initial);
  const { acts, stop } = createActs({ bridge, panel, view, clock, timers });
  const stopFeed = feedPanel(bridge, panel, timers);
  const reactRoot = createRoot(root);
  reactRoot.render(
    <StrictMode>
      <PanelProvider value={{ panel, view, acts, clock }}>
        <App />
      </PanelProvider>
    </StrictMode>,
  );
  return () => {
    stopFeed();
    stop();
    reactRoot.unmount();
  };
}
