import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import { createFakeBridge } from '../../bridge/fake-bridge.ts';
import { aFleet, aSnapshot } from '../../gallery/fixtures.ts';
import { createActs } from '../../store/acts.ts';
import { PanelProvider } from '../../store/panel-context.ts';
import { createPanelStore } from '../../store/panel-store.ts';
import { createViewStore } from '../../store/view-store.ts';
import { StatusBar } from './status-bar.tsx';

let shown: Root | null = null;
let nowMs = 0;

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  vi.useFakeTimers();
  nowMs = 1_795_442_600_000;
});
afterEach(() => {
  act(() => shown?.unmount());
  vi.useRealTimers();
});

function bar(link: PanelSnapshot['link'], observedAtMs: number) {
  const panel = createPanelStore();
  const view = createViewStore();
  const snapshot = aSnapshot([aFleet()], { link, observedAtMs });
  panel.load(snapshot);
  const clock = { nowMs: () => nowMs };
  const timers = { after: () => () => undefined };
  const { bridge } = createFakeBridge(snapshot);
  const { acts } = createActs({ bridge, panel, view, clock, timers });
  const root = document.createElement('div');
  shown = createRoot(root);
  act(() => {
    shown?.render(
      <PanelProvider value={{ panel, view, acts, clock }}>
        <StatusBar />
      </PanelProvider>,
    );
  });
  const pass = (ms: number): void => {
    nowMs += ms;
    act(() => {
      vi.advanceTimersByTime(ms);
    });
  };
  const text = (): string => root.textContent.replaceAll('\u00a0', ' ');
  const load = (next: PanelSnapshot['link']): void => {
    act(() => panel.load({ ...snapshot, link: next }));
  };
  return { text, pass, load };
}

it('says how old a live picture is when it is old, and counts on', () => {
  const { text, pass, load } = bar({ kind: 'live', asOfMs: nowMs - 52_000 }, nowMs - 900_000);
  expect(text()).toContain('Seen 52 s ago at ');
  expect(text()).not.toContain('Up to date');
  pass(5000);
  expect(text()).toContain('Seen 57 s ago at ');
  load({ kind: 'live' });
  expect(text()).toContain('Up to date, last change seen at ');
});

it('is up to date below that, however long ago something changed, and asks for no timer', () => {
  const { text, pass } = bar({ kind: 'live' }, nowMs - 900_000);
  expect(vi.getTimerCount()).toBe(0);
  pass(60_000);
  expect(text()).toContain('Up to date, last change seen at ');
});

it('counts from what was seen last where nothing is seen any more', () => {
  const link = { kind: 'stale', sinceMs: nowMs - 3000, reason: 'No answer.' } as const;
  expect(bar(link, nowMs - 30_000).text()).toContain('Seen 30 s ago at ');
});
