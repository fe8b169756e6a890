import { describe, expect, it } from 'vitest';
import {
  aBlock,
  aFleet,
  aGeneration,
  aRollout,
  aSplit,
  v1,
  v2,
} from '../../../src-shared/fleet.fixture.ts';
import type { Fleet, Intent } from '../../../src-shared/fleet.ts';
import { ask, fault, performed, sent, stepped } from './question.fixture.ts';

const adopt: Intent = { kind: 'adopt', generation: v2, number: 2 };
const stop: Intent = { kind: 'stop', generation: v2 };
const start: Intent = { kind: 'start', generation: v2 };

const foreign = aFleet({ generations: [aGeneration(1), aGeneration(2, { isForeign: true })] });
const down = { kind: 'exited', code: null, signal: null, reason: 'stopped' } as const;
const stopped = (states: readonly (typeof down | { kind: 'stopping' })[] = [down, down]): Fleet => {
  const blocks = states.map((state, slot) => aBlock(v2, slot, { state }));
  const generation = aGeneration(2, { rung: 'stopped', size: 2, blocks });
  return aFleet({ generations: [aGeneration(1), generation] });
};
const unknown = { ...sent, kind: 'unknown', fault } as const;

describe('adopt', () => {
  it('is sent once, pinned to the number that was shown, and done when the yard shows it as ours', () => {
    expect(ask(adopt, foreign)).toMatchObject({ action: { kind: 'adopt-generation', number: 2 } });
    const known = { facts: stepped(['adopt', performed]) };
    expect(ask(adopt, foreign, known)).toMatchObject({ phase: 'waiting' });
    expect(ask(adopt, foreign, { ...known, nowMs: 100_000 })).toMatchObject({ kind: 'failed' });
    expect(ask(adopt, aFleet(), known)).toMatchObject({ phase: 'ended', kind: 'done' });
  });

  it('repeats what nobody answered, and ends with what the yard refused', () => {
    expect(ask(adopt, foreign, { facts: stepped(['adopt', unknown]) })).toMatchObject({ phase: 'acting' }); // prettier-ignore
    const refused = { ...sent, kind: 'refused', fault: { code: 'refused', message: 'They differ.' } } as const; // prettier-ignore
    expect(ask(adopt, foreign, { facts: stepped(['adopt', refused]) })).toMatchObject({
      kind: 'stopped',
      text: 'v002 was not adopted: They differ.',
    });
  });

  it('never takes a generation that is not shown for adopted', () => {
    const poor = aFleet({ generations: [aGeneration(1)] });
    const known = { facts: stepped(['adopt', performed]) };
    expect(ask(adopt, poor, known)).toMatchObject({ phase: 'waiting' });
    expect(ask(adopt, poor, { ...known, nowMs: 100_000 })).toMatchObject({ kind: 'stopped' });
  });
});

describe('stop', () => {
  it('stops nothing that has traffic, also a little', () => {
    const weights = [
      { generation: v1, weight: 99 },
      { generation: v2, weight: 1 },
    ];
    const fleet = aFleet({ split: { ...aSplit(v1, 2), weights } });
    expect(ask(stop, fleet)).toMatchObject({ phase: 'ended', kind: 'stopped' });
    // The control.
    expect(ask(stop, aFleet())).toMatchObject({ action: { kind: 'stop-generation' } });
  });

  it('of the way back can be undone for a while, and of nothing else is waited for', () => {
    const wayBack = aFleet({ previous: v2 });
    expect(ask(stop, wayBack, { nowMs: 9999 })).toMatchObject({ phase: 'waiting', course: { offers: [{ kind: 'abort' }] } }); // prettier-ignore
    expect(ask(stop, wayBack, { nowMs: 10_000 })).toMatchObject({ action: { kind: 'stop-generation' } }); // prettier-ignore
    expect(ask(stop, aFleet(), { nowMs: 200 })).toMatchObject({ action: { kind: 'stop-generation' } }); // prettier-ignore
    const controls = { isHeld: false, isAborted: true, passed: 0, passedAtMs: null, by: 'ann' };
    const undone = aFleet({ previous: v2, rollout: aRollout(stop, { controls }) });
    expect(ask(stop, undone, { nowMs: 9999 })).toMatchObject({ phase: 'ended', kind: 'stopped', text: 'Undone by ann: nothing of v002 was stopped.' }); // prettier-ignore
    const sentAlready = { facts: stepped(['stop', performed]), nowMs: 9999 };
    expect(ask(stop, undone, sentAlready)).toMatchObject({ phase: 'waiting' });
  });

  it('is done when each of its blocks is seen stopped, and not before', () => {
    const known = { facts: stepped(['stop', performed]) };
    expect(ask(stop, stopped([down, { kind: 'stopping' }]), known)).toMatchObject({ phase: 'waiting' }); // prettier-ignore
    expect(ask(stop, stopped(), known)).toMatchObject({ phase: 'ended', kind: 'done' });
    // No block in sight is no block stopped (rule 8).
    const unseen = aFleet({ generations: [aGeneration(1), aGeneration(2, { blocks: [] })] });
    expect(ask(stop, unseen, known)).toMatchObject({ phase: 'waiting' });
    expect(ask(stop, unseen, { ...known, nowMs: 400_000 })).toMatchObject({ kind: 'failed' });
  });
});

describe('start', () => {
  it('goes on until all are healthy, and says how many are when it takes too long', () => {
    expect(ask(start, stopped())).toMatchObject({ action: { kind: 'start-generation' } });
    const known = { facts: stepped(['start', performed]) };
    const half = aGeneration(2, {
      size: 2,
      blocks: [aBlock(v2, 0), aBlock(v2, 1, { state: down })],
    });
    const rising = aFleet({ generations: [aGeneration(1), half] });
    expect(ask(start, rising, known)).toMatchObject({ phase: 'waiting' });
    expect(ask(start, rising, { ...known, nowMs: 200_000 })).toMatchObject({ kind: 'failed' });
    expect(ask(start, aFleet(), known)).toMatchObject({ phase: 'ended', kind: 'done' });
    expect(ask(start, rising, { facts: stepped(['start', unknown]) })).toMatchObject({ phase: 'acting' }); // prettier-ignore
  });
});

it.each([
  ['adopt', adopt, foreign],
  ['stop', stop, aFleet()],
  ['start', start, stopped()],
  ['retire', { kind: 'retire', generation: v2 }, aFleet()],
] as const)('an order to %s says what it was answered', (key, intent, fleet) => {
  const denial = { said: null, action: 'ec2:CreateTags', resource: null, statement: '{}', isForbidden: false }; // prettier-ignore
  const denied = {
    code: 'denied',
    message: 'It is not allowed.',
    todo: 'Allow it.',
    denial,
  } as const;
  const no = ask(intent, fleet, { facts: stepped([key, { ...sent, kind: 'refused', fault: denied }]) }); // prettier-ignore
  expect(no).toMatchObject({ phase: 'ended', denial });
  expect(no.phase === 'ended' && no.text).toContain('It is not allowed. Allow it.');
  const late = (code: 'throttled' | 'unknown-outcome') => {
    const step = { ...sent, kind: 'unknown', fault: { code, message: 'Too many calls.' } } as const;
    const end = ask(intent, fleet, { facts: stepped([key, step]), nowMs: 900_000 });
    return end.phase === 'ended' ? end.text : end.phase;
  };
  expect(late('throttled')).toContain('Too many calls.');
  expect(late('unknown-outcome')).toContain('not known whether the yard has begun');
});
