import { describe, expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, aSplit, v1, v2 } from './fleet.fixture.ts';
import type { Fleet } from './fleet.ts';
import { canRetire } from './guards.ts';

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
