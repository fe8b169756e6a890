import { expect, it } from 'vitest';
import { aRecord } from '../../gallery/record-fixtures.ts';
import { answerText, duration, endText, sincePress } from '../../../src-shared/record-words.ts';
import { preciseTime } from './record-words.ts';

const spaced = (text: string): string => text.replaceAll('\u00a0', ' ');

it('tells durations as exactly as they are useful', () => {
  const told = [0, 3.4, 12, 999, 1000, 2340, 59_949, 59_951, 250_000, 3_600_000, 7_500_000, -5];
  expect(told.map(duration).map(spaced)).toEqual([
    ...['0 ms', '3.4 ms', '12 ms', '999 ms', '1 s', '2.3 s', '59.9 s', '1 min'],
    ...['4 min 10 s', '1 h', '2 h 5 min', '0 ms'],
  ]);
});

it('counts from the press, in both directions', () => {
  const press = { pressedAtMs: 1000 };
  const told = [1000, 1012, 3300, 960].map((atMs) => spaced(sincePress(atMs, press)));
  expect(told).toEqual([
    'at the press',
    '12 ms after the press',
    '2.3 s after the press',
    '40 ms before the press',
  ]);
});

it('says an end, and that there is none', () => {
  const { audit } = aRecord();
  expect(spaced(endText(audit))).toBe('Verified, 171 ms after the press');
  expect(endText({ ...audit, end: null })).toBe('No end is recorded');
});

it('makes what a yard said safe to read', () => {
  const fault = { code: 'refused', message: 'No\u202e.' } as const;
  expect(answerText({ kind: 'refused', atMs: 0, fault })).toBe('Refused: No\ufffd.');
  expect(answerText(null)).toBe('No answer is recorded');
  expect(preciseTime(Number.NaN)).toBe('--:--:--');
  expect(preciseTime(1_795_442_533_007)).toMatch(/:13\.007$/u);
});
