import { expect, it } from 'vitest';
import type { RolloutControls } from './release-schema.ts';
import { controlled, noControls } from './release.ts';

const after = (
  changes: readonly Parameters<typeof controlled>[1][],
  from: RolloutControls = noControls,
): RolloutControls =>
  changes.reduce((before, change, at) => controlled(before, change, 'Ann', 1000 + at), from);

it('keeps who spoke last, and what else was said', () => {
  const held = controlled(noControls, { kind: 'hold' }, 'Ann', 1000);
  expect(held).toEqual({ ...noControls, isHeld: true, by: 'Ann' });
  const aborted = controlled(held, { kind: 'abort' }, 'Bob', 2000);
  expect(aborted).toEqual({ ...noControls, isHeld: true, isAborted: true, by: 'Bob' });
  const resumed = controlled(aborted, { kind: 'resume' }, 'Cem', 3000);
  // Going on ends a hold and no abort: that one is for good.
  expect(resumed).toEqual({ ...noControls, isAborted: true, by: 'Cem' });
  expect(controlled(resumed, { kind: 'pass', place: 1 }, 'Ann', 4000)).toEqual({
    ...{ isHeld: false, isAborted: true, passed: 1, passedAtMs: 4000, by: 'Ann' },
  });
  // Nothing is changed in place: the state that a save is under way for stays what it was.
  expect(noControls).toMatchObject({ isHeld: false, passed: 0, by: '' });
});

it.each(['hold', 'resume', 'abort'] as const)('takes %s said twice for said once', (kind) => {
  const held: RolloutControls = {
    ...noControls,
    isHeld: true,
    passed: 2,
    passedAtMs: 5,
    by: 'Ann',
  };
  expect(after([{ kind }, { kind }], held)).toEqual(after([{ kind }], held));
});

it('passes the place that was meant and none behind it', () => {
  const first = after([{ kind: 'pass', place: 1 }]);
  expect(first).toMatchObject({ passed: 1, passedAtMs: 1000 });
  const second = controlled(first, { kind: 'pass', place: 2 }, 'Bob', 2000);
  expect(second).toMatchObject({ passed: 2, passedAtMs: 2000, by: 'Bob' });
  // A press on an old picture neither goes back nor counts as said just now.
  expect(controlled(second, { kind: 'pass', place: 1 }, 'Cem', 3000)).toEqual(second);
  // Pressed again at its own place it is a press of now, and still the same place.
  expect(controlled(second, { kind: 'pass', place: 2 }, 'Cem', 3000)).toMatchObject({ passed: 2 });
});
