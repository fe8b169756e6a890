import { expect, it } from 'vitest';
import type { PanelEvent, PanelSnapshot } from '../../src-shared/panel.ts';
import { createFakeBridge } from '../bridge/fake-bridge.ts';
import { aFleet, aProgress, aSnapshot, generationId, storefront } from '../gallery/fixtures.ts';
import { createActs } from './acts.ts';
import { endWelcome } from './end-welcome.ts';
import { createPanelStore } from './panel-store.ts';
import { createViewStore } from './view-store.ts';

const due = { theme: 'dark', onQuit: 'keep-yard', welcome: 'due' } as const;
const put = { theme: 'dark', onQuit: 'keep-yard' } as const;

function window(change: Partial<PanelSnapshot> = {}) {
  const snapshot = aSnapshot([aFleet()], { settings: due, ...change });
  const [panel, view] = [createPanelStore(), createViewStore()];
  const { bridge, asked } = createFakeBridge(snapshot);
  const timers = { after: () => () => undefined };
  const { acts } = createActs({ bridge, panel, view, clock: { nowMs: () => 0 }, timers });
  endWelcome({ panel, view, acts });
  panel.load(snapshot);
  const next = (): number => (panel.getState().panel?.sequence ?? 0) + 1;
  return {
    acts,
    tell: (event: PanelEvent) => panel.apply({ ...event, sequence: next() }),
    saved: () => asked.filter(({ name }) => name === 'settings.set').map(({ input }) => input),
  };
}

it('gives way to the first press that changes a fleet, and to nothing else', () => {
  const { acts, tell, saved } = window();
  tell({ kind: 'fleet', sequence: 0, fleet: aFleet(), observedAtMs: 1 });
  expect(saved()).toEqual([]);
  acts.cutOver(storefront, generationId(2), 1);
  expect(saved()).toEqual([put]);
});

it('gives way to what runs already, by this panel or by another one', () => {
  expect(window({ progress: [aProgress()] }).saved()).toEqual([put]);
  const { intent } = aProgress();
  const owner = { name: 'ben', host: 'desk', panel: 'panel-2' };
  const rollout = {
    ...{ id: aProgress().rollout, intent, owner, epoch: 1, leaseEndsAtMs: 1, startedAtMs: 0 },
    launched: [],
  };
  expect(window({ fleets: [aFleet({ change: { rollout } })] }).saved()).toEqual([put]);
});

it('is ended once, again if older settings bring it back, and never where it was answered', () => {
  const { tell, saved } = window({ progress: [aProgress()] });
  tell({ kind: 'fleet', sequence: 0, fleet: aFleet(), observedAtMs: 1 });
  expect(saved()).toHaveLength(1);
  tell({ kind: 'settings', sequence: 0, settings: { ...due, theme: 'light' } });
  expect(saved()).toEqual([put, { ...put, theme: 'light' }]);
  expect(window({ progress: [aProgress()], settings: put }).saved()).toEqual([]);
});
