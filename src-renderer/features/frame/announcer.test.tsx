import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { asRolloutId, asYardId } from '../../../src-shared/ids.ts';
import { createFakeBridge } from '../../bridge/fake-bridge.ts';
import { aFleet, aProgress, aSnapshot } from '../../gallery/fixtures.ts';
import { createActs } from '../../store/acts.ts';
import { PanelProvider } from '../../store/panel-context.ts';
import { createPanelStore } from '../../store/panel-store.ts';
import { createViewStore } from '../../store/view-store.ts';
import { Announcer } from './announcer.tsx';

let shown: Root | null = null;

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  vi.useFakeTimers();
});
afterEach(() => {
  act(() => shown?.unmount());
  vi.useRealTimers();
});

function announcer() {
  const panel = createPanelStore();
  const view = createViewStore();
  const snapshot = aSnapshot([aFleet()]);
  panel.load(snapshot);
  const clock = { nowMs: () => 0 };
  const timers = { after: () => () => undefined };
  const { bridge } = createFakeBridge(snapshot);
  const { acts } = createActs({ bridge, panel, view, clock, timers });
  const root = document.createElement('div');
  shown = createRoot(root);
  act(() => {
    shown?.render(
      <PanelProvider value={{ panel, view, acts, clock }}>
        <Announcer />
      </PanelProvider>,
    );
  });
  const begins = (rollout: string, title: string): void => {
    const progress = [aProgress({ rollout: asRolloutId(rollout), title })];
    act(() => {
      panel.load({ ...snapshot, progress });
    });
  };
  const wait = (ms: number): void => {
    act(() => {
      vi.advanceTimersByTime(ms);
    });
  };
  return { root, panel, snapshot, begins, wait };
}

it('says one polite sentence at a time, the last one of those that waited', () => {
  const { root, begins, wait } = announcer();
  begins('r-1', 'First');
  expect(root.textContent).toBe('First');
  begins('r-2', 'Second');
  expect(root.textContent).toBe('First');
  wait(5000);
  expect(root.textContent).toBe('Second');
});

it('drops what waits to be said of the yard that is not on screen any more', () => {
  const { root, panel, snapshot, begins, wait } = announcer();
  begins('r-1', 'First');
  begins('r-2', 'Second');
  act(() => {
    panel.load({ ...snapshot, yard: asYardId('other') });
  });
  wait(10_000);
  expect(root.textContent).toBe('First');
});
