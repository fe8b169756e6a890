import { describe, expect, it } from 'vitest';
import { freshnessOf } from './freshness.ts';
import type { Look } from './look-age.ts';
import type { Sight } from './observations.ts';

const look: Look = {
  observation: { observedAtMs: 1, fleets: [], images: [], notices: [] },
  atMs: 1,
  monotonicMs: 1,
  begun: { atMs: 0, monotonicMs: 0 },
};
const live: Sight = { kind: 'live', look, isOld: false };

describe('freshnessOf', () => {
  it('is live only when the connection and the last look are', () => {
    expect(freshnessOf({ kind: 'live' }, live, 9, null)).toEqual({ kind: 'live' });
  });

  it('says how old the look is when it is old, from its beginning where the yard tells that', () => {
    const old = { kind: 'live', look, isOld: true } as const;
    expect(freshnessOf({ kind: 'live' }, old, 9, null)).toEqual({ kind: 'live', asOfMs: 1 });
    const begunAtMs = 3;
    const slow = { ...look, observation: { ...look.observation, observedAtMs: 50_000, begunAtMs } };
    const told = { ...slow, begun: { atMs: 2000, monotonicMs: begunAtMs } };
    expect(freshnessOf({ kind: 'live' }, { ...old, look: told }, 9, null)).toEqual({
      kind: 'live',
      asOfMs: 2000,
    });
  });

  it('is stale when reads fail on a living connection', () => {
    const stale: Sight = { kind: 'stale', look, sinceMs: 5, reason: 'The read failed.' };
    const expected = { kind: 'stale', sinceMs: 5, reason: 'The read failed.' };
    expect(freshnessOf({ kind: 'live' }, stale, 9, null)).toEqual(expected);
  });

  it('keeps what would allow looking, where looking is not allowed', () => {
    const denial = { action: 'a', resource: null, said: null, isForbidden: false, statement: '{}' };
    for (const sight of [
      { kind: 'stale', look, sinceMs: 5, reason: 'no', denial },
      { kind: 'none', reason: 'no', denial },
    ] as const satisfies readonly Sight[]) {
      expect(freshnessOf({ kind: 'live' }, sight, 9, null)).toMatchObject({
        kind: 'stale',
        denial,
      });
    }
  });

  it('does not call a yard empty that nobody has seen yet', () => {
    const none: Sight = { kind: 'none', reason: null };
    expect(freshnessOf({ kind: 'live' }, none, 9, null)).toEqual({ kind: 'starting' });
    expect(freshnessOf({ kind: 'live' }, { kind: 'none', reason: 'x' }, 9, null)).toEqual({
      kind: 'stale',
      sinceMs: 9,
      reason: 'x',
    });
  });

  it('takes no failure from before the connection for one of the yard, and says what it said', () => {
    const stale: Sight = { kind: 'stale', look, sinceMs: 5, reason: 'The yard host is starting.' };
    const silent = { kind: 'stale', sinceMs: 3, reason: 'No answer.' } as const;
    for (const held of [{ kind: 'starting' }, silent] as const) {
      for (const sight of [stale, { kind: 'none', reason: 'x' }] as const) {
        expect(freshnessOf({ kind: 'live' }, sight, 9, held)).toEqual(held);
      }
      expect(freshnessOf({ kind: 'live' }, live, 9, held)).toEqual({ kind: 'live' });
    }
    // It was live with this connection, and is that no more.
    expect(freshnessOf({ kind: 'live' }, stale, 9, { kind: 'live' }).kind).toBe('stale');
  });

  it('says of a lost connection what the connection says', () => {
    const gone = { kind: 'gone', sinceMs: 3, reason: 'ended' } as const;
    expect(freshnessOf(gone, live, 9, null)).toEqual(gone);
  });
});
