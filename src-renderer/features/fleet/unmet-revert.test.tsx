import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asRolloutId } from '../../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import { createFakeBridge } from '../../bridge/fake-bridge.ts';
import {
  aFleet,
  anOutcome,
  aProgress,
  aSnapshot,
  generationId,
  storefront,
} from '../../gallery/fixtures.ts';
import { createActs } from '../../store/acts.ts';
import { PanelProvider } from '../../store/panel-context.ts';
import { createPanelStore } from '../../store/panel-store.ts';
import { createViewStore } from '../../store/view-store.ts';
import { ActsPanel } from './acts-panel.tsx';

let shown: Root | null = null;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});
afterEach(() => {
  act(() => shown?.unmount());
});

const fleet = aFleet({ serves: 2, previous: 1 });
const failed = anOutcome({
  rollout: asRolloutId('r-1'),
  kind: 'failed',
  intent: { kind: 'revert', from: generationId(2), to: generationId(1) },
  text: 'The yard refused the revert: it may not.',
  firstResponseMs: null,
});
const retired = anOutcome({
  rollout: asRolloutId('r-2'),
  kind: 'done',
  intent: { kind: 'retire', generation: generationId(1) },
  text: 'All is gone.',
});

/** @param ageMs of the outcomes, in the eyes of the operator. */
function panelWith(change: Partial<PanelSnapshot>, ageMs = 1000) {
  const snapshot = aSnapshot([fleet], change);
  const [panel, view] = [createPanelStore(), createViewStore({ fleet: storefront })];
  panel.load(snapshot);
  const clock = { nowMs: () => failed.atMs + ageMs };
  const timers = { after: () => () => undefined };
  const { bridge } = createFakeBridge(snapshot);
  const { acts } = createActs({ bridge, panel, view, clock, timers });
  const root = document.createElement('div');
  shown = createRoot(root);
  act(() => {
    shown?.render(
      <PanelProvider value={{ panel, view, acts, clock }}>
        <ActsPanel fleet={fleet} />
      </PanelProvider>,
    );
  });
  const times = (): number => root.textContent.split(failed.text).length - 1;
  return { root, panel, snapshot, times };
}

it('stays when something else of the fleet ends after it, and when its own line grows old', () => {
  const covered = panelWith({ outcomes: [retired, failed] });
  expect(covered.root.textContent).toContain('All is gone.');
  expect(covered.root.textContent).toMatch(/The revert to v001 failed at \d\d:\d\d/u);
  expect(covered.times()).toBe(1);
  act(() => shown?.unmount());
  // Told once where the line tells it, and still told when that has turned to something else.
  expect(panelWith({ outcomes: [failed] }).times()).toBe(1);
  act(() => shown?.unmount());
  expect(panelWith({ outcomes: [failed] }, 3_600_000).times()).toBe(1);
});

it('goes when it is put away, or when the traffic is moved again', () => {
  const { root, panel, snapshot, times } = panelWith({ outcomes: [retired, failed] });
  act(() => {
    panel.load({ ...snapshot, progress: [aProgress()] });
  });
  expect(times()).toBe(0);
  act(() => {
    panel.load(snapshot);
  });
  expect(times()).toBe(1);
  act(() => {
    root.querySelector<HTMLButtonElement>('button[aria-label="Dismiss"]')?.click();
  });
  expect(times()).toBe(0);
});
