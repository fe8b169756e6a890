import { describe, expect, it } from 'vitest';
import {
  aFleet,
  aGeneration,
  aRollout,
  aSplit,
  v1,
  v2,
} from '../../../src-shared/fleet.fixture.ts';
import type { Decision } from './decision.ts';
import { ask, performed, retire, stepped } from './question.fixture.ts';

const text = (decision: Decision): string => (decision.phase === 'ended' ? decision.text : '');

describe('retire', () => {
  it('refuses while there is traffic, also a little', () => {
    const split = {
      ...aSplit(v1, 2),
      weights: [
        { generation: v1, weight: 99 },
        { generation: v2, weight: 1 },
      ],
    };
    expect(ask(retire, aFleet({ split }))).toMatchObject({ phase: 'ended', kind: 'stopped' });
  });

  it('never takes a generation that is not shown for retired', () => {
    const fleet = aFleet({ generations: [aGeneration(1)] });
    expect(ask(retire, fleet)).toMatchObject({ phase: 'waiting' });
    expect(ask(retire, fleet, { nowMs: 100_000 })).toMatchObject({ kind: 'stopped' });
  });

  it('can be undone for a while, and not afterwards', () => {
    const waits = ask(retire, aFleet(), { nowMs: 9999 });
    expect(waits).toMatchObject({ phase: 'waiting', course: { offers: [{ kind: 'abort' }] } });
    const silent = { isHeld: false, passed: 0, passedAtMs: null, by: 'ann' };
    const undone = aFleet({
      rollout: aRollout(retire, { controls: { ...silent, isAborted: true } }),
    });
    const end = ask(retire, undone, { nowMs: 9999 });
    expect(text(end)).toBe('Undone by ann: nothing of v002 was ended.');
    const sentAlready = { facts: stepped(['retire', performed]), nowMs: 9999 };
    expect(ask(retire, undone, sentAlready)).toMatchObject({
      phase: 'waiting',
      course: { offers: [] },
    });
  });

  it('is done when the yard shows it retired', () => {
    expect(ask(retire, aFleet(), { nowMs: 10_000 })).toMatchObject({
      action: { kind: 'retire-generation' },
    });
    const known = { facts: stepped(['retire', performed]) };
    expect(ask(retire, aFleet(), known)).toMatchObject({ phase: 'waiting' });
    const retired = aFleet({
      generations: [aGeneration(1), aGeneration(2, { rung: 'retired', blocks: [] })],
    });
    expect(ask(retire, retired, known)).toMatchObject({ kind: 'done' });
  });
});
