import { describe, expect, it } from 'vitest';
import { aFleet, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { generationIdOf } from '../../src-shared/ids.ts';
import { isDecidedOtherwise, movesOf } from './newer-decision.ts';
import { newImage, standing } from './decide/release.fixture.ts';

describe('a decision newer than a revert to v001', () => {
  const at = (to: typeof v1, revision: number) => aFleet({ split: aSplit(to, revision) });
  const ground = {
    revision: 2,
    expected: [],
    isAttaching: false,
    shared: [],
    revisions: 'rising' as const,
  };

  it('is a change since the press to something else', () => {
    expect(isDecidedOtherwise(at(v2, 2), v1, ground)).toBe(false);
    expect(isDecidedOtherwise(at(v2, 3), v1, ground)).toBe(true);
    expect(isDecidedOtherwise(at(v1, 3), v1, ground)).toBe(false);
    expect(isDecidedOtherwise(at(v2, 4), v1, ground)).toBe(true);
  });

  it('is not the cutover that the revert takes back', () => {
    const running = { ...ground, expected: [v2] };
    expect(isDecidedOtherwise(at(v2, 3), v1, running)).toBe(false);
    expect(isDecidedOtherwise(at(v2, 4), v1, running)).toBe(true);
  });

  it('is not the attachment of a cutover that the revert takes back', () => {
    const v3 = generationIdOf('storefront', 3);
    const intent = { kind: 'cut-over', to: v3, from: v2, expectedRevision: 2 } as const;
    const running = { ...ground, ...movesOf([{ ...intent, attaches: true }]) };
    expect(running.expected).toEqual([v3, v2]);
    for (const revision of [3, 4]) {
      expect(isDecidedOtherwise(at(v2, revision), v1, running)).toBe(false);
    }
    expect(isDecidedOtherwise(at(v2, 5), v1, running)).toBe(true);
    const byContent = { ...running, revisions: 'fingerprint' as const };
    expect(isDecidedOtherwise(at(v2, 77), v1, byContent)).toBe(false);
    // The control: a cutover that does not attach leaves nothing of the sort behind.
    expect(isDecidedOtherwise(at(v2, 3), v1, { ...ground, ...movesOf([intent]) })).toBe(true);
  });

  it('is not a share that a release moves on while the revert is on its way', () => {
    const shared = (share: number, revision: number) =>
      aFleet({
        split: {
          revision,
          changedAtMs: 0,
          weights: [
            { generation: v1, weight: 100 - share },
            { generation: v2, weight: share },
          ],
        },
      });
    const running = { ...ground, ...movesOf([standing]) };
    // Several may land: each is taken back.
    expect(isDecidedOtherwise(shared(50, 3), v1, running)).toBe(false);
    expect(isDecidedOtherwise(shared(100, 4), v1, running)).toBe(false);
    const third = { ...ground, ...movesOf([newImage]) };
    expect(third.shared).toEqual([[v1, generationIdOf('storefront', 3)]]);
    // The control: without it, and to a generation that is not one of its two.
    expect(isDecidedOtherwise(shared(50, 3), v1, ground)).toBe(true);
    expect(isDecidedOtherwise(shared(50, 3), v1, third)).toBe(true);
  });

  it('is not known without a look, and an older look tells none', () => {
    expect(isDecidedOtherwise(at(v2, 3), v1, { ...ground, revision: null })).toBe(false);
    expect(isDecidedOtherwise(at(v2, 1), v1, ground)).toBe(false);
  });

  it('is told by content alone where revisions cannot be counted', () => {
    const byContent = { ...ground, revision: 900, revisions: 'fingerprint' as const };
    expect(isDecidedOtherwise(at(v2, 900), v1, byContent)).toBe(false);
    expect(isDecidedOtherwise(at(v2, 7), v1, byContent)).toBe(true);
    expect(isDecidedOtherwise(at(v2, 7), v1, { ...byContent, expected: [v2] })).toBe(false);
    // One of several rules written: to be finished, not to be left.
    const weights = [v1, v2].map((generation) => ({ generation, weight: 50 }));
    const half = aFleet({ split: { ...aSplit(v2, 7), weights } });
    expect(isDecidedOtherwise(half, v1, byContent)).toBe(false);
  });
});
