import { describe, expect, it } from 'vitest';
import { leftCode, openCode, quitCode, wishOf } from './exit-codes.ts';

describe('wishOf', () => {
  it('takes for a wish to quit only what says so', () => {
    expect(wishOf(openCode)).toBe('open');
    expect(wishOf(quitCode)).toBe('quit');
    // The cross, a fault of its own, a signal or a start that failed, and codes of the system.
    for (const code of [leftCode, 1, null, 127, 134]) expect(wishOf(code)).toBe('unknown');
  });
});
