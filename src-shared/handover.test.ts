import { expect, test } from 'vitest';
import type { Handover } from './handover-schema.ts';
import { givenTo, handoverOf, isGivenTo, whyNotSaid } from './handover.ts';
import { controlled, noControls } from './release.ts';

const ann = { name: 'Ann', host: 'desk', panel: 'a' };
const bob = { name: 'Bob', host: 'laptop', panel: 'b' };
const cem = { name: 'Cem', host: 'tower', panel: 'c' };
const held = (handover?: Handover, epoch = 1) => ({
  owner: ann,
  epoch,
  controls: { ...noControls, ...(handover && { handover }) },
});

test('A word counts in its own epoch only', () => {
  const given: Handover = { kind: 'given', to: bob, epoch: 1 };
  expect(handoverOf(held(given))).toEqual(given);
  expect(isGivenTo(held(given), 'b')).toBe(true);
  expect(isGivenTo(held(given), 'c')).toBe(false);
  expect(givenTo(held(given))).toEqual(bob);
  expect(handoverOf(held(given, 2))).toBeNull();
  expect(isGivenTo(held(given, 2), 'b')).toBe(false);
  expect(givenTo(held())).toBeNull();
});

test('Who may say what, and why not', () => {
  const asked: Handover = { kind: 'asked', by: bob, epoch: 1 };
  const given: Handover = { kind: 'given', to: bob, epoch: 1 };
  const say = (kind: 'ask' | 'decline', from: typeof ann, epoch = 1) => ({ kind, from, epoch });
  const give = (from: typeof ann, to: typeof ann) =>
    ({ kind: 'hand-over', from, to, epoch: 1 }) as const;
  expect(whyNotSaid(held(), say('ask', bob))).toBeNull();
  expect(whyNotSaid(held(), say('ask', ann))).toMatch(/this panel already/u);
  expect(whyNotSaid(held(), say('ask', bob, 2))).toMatch(/in other hands by now: Ann on desk/u);
  expect(whyNotSaid(held(asked), say('decline', ann))).toBeNull();
  expect(whyNotSaid(held(asked), say('decline', bob))).toMatch(/Only Ann on desk/u);
  expect(whyNotSaid(held(asked), give(ann, bob))).toBeNull();
  expect(whyNotSaid(held(asked), give(bob, bob))).toMatch(/Only Ann on desk/u);
  expect(whyNotSaid(held(asked), give(ann, ann))).toMatch(/that panel already/u);
  expect(whyNotSaid(held(given), give(ann, bob))).toBeNull();
  expect(whyNotSaid(held(given), give(ann, cem))).toMatch(/was handed over to Bob on laptop/u);
  expect(whyNotSaid(held(given), say('ask', cem))).toMatch(/was handed over to Bob on laptop/u);
});

test('What is kept: the last word, and beside it all that was said to the release', () => {
  const before = { ...noControls, isHeld: true, passed: 2, passedAtMs: 7 };
  const asked = controlled(before, { kind: 'ask', from: bob, epoch: 3 }, 'Bob', 100);
  expect(asked).toEqual({ ...before, by: 'Bob', handover: { kind: 'asked', by: bob, epoch: 3 } });
  const kept = controlled(asked, { kind: 'decline', from: ann, epoch: 3 }, 'Ann', 200);
  expect(kept.handover).toEqual({ kind: 'declined', by: bob, epoch: 3 });
  const given = controlled(kept, { kind: 'hand-over', from: ann, to: bob, epoch: 3 }, 'Ann', 300);
  expect(given).toEqual({ ...before, by: 'Ann', handover: { kind: 'given', to: bob, epoch: 3 } });
  expect(controlled(given, { kind: 'resume' }, 'Bob', 400).handover).toEqual(given.handover);
  // Nobody asked.
  expect(controlled(before, { kind: 'decline', from: ann, epoch: 3 }, 'Ann', 200)).toEqual({
    ...before,
    by: 'Ann',
  });
});
