/** What a revert says at its end while the fleet is seen. */
import { describe, expect, it } from 'vitest';
import { aFleet, aRollout, aSplit, anEntry, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import type { Fleet, HttpEntry } from '../../../src-shared/fleet.ts';
import { usualLimits } from '../../yards/yard-pace.ts';
import { decideRevert } from './decide-revert.ts';
import type { Decision } from './decision.ts';
import { noProbes } from './facts.ts';
import { rollout, sent, stepped } from './question.fixture.ts';

const intent = { kind: 'revert', to: v1, from: v2 } as const;
const fault = {
  code: 'signed-out',
  message: 'The session has ended.',
  todo: 'Sign in.',
} as const;
const facts = stepped(['route', { ...sent, kind: 'refused', fault }]);
const text = (decision: Decision): string => (decision.phase === 'ended' ? decision.text : '');

function decided(fleet: Fleet, wasUnanswered: boolean, known = facts): Decision {
  const running = { ...fleet, rollout: aRollout(intent) };
  const times = { nowMs: 200, sinceBegunMs: 200, sincePassedMs: null } as const;
  const door = { marker: 'header', revisions: 'rising', canCheck: true } as const;
  const input = {
    rollout,
    intent,
    fleet: running,
    facts: known,
    limits: usualLimits,
    ...times,
    ...door,
  };
  return decideRevert(input, null, wasUnanswered);
}

describe('a refused revert that can be seen', () => {
  const before = aFleet({ split: aSplit(v2, 2), previous: v1 });

  it('says what helps, and whether it was sent before without an answer', () => {
    const said = 'The yard refused the revert: The session has ended. Sign in. Then press again.';
    const now = 'The traffic goes to: v002 100 %.';
    expect(text(decided(before, false))).toBe(`${said} ${now}`);
    expect(text(decided(before, true))).toBe(
      `${said} It was sent before without an answer: whether that took effect is not known. ${now}`,
    );
  });

  it('goes on to verify where the traffic goes as it was wanted: an earlier sending took effect', () => {
    const after = aFleet({ split: aSplit(v1, 3) });
    expect(decided(after, true)).toMatchObject({ phase: 'waiting', probe: { through: 'entry' } });
    // The control: elsewhere the refusal is the end.
    expect(decided(before, true)).toMatchObject({ phase: 'ended', kind: 'failed' });
  });
});

describe('a revert that was seen', () => {
  it('says how long clients that the entry has pinned can still get what it leads away from', () => {
    const known = { ...facts, probes: { ...noProbes, inARow: 3 } };
    const end = (more: Partial<HttpEntry>): string => {
      const fleet = aFleet({ split: aSplit(v1, 3), entry: anEntry(more) });
      const uncounted = { ...fleet, traffic: { ...fleet.traffic, isCounted: false } };
      return text(decided(uncounted, true, known));
    };
    expect(end({ pinnedForMs: 3_600_000 })).toBe(
      'The entry sends all traffic to v001 again: 3 probes in a row were answered by v001. Clients that were pinned before the switch can still get v002 for about 60 min.',
    );
    expect(end({})).toBe('v001 serves all traffic again: 3 probes in a row were answered by v001.');
  });
});
