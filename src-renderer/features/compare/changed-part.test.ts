import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedPart } from './changed-part.ts';

describe('changedPart', () => {
  it('points at whole words and numbers', () => {
    expect(changedPart('export APP_VERSION=1.1.0', 'export APP_VERSION=1.2.0')).toEqual([
      { before: 'export APP_VERSION=1.', changed: '1', after: '.0' },
      { before: 'export APP_VERSION=1.', changed: '2', after: '.0' },
    ]);
    expect(changedPart('2026-11-20 14:02 UTC', '2026-11-21 14:02 UTC')?.[1].changed).toBe('21');
    expect(changedPart('t3.small', 't3.medium')?.map(({ changed }) => changed)).toEqual([
      'small',
      'medium',
    ]);
  });

  it('points at nothing where nothing, or nearly everything, differs', () => {
    expect(changedPart('x86_64', 'x86_64')).toBeNull();
    expect(changedPart('a81f3c9d', '5be20d71')).toBeNull();
    expect(changedPart('', 'on')).toBeNull();
  });

  it('loses no character of either text', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(text, text, text, (head, one, other) => {
        const found = changedPart(head + one, head + other);
        if (found === null) return;
        const texts = found.map(({ before, changed, after }) => before + changed + after);
        expect(texts).toEqual([head + one, head + other]);
      }),
    );
  });
});
