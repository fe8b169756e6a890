/** What the main process told us, and nothing else. View state lives in `view-store.ts`. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PanelEvent, PanelSnapshot } from '../../src-shared/panel.ts';
import type { Fault } from '../../src-shared/result.ts';
import { applyEvent } from '../../src-shared/apply-panel-event.ts';

export interface PanelState {
  /** Null until the first snapshot; kept when later snapshots fail. */
  readonly panel: PanelSnapshot | null;
  /** Why the last request for a snapshot failed; null while all is well. */
  readonly fault: Fault | null;
}

export type PanelStore = StoreApi<PanelState> & {
  readonly load: (snapshot: PanelSnapshot) => void;
  /** False when deltas are missing and a new snapshot is needed. */
  readonly apply: (event: PanelEvent) => boolean;
  readonly fail: (fault: Fault) => void;
};

export function createPanelStore(): PanelStore {
  const store = createStore<PanelState>(() => ({ panel: null, fault: null }));
  return {
    ...store,
    load: (snapshot) => {
      store.setState({ panel: snapshot, fault: null });
    },
    apply: (event) => {
      const { panel } = store.getState();
      if (panel === null) return false;
      const applied = applyEvent(panel, event);
      if (applied.kind === 'applied') store.setState({ panel: applied.snapshot });
      return applied.kind !== 'gap';
    },
    fail: (fault) => {
      store.setState({ fault });
    },
  };
}
