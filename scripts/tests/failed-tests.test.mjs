import { expect, it } from 'vitest';

import {
  failedTestsInWords,
  failedTestsOfPlaywright,
  failedTestsOfVitest,
} from './failed-tests.mjs';

const passed = { fullName: 'adds', status: 'passed', failureMessages: [] };

it('names the tests that vitest saw fail, and files that it could not load', () => {
  const report = {
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        assertionResults: [
          passed,
          {
            fullName: 'subtracts',
            status: 'failed',
            failureMessages: ['\u001b[31mexpected 1\u001b[39m'],
          },
        ],
      },
      { name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      { name: 'c.test.ts', status: 'passed', assertionResults: [passed] },
    ],
  };
  expect(failedTestsOfVitest(report)).toEqual([
    { name: 'a.test.ts: subtracts', why: 'expected 1' },
    { name: 'b.test.ts', why: 'no such module' },
  ]);
});

it('names the tests that Playwright saw fail, at every depth, and errors outside of them', () => {
  const spec = (/** @type {string} */ title, /** @type {boolean} */ ok) => ({
    title,
    file: 'window/x.spec.ts',
    line: 7,
    ok,
    tests: [{ results: [ok ? {} : { error: { message: 'short', stack: 'Error: whole' } }] }],
  });
  const report = {
    errors: [{ message: 'no display' }],
    suites: [
      { specs: [spec('opens', true)], suites: [{ specs: [spec('closes', false)], suites: [] }] },
    ],
  };
  expect(failedTestsOfPlaywright(report)).toEqual([
    { name: 'outside of any test', why: 'no display' },
    { name: 'window/x.spec.ts:7 closes', why: 'Error: whole' },
  ]);
});

it('says nothing where nothing failed, and only the beginning of a long reason', () => {
  expect(failedTestsInWords([])).toBe('');
  expect(failedTestsOfVitest(undefined)).toEqual([]);
  expect(failedTestsOfPlaywright(undefined)).toEqual([]);
  const why = Array.from({ length: 50 }, (_, line) => `line ${String(line)}`).join('\n');
  const words = failedTestsInWords([{ name: 'long', why }]);
  expect(words).toContain('What failed:\n  long\n      line 0\n');
  expect(words).toContain('line 11');
  expect(words).not.toContain('line 12');
});
