import { describe, expect, it } from 'vitest';
import { aFleet, aGeneration, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Decision } from './decide/decision.ts';
import { ask, cutOver, facts, sent, stepped } from './decide/question.fixture.ts';

const text = (decision: Decision): string => (decision.phase === 'ended' ? decision.text : '');

describe('a cutover that was made for some rules only', () => {
  const half = aFleet({
    split: {
      ...aSplit(v1, 77),
      weights: [
        { generation: v1, weight: 50 },
        { generation: v2, weight: 50 },
      ],
    },
  });
  const said = 'The rule 10 was switched. The default action was not: No way there.';
  const partly = { code: 'unknown-outcome', message: said } as const;
  const unknown = stepped(['route', { ...sent, kind: 'unknown', fault: partly }]);
  const asked = { facts: unknown, revisions: 'fingerprint' } as const;

  it('is finished where the yard tells its own writes from those of others', () => {
    expect(ask(cutOver, half, asked)).toMatchObject({
      phase: 'acting',
      action: { kind: 'route', expectedRevision: 1 },
    });
    // The controls: nothing of ours was sent; and where revisions are in order, a later one is not ours.
    const outside = /someone else/u;
    expect(text(ask(cutOver, half, { ...asked, facts }))).toMatch(outside);
    expect(text(ask(cutOver, half, { ...asked, revisions: 'rising' }))).toMatch(outside);
  });

  it('ends with what the yard said of each rule when its time is over or a guard says no', () => {
    const now = 'The traffic goes to: v001 50 %, v002 50 %. A revert leads back to v001.';
    const late = ask(cutOver, half, { ...asked, nowMs: 61_000 });
    expect(late).toMatchObject({ phase: 'ended', kind: 'failed' });
    expect(text(late)).toBe(`The switch was not made as a whole: ${said} ${now}`);
    const generations = [
      aGeneration(1),
      aGeneration(2, { blocks: aGeneration(2).blocks.slice(1) }),
    ];
    expect(text(ask(cutOver, { ...half, generations }, asked))).toBe(
      `The switch was not made as a whole: ${said} It is not sent again: 3 of 4 blocks of v002 are healthy; the floor is 4. ${now}`,
    );
  });

  it('does not say that nothing was sent when what was sent before stands there in part', () => {
    const refused = { kind: 'refused', fault: { code: 'conflict', message: 'Changed.' } } as const;
    const after = (attempt: number): Decision =>
      ask(cutOver, half, {
        facts: stepped(['route', { ...sent, ...refused, attempt }]),
        revisions: 'fingerprint',
      });
    expect(after(2)).toMatchObject({ kind: 'failed' });
    expect(text(after(2))).toBe(
      'The switch was sent and its answer never came; sent again it was refused: Changed. The traffic goes to: v001 50 %, v002 50 %. A revert leads back to v001.',
    );
    expect(after(1)).toMatchObject({ kind: 'stopped' });
  });

  it('ends at once where a rule is denied, with what would allow it', () => {
    const denial = {
      ...{ action: 'a', resource: null, said: null },
      ...{ isForbidden: false, statement: '{}' },
    };
    const fault = { ...partly, denial };
    const known = stepped(['route', { ...sent, kind: 'unknown', fault }]);
    const decision = ask(cutOver, half, { ...asked, facts: known });
    expect(decision).toMatchObject({ phase: 'ended', kind: 'failed', denial });
    expect(text(decision)).toContain(said);
  });
});
