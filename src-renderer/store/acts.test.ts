import { describe, expect, it, vi } from 'vitest';
import type { PanelEvent } from '../../src-shared/panel.ts';
import { asBlockId, asFleetId, asRolloutId, asYardId } from '../../src-shared/ids.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import { createFakeBridge, type Answers } from '../bridge/fake-bridge.ts';
import {
  aFleet,
  anOutcome,
  aProgress,
  aSnapshot,
  galleryNowMs,
  generationId,
  localSummary,
  storefront,
} from '../gallery/fixtures.ts';
import { releaseIntent } from '../gallery/release-fixtures.ts';
import { assumedLimitMs, createActs } from './acts.ts';
import { createPanelStore } from './panel-store.ts';
import { createViewStore } from './view-store.ts';

function bench(answers: Answers = {}) {
  const snapshot = aSnapshot([aFleet({ serves: 2, previous: 1 })]);
  const fake = createFakeBridge(snapshot, answers);
  const panel = createPanelStore();
  panel.load(snapshot);
  const view = createViewStore();
  const timers: { readonly ms: number; readonly run: () => void }[] = [];
  const { acts } = createActs({
    bridge: fake.bridge,
    panel,
    view,
    clock: { nowMs: () => galleryNowMs },
    timers: {
      after: (ms, run) => {
        timers.push({ ms, run });
        return () => undefined;
      },
    },
  });
  return { acts, fake, panel, view, timers };
}

describe('acts', () => {
  it('assumes a press at once and calls once however often it is pressed', () => {
    const { acts, fake, view } = bench();
    acts.revert(storefront, generationId(1));
    acts.revert(storefront, generationId(1));
    expect(view.getState().assumed).toMatchObject({ kind: 'revert', to: generationId(1) });
    expect(fake.asked).toEqual([
      {
        name: 'rollout.revert',
        input: { yard: 'local', fleet: storefront, to: generationId(1), pressedAtMs: galleryNowMs },
      },
    ]);
  });

  it('lets a revert overtake an assumed cutover', () => {
    const { acts, fake, view } = bench();
    acts.cutOver(storefront, generationId(2), 7);
    acts.revert(storefront, generationId(1));
    expect(fake.asked.map(({ name }) => name)).toEqual(['rollout.begin', 'rollout.revert']);
    expect(view.getState().assumed?.kind).toBe('revert');
  });

  it('keeps in its lane what a revert takes back', () => {
    const { acts, view } = bench();
    acts.revert(storefront, generationId(1));
    expect(view.getState().lane).toBe(generationId(2));
  });

  it('lets the lanes of a release that begins take the place of the one chosen before', () => {
    const { panel, view } = bench();
    const intent = releaseIntent(usualTerms.steps);
    view.setState({ fleet: storefront, lane: generationId(1) });
    panel.apply({ kind: 'progress', sequence: 2, progress: [aProgress()] });
    expect(view.getState().lane).toBe(generationId(1));
    panel.apply({ kind: 'progress', sequence: 3, progress: [aProgress({ intent, rollout: asRolloutId('r-9') })] }); // prettier-ignore
    expect(view.getState().lane).toBeNull();
    // Chosen while it runs, it stays chosen.
    view.setState({ lane: generationId(1) });
    panel.apply({ kind: 'progress', sequence: 4, progress: [aProgress({ intent, rollout: asRolloutId('r-9') })] }); // prettier-ignore
    expect(view.getState().lane).toBe(generationId(1));
  });

  it('falls back to what is observed after the limit', () => {
    const { acts, view, timers } = bench();
    acts.cutOver(storefront, generationId(2), 7);
    expect(timers.at(-1)?.ms).toBe(assumedLimitMs);
    timers.at(-1)?.run();
    expect(view.getState().assumed).toBeNull();
  });

  it.each<[string, PanelEvent]>([
    ['progress', { kind: 'progress', sequence: 2, progress: [aProgress()] }],
    ['an outcome', { kind: 'outcome', sequence: 2, outcome: anOutcome() }],
    [
      'another split',
      {
        kind: 'fleet',
        sequence: 2,
        fleet: { ...aFleet(), split: { ...aFleet().split, revision: 8 } },
        observedAtMs: galleryNowMs,
      },
    ],
  ])('gives way to %s that is observed', (_what, event) => {
    const { acts, panel, view } = bench();
    acts.revert(storefront, generationId(1));
    panel.apply(event);
    expect(view.getState().assumed).toBeNull();
  });

  it('beside a running change gives way to what becomes of the revert alone, not to the end of what it overtakes', () => {
    const { acts, panel, view } = bench();
    panel.apply({ kind: 'progress', sequence: 2, progress: [aProgress()] });
    acts.revert(storefront, generationId(1));
    panel.apply({ kind: 'progress', sequence: 3, progress: [] });
    panel.apply({ kind: 'outcome', sequence: 4, outcome: anOutcome({ kind: 'overtaken' }) });
    const split = { ...aFleet().split, revision: 8 };
    panel.apply({ kind: 'fleet', sequence: 5, fleet: { ...aFleet(), split }, observedAtMs: galleryNowMs }); // prettier-ignore
    expect(view.getState().assumed?.kind).toBe('revert');
    const intent = { kind: 'revert', to: generationId(1), from: generationId(2) } as const;
    panel.apply({ kind: 'progress', sequence: 6, progress: [aProgress({ intent, rollout: asRolloutId('r-9') })] }); // prettier-ignore
    expect(view.getState().assumed).toBeNull();
  });

  it('does not give way to traffic figures, which say nothing about the press', () => {
    const { acts, panel, view } = bench();
    acts.revert(storefront, generationId(1));
    const { traffic } = aFleet();
    panel.apply({ kind: 'traffic', sequence: 2, fleet: storefront, traffic, observedAtMs: 1 });
    expect(view.getState().assumed).not.toBeNull();
  });

  it('shows a refusal as a sentence and ends the assumption', async () => {
    const fault = { code: 'refused', message: 'The entry is not open.' } as const;
    const { acts, view } = bench({ 'rollout.begin': () => fail(fault) });
    acts.cutOver(storefront, generationId(2), 7);
    await vi.waitFor(() => {
      expect(view.getState()).toMatchObject({ assumed: null, fault });
    });
  });

  it('lets a late refusal end its own press only', async () => {
    const fault = { code: 'refused', message: 'The entry is not open.' } as const;
    let refuse: (result: ReturnType<typeof fail>) => void = () => undefined;
    const { acts, view } = bench({
      'rollout.begin': () => new Promise((resolve) => (refuse = resolve)),
    });
    acts.cutOver(storefront, generationId(2), 7);
    acts.revert(storefront, generationId(1));
    refuse(fail(fault));
    await vi.waitFor(() => {
      expect(view.getState().fault).toEqual(fault);
    });
    expect(view.getState().assumed).toMatchObject({ kind: 'revert' });
  });

  it('keeps a refused revert apart, until the traffic of its fleet is moved again', async () => {
    const fault = { code: 'refused', message: 'The entry is not open.' } as const;
    const other = { code: 'refused', message: 'No room.' } as const;
    const { acts, view } = bench({
      'rollout.revert': () => fail(fault),
      'rollout.begin': () => fail(other),
    });
    acts.revert(storefront, generationId(1));
    await vi.waitFor(() => {
      expect(view.getState()).toMatchObject({ assumed: null, revertFault: { fault } });
    });
    // Neither what is begun nor what is refused later covers it.
    acts.replace(storefront, generationId(1), asBlockId('b1'));
    await vi.waitFor(() => {
      expect(view.getState()).toMatchObject({ fault: other, revertFault: { fault } });
    });
    acts.cutOver(asFleetId('another'), generationId(2), 7);
    expect(view.getState().revertFault).not.toBeNull();
    acts.cutOver(storefront, generationId(2), 7);
    expect(view.getState().revertFault).toBeNull();
  });

  it('says of a refusal in another yard where it was, and leaves the press in this one', async () => {
    const message = 'The entry is not open.';
    let refuse: (result: ReturnType<typeof fail>) => void = () => undefined;
    const { acts, panel, view } = bench({
      'rollout.revert': ({ yard }) =>
        yard === 'local' ? new Promise((resolve) => (refuse = resolve)) : succeed(asRolloutId('r')),
    });
    // The same press in both: the fleets of two yards may have the same name.
    acts.revert(storefront, generationId(1));
    const yard = asYardId('aws-1');
    panel.load(
      aSnapshot([aFleet({ serves: 2, previous: 1 })], {
        yard,
        yards: [localSummary, { ...localSummary, id: yard, name: 'Production' }],
      }),
    );
    acts.revert(storefront, generationId(1));
    refuse(fail({ code: 'refused', message }));
    await vi.waitFor(() => {
      expect(view.getState().fault?.message).toBe(`In Local yard: ${message}`);
    });
    expect(view.getState().assumed).toMatchObject({ kind: 'revert' });
  });

  it('turns a bridge that throws into a sentence', async () => {
    const { acts } = bench({ 'yard.start': () => Promise.reject(new Error('The pipe broke.')) });
    await expect(acts.startYard()).resolves.toMatchObject({
      ok: false,
      fault: { message: 'The pipe broke.' },
    });
  });
});
