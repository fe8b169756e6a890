import { expect, it } from 'vitest';

import { closingLine, exitCodeOf, sum, tallyOfPlaywright, tallyOfVitest } from './tally.mjs';

const vitestReport = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 };

it('counts what the reports say', () => {
  expect(tallyOfVitest(vitestReport, 0)).toEqual({ passed: 7, failed: 0, skipped: 1 });
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };
  expect(tallyOfPlaywright({ stats }, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

it('counts a failure that no test reported', () => {
  expect(tallyOfVitest(vitestReport, 1).failed).toBe(1);
  expect(tallyOfVitest(undefined, 0).failed).toBe(1);
  const nothing = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
  expect(tallyOfPlaywright({ stats: nothing }, 0).failed).toBe(1);
});

it('does not take nothing for a success', () => {
  expect(exitCodeOf({ passed: 0, failed: 0, skipped: 5 })).toBe(1);
  expect(exitCodeOf({ passed: 1, failed: 1, skipped: 0 })).toBe(1);
  expect(exitCodeOf({ passed: 1, failed: 0, skipped: 0 })).toBe(0);
});

it('ends with one line', () => {
  const total = sum([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 2, failed: 3, skipped: 4 },
  ]);
  expect(closingLine(total)).toBe('3 passed, 3 failed, 4 skipped');
  expect(closingLine({ passed: 1, failed: 0, skipped: 0 })).toBe('1 passed, 0 failed');
});
