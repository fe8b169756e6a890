import { describe, expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, aRollout, aSplit, v1, v2 } from './fleet.fixture.ts';
import type { Fleet } from './fleet.ts';
import { canRetire, canScale } from './guards.ts';

/** v002 serves since a cutover from v001. */
const cutOver = (change: Partial<Fleet> = {}): Fleet =>
  aFleet({ split: aSplit(v2, 2), previous: v1, seenToServe: [v2], ...change });
const ill = aGeneration(2, {
  blocks: [0, 1].map((slot) => aBlock(v2, slot, { state: { kind: 'unhealthy', reason: '503' } })),
});

describe('retiring the way back', () => {
  it('is allowed once who serves was seen to serve', () => {
    expect(canRetire(cutOver(), v1)).toEqual({ kind: 'allowed' });
  });

  it('is refused before, and while no block that serves is healthy', () => {
    for (const seenToServe of [[], [v1]]) {
      expect(canRetire(cutOver({ seenToServe }), v1)).toMatchObject({ kind: 'refused', because: expect.stringContaining('v001 is the way back and stays: no answer of v002') as string }); // prettier-ignore
    }
    const fleet = cutOver({ generations: [aGeneration(1), ill] });
    expect(canRetire(fleet, v1)).toMatchObject({ kind: 'refused', because: expect.stringContaining('no block of v002 is healthy') as string }); // prettier-ignore
  });

  it('binds no other generation', () => {
    const fleet = cutOver({ previous: null, seenToServe: [] });
    expect(canRetire(fleet, v1)).toEqual({ kind: 'allowed' });
  });

  it('asks a yard that does not see its answers for health alone', () => {
    const { seenToServe, ...blind } = cutOver();
    expect(seenToServe).toEqual([v2]);
    expect(canRetire(blind, v1)).toEqual({ kind: 'allowed' });
  });
});

describe('scaling', () => {
  const said = (fleet: Fleet, id: typeof v1, size: number): string => {
    const verdict = canScale(fleet, id, size);
    return verdict.kind === 'refused' ? verdict.because : 'allowed';
  };
  const large = [aGeneration(1, { size: 8 }), aGeneration(2, { size: 8 })];

  it('never goes below the floor in what serves, wholly or partly, and in the way back', () => {
    const fleet = aFleet({ generations: large });
    expect(said(fleet, v1, 3)).toBe('v001 serves traffic: it keeps at least 4 blocks, the floor.');
    expect(said(fleet, v1, 4)).toBe('allowed');
    const weights = [
      { generation: v1, weight: 95 },
      { generation: v2, weight: 5 },
    ];
    const shared = aFleet({ generations: large, split: { ...fleet.split, weights } });
    expect(said(shared, v2, 3)).toMatch(/^v002 serves traffic/);
    const back = aFleet({ generations: large, split: aSplit(v2, 2), previous: v1 });
    expect(said(back, v1, 3)).toBe('v001 is the way back: it keeps at least 4 blocks, the floor.');
    // The control: who stands by has no floor to keep; and up is never below.
    expect(said(fleet, v2, 1)).toBe('allowed');
    const small = aFleet({ generations: [aGeneration(1, { size: 2 })] });
    expect(said(small, v1, 3)).toBe('allowed');
    expect(said(small, v1, 1)).toMatch(/keeps at least 4/);
  });

  it('is refused for what is not warm, for the same size, and beside another change', () => {
    expect(said(aFleet(), v2, 4)).toBe('v002 has 4 blocks already.');
    expect(said(aFleet({ generations: [aGeneration(2, { rung: 'retired' })] }), v2, 5)).toMatch(/is retired/); // prettier-ignore
    expect(said(aFleet({ generations: [aGeneration(2, { rung: 'draining' })] }), v2, 5)).toMatch(/is being retired/); // prettier-ignore
    const stopping = aFleet({ generations: [aGeneration(2, { rung: 'draining' })], rollout: aRollout({ kind: 'stop', generation: v2 }) }); // prettier-ignore
    expect(said(stopping, v2, 5)).toBe('v002 is being stopped.');
    expect(said(aFleet({ generations: [] }), v2, 5)).toMatch(/There is no generation/);
    const rollout = aRollout({ kind: 'retire', generation: v2 });
    expect(said(aFleet({ rollout }), v1, 5)).toBe('Another change of this fleet is running (retire).'); // prettier-ignore
  });
});
