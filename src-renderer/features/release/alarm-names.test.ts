import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { alarmsText, readAlarms } from './alarm-names.ts';

it('reads back what it wrote, whatever the names hold', () => {
  expect(alarmsText(['shop 5xx', 'a, b', 'say "no"'])).toBe('shop 5xx, "a, b", "say \\"no\\""');
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 10 });
  fc.assert(
    fc.property(names, (each) => {
      expect(readAlarms(alarmsText(each))).toEqual(each);
    }),
  );
});

it('takes what people type, and says when a quote is open', () => {
  expect(readAlarms(' shop 5xx ,, slow,slow , ')).toEqual(['shop 5xx', 'slow']);
  expect(readAlarms('')).toEqual([]);
  expect(readAlarms('"open')).toBeNull();
  expect(readAlarms('"a" b')).toBeNull();
  expect(readAlarms('a "b"')).toBeNull();
});
