import { describe, expect, it } from 'vitest';
import type { TestEntry } from '../../../src-shared/test-entry.ts';
import { testDraftOf, testErrors, testOf } from './test-entry-draft.ts';

describe('the form of a test listener or rule', () => {
  it.each<TestEntry>([
    { kind: 'listener', balancer: null, port: 8443 },
    { kind: 'listener', balancer: 'shop-internal', port: 1 },
    { kind: 'header', name: 'X-Test', value: 'green=1' },
    { kind: 'listener', balancer: null, port: 8443, turns: true },
    { kind: 'header', name: 'X-Test', value: 'green=1', turns: true },
  ])('reads %j back as it is', (test) => {
    expect(testOf(testDraftOf(test))).toEqual(test);
    expect(testErrors(testDraftOf(test))).toEqual({});
  });

  it('takes none for none, and saves nothing that is empty', () => {
    const draft = testDraftOf(null);
    expect(testOf({ ...draft, kind: 'none' })).toBeNull();
    for (const kind of ['listener', 'header'] as const) {
      expect(testOf({ ...draft, kind })).toBeUndefined();
      expect(testErrors({ ...draft, kind })).toEqual({});
    }
  });

  it.each([
    ['listener', 'port', '0'],
    ['listener', 'port', '65536'],
    ['listener', 'port', '80x'],
    ['listener', 'balancer', 'web lb'],
    ['header', 'name', 'X Test'],
    ['header', 'name', 'x-blockyard-TEST'],
    ['header', 'value', 'gr*n'],
    ['header', 'value', 'a b'],
  ] as const)('of a %s says what is wrong with a %s like %s', (kind, field, text) => {
    const whole = {
      kind,
      balancer: '',
      port: '8443',
      name: 'X-Test',
      value: 'green',
      turns: false,
    };
    expect(testOf(whole)).toBeDefined();
    expect(testErrors({ ...whole, [field]: text })).toHaveProperty(field);
    expect(testOf({ ...whole, [field]: text })).toBeUndefined();
  });
});
