import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSpan, spanText } from './span-text.ts';

describe('spans', () => {
  it.each<[string, number | null]>([
    ['30 s', 30_000],
    ['30s', 30_000],
    ['5 min', 300_000],
    ['5m', 300_000],
    ['1 h 30 min', 5_400_000],
    ['1,5 h', 5_400_000],
    ['2 days', 172_800_000],
    [' 0 ', 0],
    ['250 ms', 250],
    ['5', null],
    ['', null],
    ['five minutes', null],
    ['5 min later', null],
    ['5 fortnights', null],
    ['-5 min', null],
    ['5 constructor', null],
    // Nobody means their sum.
    ['5 min 5 min', null],
    ['30 s 5 min', null],
    // Not nothing, and less than can be told.
    ['0.2 ms', null],
    ['0 s', 0],
  ])('reads "%s"', (text, ms) => {
    expect(readSpan(text)).toBe(ms);
  });

  it('prints what it reads back', () => {
    expect(spanText(60_000)).toBe('1 min');
    expect(spanText(90_000)).toBe('1 min 30 s');
    expect(spanText(0)).toBe('0 s');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 604_800_000 }), (ms) => readSpan(spanText(ms)) === ms),
    );
  });
});
