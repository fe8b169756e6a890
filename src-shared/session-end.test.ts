import { describe, expect, it } from 'vitest';
import { localCapabilities } from './capabilities.ts';
import { aFleet, aGeneration, v1, v2 } from './fleet.fixture.ts';
import type { Fleet } from './fleet.ts';
import { asBlockId, asImageId } from './ids.ts';
import type { Wish } from './wish-schema.ts';
import { planOf } from './plan-of.ts';
import { usualTerms } from './release.ts';
import { longestMs, revertReserveMs, sessionRefusal } from './session-end.ts';

const minute = 60_000;
const image = asImageId('sha256:3');
const terms = { ...usualTerms, waitsForPress: true, bakeMs: 20 * minute, opinion: { isRequired: true, waitMs: 15 * minute, alarms: [] }, checks: { ...usualTerms.checks, inARow: 4, withinMs: 30_000 }, steps: [{ percent: 10, pauseMs: 5 * minute }, { percent: 50, pauseMs: null }] }; // prettier-ignore
const cutOver: Wish = { kind: 'cut-over', to: v2, expectedRevision: 1 };
const fleet = aFleet();
const idle = aFleet({ generations: [aGeneration(1), aGeneration(2, { isAttached: false })] });

describe('a session that ends', () => {
  it.each<[string, Wish, Fleet, number]>([
    ['a cutover takes the time of a switch', cutOver, fleet, 1],
    ['what nobody has checked yet has to become healthy first', cutOver, idle, 11],
    ['a launch', { kind: 'launch', image, size: 4 }, fleet, 10],
    ['a replacement starts, and drains', { kind: 'replace', generation: v1, block: asBlockId('b') }, fleet, 10 + 5 / 60], // prettier-ignore
    ['a retirement drains, and can be undone before', { kind: 'retire', generation: v1, typedName: v1 }, fleet, 1 + 15 / 60], // prettier-ignore
    ['a stop drains', { kind: 'stop', generation: v1 }, fleet, 1 + 5 / 60],
    ['of the way back it can be undone before', { kind: 'stop', generation: v1 }, aFleet({ previous: v1 }), 1 + 15 / 60], // prettier-ignore
    ['a release: its proof, three switches, its pauses, its bake and the required opinion, no waits for people', { kind: 'release', source: { kind: 'generation', generation: v2 }, terms, expectedRevision: 1 }, fleet, 2 + 3 + 5 + 20 + 15], // prettier-ignore
    ['an opinion that is not required is not waited for', { kind: 'release', source: { kind: 'generation', generation: v2 }, terms: { ...terms, opinion: { isRequired: false, waitMs: 15 * minute, alarms: [] } }, expectedRevision: 1 }, fleet, 2 + 3 + 5 + 20], // prettier-ignore
    ['and its launch', { kind: 'release', source: { kind: 'image', image, size: 4 }, terms, expectedRevision: 1 }, fleet, 10 + 2 + 3 + 5 + 20 + 15], // prettier-ignore
  ])('%s', (_what, wish, of, minutes) => {
    const takesMs = Math.round(minutes * minute);
    expect(longestMs(of, wish)).toBe(takesMs);
    const enough = takesMs + revertReserveMs;
    const refused = (leftMs: number): boolean =>
      sessionRefusal(of, wish, { signInByMs: 1000 + leftMs, nowMs: 1000 }) !== null;
    expect([refused(enough - 1), refused(enough)]).toEqual([true, false]);
  });

  it('never binds a revert, nor where nobody has to sign in', () => {
    const revert: Wish = { kind: 'revert', to: v1 };
    expect(sessionRefusal(fleet, revert, { signInByMs: 0, nowMs: 1000 })).toBeNull();
    expect(sessionRefusal(fleet, cutOver, { signInByMs: null, nowMs: 1000 })).toBeNull();
  });

  it('says how long is left, what it takes and what to do, on the plan that every button and the engine ask', () => {
    const ground = { capabilities: localCapabilities, fleet, images: [], switchMs: null };
    const at = (signInByMs: number, wish: Wish) =>
      planOf({ ...ground, session: { signInByMs, nowMs: 0 } }, wish).refusedBecause;
    expect(at(8 * minute, cutOver)).toBe(
      'The credentials end in about 8 min. This can take about 60 s, and about 10 min are kept for a revert after it. Sign in first.',
    );
    expect(at(0, cutOver)).toBe('The credentials have ended. Sign in first.');
    expect(at(12 * minute, cutOver)).toBeNull();
    expect(at(0, { kind: 'revert', to: v1 })).toBeNull();
    // An hour's session is too short for an hour's bake, however often somebody signs in.
    const long: Wish = { kind: 'release', source: { kind: 'generation', generation: v2 }, terms: { ...terms, bakeMs: 60 * minute }, expectedRevision: 1 }; // prettier-ignore
    expect(at(60 * minute, long)).toContain('Sign in first, and where no session lasts so long, shorten what it waits for.'); // prettier-ignore
  });
});
