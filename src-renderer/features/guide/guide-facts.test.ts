import { describe, expect, it } from 'vitest';
import {
  aFleet,
  aGeneration,
  anImage,
  anOutcome,
  aSnapshot,
  cutOverIntent,
  generationId,
  imageId,
  revertIntent,
} from '../../gallery/fixtures.ts';
import { aRecord, aTakenBackRelease } from '../../gallery/record-fixtures.ts';
import { begun } from './begun.ts';
import { guidedFleet, mayBeTakenBack, stepsSeen, wasTakenBack } from './guide-facts.ts';

const failing = anImage(3, { version: '1.10.0' });
const panel = aSnapshot([aFleet()], { images: [anImage(1), anImage(2), failing] });
const guided = guidedFleet(panel);
if (guided === null) throw new Error('The fixture is no sample fleet.');

const ground = {
  guided,
  outcome: undefined,
  view: { screen: 'fleet', compared: null },
  isTakenBack: false,
} as const;

describe('the guided release', () => {
  it('is about the first two generations of a fleet of this computer', () => {
    expect(guided).toMatchObject({ first: { number: 1 }, second: { number: 2 } });
    expect(guided.failing?.id).toBe(imageId(3));
    const capabilities = { ...panel.capabilities, sampleTraffic: false };
    expect(guidedFleet({ ...panel, capabilities })).toBeNull();
    expect(guidedFleet(aSnapshot([aFleet({ generations: [aGeneration(1)] })]))).toBeNull();
  });

  it('names the image that fails by what it is, and no other that was imported since', () => {
    const [image] = panel.images;
    if (image === undefined) throw new Error('The fixture has no image.');
    const foreign = { ...image, id: imageId(9), name: 'test-runners', version: '5.2.0' };
    const newer = { ...foreign, importedAtMs: Date.now() };
    expect(guidedFleet({ ...panel, images: [newer, ...panel.images] })?.failing?.id).toBe(
      imageId(3),
    );
    const without = panel.images.filter(({ id }) => id !== imageId(3));
    expect(guidedFleet({ ...panel, images: [newer, ...without] })?.failing).toBeUndefined();
  });

  it('is about no fleet without an entry: it has no shares and no sample traffic', () => {
    const runners = aFleet({
      change: {
        entry: { kind: 'none', marker: 'work', pinnedForMs: null, rules: ['hooks'], notes: [] },
      },
    });
    expect(guidedFleet(aSnapshot([runners]))).toBeNull();
  });

  it('ticks nothing that was not seen', () => {
    expect(stepsSeen(ground)).toEqual([]);
    for (const kind of ['stopped', 'failed', 'overtaken', 'handed-over'] as const) {
      const outcome = anOutcome({ kind, intent: cutOverIntent });
      expect(stepsSeen({ ...ground, outcome })).toEqual([]);
    }
  });

  it('ticks a cutover and a revert by their ends', () => {
    const cutOver = anOutcome({ kind: 'verified', intent: cutOverIntent });
    expect(stepsSeen({ ...ground, outcome: cutOver })).toEqual(['cut-over']);
    const back = anOutcome({ kind: 'verified', intent: revertIntent });
    expect(stepsSeen({ ...ground, outcome: back })).toEqual(['revert']);
  });

  it('ticks a comparison that was answered, of these two, on its screen', () => {
    const compared = [imageId(2), imageId(1)] as const;
    const on = { screen: 'compare', compared } as const;
    expect(stepsSeen({ ...ground, view: on })).toEqual(['compare']);
    const ids = [generationId(1), generationId(2)] as const;
    expect(stepsSeen({ ...ground, view: { ...on, compared: ids } })).toEqual(['compare']);
    // A dialog compares, too; and others are others.
    expect(stepsSeen({ ...ground, view: { ...on, screen: 'fleet' } })).toEqual([]);
    const others = [imageId(1), imageId(3)] as const;
    expect(stepsSeen({ ...ground, view: { ...on, compared: others } })).toEqual([]);
  });

  it('believes that a release came back only by what its record says the entry answered', () => {
    expect(wasTakenBack(aTakenBackRelease().audit)).toBe(true);
    expect(wasTakenBack(aRecord().audit)).toBe(false);
    expect(stepsSeen({ ...ground, isTakenBack: true })).toEqual(['come-back']);
    expect(mayBeTakenBack(anOutcome({ kind: 'failed' }))).toBe(false);
  });

  it('begins anew only when all of it was done', () => {
    expect(begun(undefined)).toEqual({ isOpen: true, done: [] });
    expect(begun({ isOpen: false, done: ['compare'] }).done).toEqual(['compare']);
    const done = ['compare', 'cut-over', 'revert', 'come-back'] as const;
    expect(begun({ isOpen: false, done: [...done] }).done).toEqual([]);
  });
});
