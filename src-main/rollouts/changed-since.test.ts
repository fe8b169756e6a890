import { describe, expect, it } from 'vitest';
import { aFleet, aSplit, v1 } from '../../src-shared/fleet.fixture.ts';
import { localCapabilities } from '../../src-shared/capabilities.ts';
import { changedSince } from './changed-since.ts';
import type { Decision } from './decide/decision.ts';
import { ask, cutOver, facts } from './decide/question.fixture.ts';

const stickiness = 'Stickiness of the rule 10 of web:80 was off and is 60 s.';
const yardWith = (revisions: 'rising' | 'fingerprint') => {
  const asked: number[] = [];
  const differenceSince = (_: unknown, revision: number) => {
    asked.push(revision);
    return [stickiness];
  };
  return { asked, capabilities: { ...localCapabilities, revisions }, differenceSince };
};
const text = (decision: Decision): string => (decision.phase === 'ended' ? decision.text : '');

describe('what was changed since a cutover was pressed', () => {
  const other = aFleet({ split: aSplit(v1, 244_837_465) });

  it('is asked of a yard whose revisions tell a reader nothing', () => {
    const yard = yardWith('fingerprint');
    expect(changedSince(yard, other, cutOver)).toEqual([stickiness]);
    // After an attachment of ours the entry is compared with what that left behind.
    expect(changedSince(yard, other, cutOver, 9)).toEqual([stickiness]);
    expect(yard.asked).toEqual([1, 9]);
    expect(changedSince(yard, aFleet(), cutOver)).toEqual([]);
    expect(changedSince(yard, other, { kind: 'revert', to: v1 })).toEqual([]);
    expect(changedSince(yardWith('rising'), other, cutOver)).toEqual([]);
  });

  it('is said where the cutover is stopped, without the fingerprint', () => {
    const ground = { facts, revisions: 'fingerprint' } as const;
    const now =
      'The split was v001 100 %, it is v001 100 %. Nothing was sent; look again and press again.';
    expect(text(ask(cutOver, other, { ...ground, changed: [stickiness] }))).toBe(
      `The entry was changed by someone else since you looked. ${stickiness} ${now}`,
    );
    expect(text(ask(cutOver, other, ground))).toBe(
      `The entry was changed by someone else since you looked. What its rules were then is not remembered. ${now}`,
    );
    // The control: a revision that counts says how much newer it is.
    expect(text(ask(cutOver, other))).toContain(
      '(revision 1), it is v001 100 % (revision 244837465)',
    );
  });
});
