import { expect, it } from 'vitest';
import { expectedRevertMs } from './expected-revert.ts';

const reverts = (...all: number[]) => all.map((ms) => ({ ms, isRevert: true }));
const cutovers = (...all: number[]) => all.map((ms) => ({ ms, isRevert: false }));

it('is the middle of the last five reverts, and nothing when nothing was measured', () => {
  expect(expectedRevertMs([])).toBeNull();
  expect(expectedRevertMs(reverts(40, 60))).toBe(50);
  // One that met a busy moment, and one of long ago.
  expect(expectedRevertMs(reverts(9000, 20, 22, 900, 24, 21))).toBe(22);
});

it('goes by cutovers only while none was reverted', () => {
  expect(expectedRevertMs(cutovers(80))).toBe(80);
  expect(expectedRevertMs([...reverts(20), ...cutovers(80, 80, 80, 80, 80, 80)])).toBe(20);
});
