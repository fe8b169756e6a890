import { expect, it } from 'vitest';
import { localCapabilities } from './capabilities.ts';
import { aBlock, aFleet, aGeneration, aRollout, aSplit, v1, v2 } from './fleet.fixture.ts';
import type { Fleet } from './fleet.ts';
import { generationIdOf, type GenerationId } from './ids.ts';
import {
  lastRehearsal,
  rehearsable,
  rehearsalPhrase,
  rehearsalRefusal,
  rehearsalText,
  rehearsedRevert,
  secondsText,
} from './rehearsal.ts';
import type { Rehearsal } from './rehearsal-schema.ts';
import { usualTerms } from './release.ts';

const can = { whyNotRehearsed: null };
const served = (change: Partial<Fleet> = {}): Fleet =>
  aFleet({ split: aSplit(v2, 2), previous: v1, ...change });
const pairs = (fleet: Fleet, able = can, lane: GenerationId | null = null) => {
  const found = rehearsable(fleet, able, lane);
  return found.kind === 'cannot'
    ? found.because
    : found.pairs.map(({ away, back }) => [away.number, back.number]);
};
const rehearsal = (change: Partial<Rehearsal> = {}): Rehearsal => ({
  ...{ atMs: 1, by: 'Ann', away: v2, back: v1, requests: 90, lost: 0, errors: 0 },
  end: { kind: 'measured', cutOverMs: 12, revertMs: 31 },
  ...change,
});

it('rehearses the way back first, and that of a cutover to the candidate', () => {
  expect(pairs(aFleet())).toEqual([[2, 1]]);
  expect(pairs(served())).toEqual([[2, 1]]);
  const three = served({ generations: [aGeneration(1), aGeneration(2), aGeneration(3)] });
  expect(pairs(three)).toEqual([
    [2, 1],
    [3, 2],
  ]);
});

it('rehearses the way over to what the second lane shows before any other', () => {
  const generations = [aGeneration(1), aGeneration(2), aGeneration(3)];
  // Back from v002, which stays in its lane, while v003 stands by too.
  const reverted = aFleet({ generations, split: aSplit(v1, 3) });
  expect(pairs(reverted, can, v2)).toEqual([
    [2, 1],
    [3, 1],
  ]);
  expect(pairs(reverted)).toEqual([[3, 1]]);
  // Below the one that serves, and no way back: it is in the lane all the same.
  expect(pairs(aFleet({ split: aSplit(v2, 3) }))).toEqual([[1, 2]]);
  // While a release runs its two generations are in the lanes, whatever was picked.
  const candidate = { kind: 'existing', generation: generationIdOf('storefront', 3) } as const;
  const release = { kind: 'release', candidate, from: v1, expectedRevision: 3, terms: usualTerms } as const; // prettier-ignore
  expect(pairs({ ...reverted, rollout: aRollout(release) }, can, v2)).toEqual([[3, 1]]);
});

it('says why there is nothing to rehearse', () => {
  expect(pairs(aFleet({ generations: [aGeneration(1)] }))).toContain('no generation beside v001');
  const stopped = [aGeneration(1, { rung: 'stopped' }), aGeneration(2)];
  expect(pairs(served({ generations: stopped }))).toBe('v001 is stopped: start it again first.');
  const workers = { kind: 'none', marker: 'work', pinnedForMs: null, rules: ['work'], notes: [] } as const; // prettier-ignore
  expect(pairs(served({ entry: { ...workers, rules: ['work'], notes: [] } }))).toContain('no entry'); // prettier-ignore
  const idle = aFleet({ split: { ...aSplit(v1, 1), weights: [] } });
  expect(pairs(idle)).toContain('No generation has traffic');
  const because = 'Nothing is rehearsed here.';
  expect(rehearsable(served(), { whyNotRehearsed: because }, null)).toEqual({
    kind: 'cannot',
    because,
  });
  expect(pairs(served(), localCapabilities as typeof can)).toEqual([[2, 1]]);
});

it('refuses what nobody would answer, and a first request that takes data away', () => {
  const pair = { away: v2, back: v1 };
  expect(rehearsalRefusal(served(), pair)).toBeNull();
  expect(rehearsalRefusal(served(), { away: v1, back: v1 })).toContain('two generations');
  const exited = { kind: 'exited', code: 1, signal: null, reason: '' } as const;
  const ill = aGeneration(2, { blocks: [aBlock(v2, 0, { state: exited })] });
  expect(rehearsalRefusal(aFleet({ generations: [aGeneration(1), ill] }), pair)).toContain('No block of v002 is healthy'); // prettier-ignore
  const leaving = [aGeneration(1, { rung: 'draining' }), aGeneration(2)];
  expect(rehearsalRefusal(served({ generations: leaving }), pair)).toBe('v001 is on its way down.');
  const data = { change: 'contract', text: 'drops it', by: 'Ann', atMs: 0 } as const;
  const unmigrated = [aGeneration(1), aGeneration(2, { data, hasServed: false })];
  expect(rehearsalRefusal(aFleet({ generations: unmigrated }), pair)).toContain('not for a rehearsal'); // prettier-ignore
  // Once it has had traffic, what it takes away is gone.
  expect(rehearsalRefusal(served({ generations: unmigrated }), pair)).toBeNull();
});

it('finds the newest of one way back, and of the one that a press would go', () => {
  const older = rehearsal();
  const newer = rehearsal({ atMs: 2 });
  const other = rehearsal({ atMs: 3, away: v1, back: v2 });
  const fleet = served({ rehearsals: [older, newer, other] });
  expect(lastRehearsal(fleet, { away: v2, back: v1 })).toBe(newer);
  expect(rehearsedRevert(fleet, v1)).toBe(newer);
  expect(rehearsedRevert(served(), v1)).toBeUndefined();
});

it('tells it in figures that it has', () => {
  expect([4, 31, 1240, 12_345].map(secondsText)).toEqual(['under 0.01 s', '0.03 s', '1.24 s', '12.3 s']); // prettier-ignore
  expect(rehearsalPhrase(rehearsal({ lost: 2 }))).toBe('0.03 s, 2 lost');
  expect(rehearsalText(served(), rehearsal())).toBe('Cut over to v002 in 0.01 s, back to v001 in 0.03 s: from the order at the entry to the first answer. 0 of 90 requests were lost.'); // prettier-ignore
  const silent = rehearsal({ end: { kind: 'not-answered', by: v2 } });
  expect(rehearsalPhrase(silent)).toBe('not answered');
  expect(rehearsalText(served(), silent)).toContain('v002 answered nothing');
  const broken = rehearsal({ end: { kind: 'broken-off', because: 'Moved \u202e meanwhile.' } });
  expect(rehearsalText(served(), broken)).toBe('It measured nothing. Moved \ufffd meanwhile.');
});
