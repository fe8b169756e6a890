/** One part of the window on a panel's snapshot, drawn as it would be. Test support. */
import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
import { createFakeBridge, type Answers, type FakeBridge } from '../bridge/fake-bridge.ts';
import { createActs, type Clock } from '../store/acts.ts';
import { PanelProvider } from '../store/panel-context.ts';
import { createPanelStore } from '../store/panel-store.ts';
import { createViewStore, type ViewState } from '../store/view-store.ts';

export interface ShownPart {
  readonly root: HTMLElement;
  readonly load: (snapshot: PanelSnapshot) => void;
  readonly remove: () => void;
  /** Every call so far. */
  readonly asked: FakeBridge['asked'];
  readonly askView: FakeBridge['askView'];
  readonly tellContents: FakeBridge['tellContents'];
  readonly tellAppearance: FakeBridge['tellAppearance'];
  readonly tellBehaviour: FakeBridge['tellBehaviour'];
  /** Lets what was asked be answered and drawn. */
  readonly settle: () => Promise<void>;
}

interface Around {
  readonly clock: Clock;
  readonly view?: Partial<ViewState>;
  readonly answers?: Answers;
}

export function showPart(part: ReactNode, snapshot: PanelSnapshot, around: Around): ShownPart {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const { clock } = around;
  const [panel, view] = [createPanelStore(), createViewStore(around.view)];
  panel.load(snapshot);
  const timers = { after: () => () => undefined };
  const { bridge, asked, askView, tellContents, tellAppearance, tellBehaviour } = createFakeBridge(
    snapshot,
    around.answers,
  );
  const { acts } = createActs({ bridge, panel, view, clock, timers });
  const root = document.createElement('div');
  const shown = createRoot(root);
  act(() => {
    shown.render(<PanelProvider value={{ panel, view, acts, clock }}>{part}</PanelProvider>);
  });
  return {
    root,
    asked,
    askView: (wanted) => {
      act(() => {
        askView(wanted);
      });
    },
    tellContents: (progress) => {
      act(() => {
        tellContents(progress);
      });
    },
    tellAppearance: (progress) => {
      act(() => {
        tellAppearance(progress);
      });
    },
    tellBehaviour: (progress) => {
      act(() => {
        tellBehaviour(progress);
      });
    },
    settle: () => act(() => new Promise<void>((resolve) => setTimeout(resolve, 0))),
    load: (next) => {
      act(() => panel.load(next));
    },
    remove: () => {
      act(() => shown.unmount());
    },
  };
}
