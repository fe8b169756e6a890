import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clientToken, groupName, templateName } from './launch-names.ts';

it.each([
  ['storefront', 3, 'storefront-v003', 'storefront-v003'],
  ['web (main:443)', 12, 'web-main-443-v012', 'web-main-443-v012'],
  ['internal-tools', 1, 'fleet-internal-tools-v001', 'fleet-internal-tools-v001'],
  ['\u{1f4a5}', 2, 'fleet-v002', 'fleet-v002'],
])('%j, number %i', (fleet, number, template, group) => {
  expect([templateName(fleet, number), groupName(fleet, number)]).toEqual([template, group]);
});

it('takes any name for one that AWS takes, and tells long ones apart', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.integer({ min: 1, max: 999_999 }),
      (fleet, number) => {
        expect(groupName(fleet, number)).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]$/u);
        expect(templateName(fleet, number)).toMatch(/^[A-Za-z0-9().\-/_]{3,128}$/u);
      },
    ),
  );
  const long = 'checkout-service-of-the-shop-eu';
  expect(groupName(`${long}-a`, 1)).not.toBe(groupName(`${long}-b`, 1));
});

it('gives the same token for the same order alone', () => {
  expect(clientToken('a', 'b')).toBe(clientToken('a', 'b'));
  expect(clientToken('a', 'b')).not.toBe(clientToken('a', 'c'));
  expect(clientToken('a', 'b').length).toBeLessThanOrEqual(64);
});
