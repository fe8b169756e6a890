import { describe, expect, it } from 'vitest';
import { aFleet, anEntry, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Decision } from './decide/decision.ts';
import { noProbes } from './decide/facts.ts';
import { ask, cutOver, routed, stepped } from './decide/question.fixture.ts';

const text = (decision: Decision): string => (decision.phase === 'ended' ? decision.text : '');
const after = aFleet({ split: aSplit(v2, 2), previous: v1 });
const known = {
  ...stepped(['route', routed]),
  probes: { ...noProbes, inARow: 3 },
};

describe('the end of a cutover', () => {
  it('does not speak of traffic that nobody counts', () => {
    const uncounted = { ...after, traffic: { ...after.traffic, isCounted: false } };
    expect(text(ask(cutOver, uncounted, { facts: known }))).toBe(
      'v002 serves all traffic: 3 probes in a row were answered by v002.',
    );
  });

  it('says what was not seen: rules that nobody can ask, and clients that are pinned', () => {
    const rules = ['default action of web:80', 'rule 5 of web:80 (header x-beta on)'];
    const entry = anEntry({ rules, askedRules: 1, pinnedForMs: 600_000 });
    expect(text(ask(cutOver, { ...after, entry }, { facts: known }))).toBe(
      'The entry sends all traffic to v002: 3 probes in a row were answered by v002; no other traffic to count. 1 of 2 rules was asked; the other is only read back. Clients that were pinned before the switch can still get v001 for about 10 min.',
    );
    const unasked = anEntry({ rules, askedRules: 0, pinnedForMs: 60_000 });
    const accepted = ask(cutOver, { ...after, entry: unasked }, { facts: known, marker: 'none' });
    expect(text(accepted)).toBe(
      'The entry sends all traffic to v002. None of its rules can be asked from here, so this was accepted, not verified. Clients that were pinned before the switch can still get v001 for about 60 s.',
    );
    // The control: all of them were asked.
    const whole = ask(
      cutOver,
      { ...after, entry: anEntry({ rules, askedRules: 2 }) },
      { facts: known },
    );
    expect(text(whole)).toMatch(/^v002 serves all traffic: .* to count\.$/u);
  });
});
