import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { asRolloutId } from '../../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import {
  aFleet,
  anOutcome,
  aProgress,
  aSnapshot,
  generationId,
  storefront,
} from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { ActsPanel } from './acts-panel.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
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
  const clock = { nowMs: () => failed.atMs + ageMs };
  const part = showPart(<ActsPanel fleet={fleet} />, snapshot, {
    clock,
    view: { fleet: storefront },
  });
  shown = part;
  const { root, load } = part;
  const times = (): number => root.textContent.split(failed.text).length - 1;
  return { root, load, snapshot, times };
}

it('stays when something else of the fleet ends after it, and when its own line grows old', () => {
  const covered = panelWith({ outcomes: [retired, failed] });
  expect(covered.root.textContent).toContain('All is gone.');
  expect(covered.root.textContent).toMatch(/The revert to v001 failed at \d\d:\d\d/u);
  expect(covered.times()).toBe(1);
  shown?.remove();
  // Told once where the line tells it, and still told when that has turned to something else.
  expect(panelWith({ outcomes: [failed] }).times()).toBe(1);
  shown?.remove();
  expect(panelWith({ outcomes: [failed] }, 3_600_000).times()).toBe(1);
});

it('goes when it is put away, or when the traffic is moved again', () => {
  const { root, load, snapshot, times } = panelWith({ outcomes: [retired, failed] });
  load({ ...snapshot, progress: [aProgress()] });
  expect(times()).toBe(0);
  load(snapshot);
  expect(times()).toBe(1);
  act(() => {
    root.querySelector<HTMLButtonElement>('button[aria-label="Dismiss"]')?.click();
  });
  expect(times()).toBe(0);
});
