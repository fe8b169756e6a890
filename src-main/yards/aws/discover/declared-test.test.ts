/** A declared test listener or rule is no part of its fleet's entry, and a wrong declaration hides nothing. */
import { describe, expect, it } from 'vitest';
import type { TestEntry } from '../../../../src-shared/test-entry.ts';
import { testNotes, testOf, withTestsApart } from './declared-test.ts';
import { fingerprintOf } from './fingerprint.ts';
import { groupFleets } from './group-fleets.ts';
import { aGroup, aReading, aRule, forwardTo, webBalancer } from './reading.fixture.ts';
import type { EntryRule } from './reading.ts';
import { proofOf } from './test-place.ts';

const groups = [aGroup('web-v1'), aGroup('web-v2')];
const entry = aRule('1', forwardTo(['web-v1', 1], ['web-v2', 0]));
/** Port 81. */
const testListener = (...to: readonly (readonly [string, number])[]) =>
  aRule('2', forwardTo(...to));
const listener: TestEntry = { kind: 'listener', balancer: null, port: 81 };
const header: TestEntry = { kind: 'header', name: 'X-Test', value: 'green' };
const withHeader = (Values: string[]): EntryRule => ({
  ...aRule('1/7', forwardTo(['web-v2', 1])),
  conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-test', Values } }],
});

function read(rules: readonly EntryRule[], test: TestEntry, some = groups) {
  const bare = aReading({ groups: some, rules });
  const [plainFleet] = groupFleets(aReading({ groups, rules: [entry] }));
  if (plainFleet === undefined) throw new Error('There is no fleet.');
  const reading = withTestsApart(bare, [{ fleet: plainFleet.id, test }]);
  const grouping = groupFleets(reading).find(({ id }) => id === plainFleet.id);
  if (grouping === undefined) throw new Error('The fleet is gone.');
  return { bare, plainFleet, reading, grouping, proof: proofOf(grouping, reading, test) };
}

describe('a declared test', () => {
  it.each([
    ['listener on the candidate', [entry, testListener(['web-v2', 1])], listener],
    ['listener on what serves', [entry, testListener(['web-v1', 1])], listener],
    [
      'listener that lists another at 0',
      [entry, testListener(['web-v1', 0], ['web-v2', 5])],
      listener,
    ],
    ['rule for a header', [entry, withHeader(['green'])], header],
  ] as const)('%s is no part of the entry, its split or its fingerprint', (_, rules, test) => {
    const { bare, plainFleet, grouping, reading, proof } = read(rules, test);
    expect(grouping.rules).toEqual([entry]);
    expect(fingerprintOf(grouping.rules)).toBe(fingerprintOf(plainFleet.rules));
    expect(reading.testRules).toHaveLength(1);
    expect(proof).toMatchObject({ kind: 'declared' });
    expect(testNotes(grouping, reading, test)[0]).toMatch(
      /no part of its entry; it leads to web-v\d\.$/u,
    );
    // The control: undeclared it is one of its rules.
    expect(groupFleets(bare)[0]?.rules).toHaveLength(2);
    expect(proofOf(grouping, reading, null)).toMatchObject({ kind: 'made' });
  });

  it('is apart also where nothing is declared, while a panel has it turned; the control: what the fleet is known by is not', () => {
    const turned = withHeader(['green']);
    const bare = aReading({ groups, rules: [entry, turned] });
    const reading = withTestsApart(bare, [], new Set([turned.arn]));
    expect([reading.rules, reading.testRules]).toEqual([[entry], [turned]]);
    const alone = aReading({ groups, rules: [turned] });
    expect(withTestsApart(alone, [], new Set([turned.arn])).rules).toEqual([turned]);
  });

  it('makes a group that nothing else names one of the fleet that stands by', () => {
    const used = [aGroup('web-v1'), aGroup('web-v2', { loadBalancerArns: [webBalancer] })];
    const rules = [aRule('1', forwardTo(['web-v1', 1])), testListener(['web-v2', 1])];
    const { grouping, bare } = read(rules, listener, used);
    expect(grouping.idle.map(({ name }) => name)).toEqual(['web-v2']);
    expect(groupFleets(bare)).toHaveLength(2);
  });

  it.each<[string, EntryRule[], TestEntry, string]>([
    [
      'what the fleet is known by, beside another',
      [entry, testListener(['web-v1', 1])],
      { ...listener, port: 80 },
      'clients meet it',
    ],
    ['what the fleet is known by', [entry], { ...listener, port: 80 }, 'clients meet it'],
    [
      'two generations',
      [entry, testListener(['web-v1', 1], ['web-v2', 1])],
      listener,
      'one generation of this fleet alone',
    ],
    [
      'another fleet',
      [entry, testListener(['shop-v1', 1])],
      listener,
      'one generation of this fleet alone',
    ],
    ['nothing', [entry], listener, 'is not found'],
    ['several values', [entry, withHeader(['green', '*'])], header, 'is not found'],
    [
      'another balancer',
      [entry, testListener(['web-v2', 1])],
      { ...listener, balancer: 'other' },
      'is not found',
    ],
  ])('that names %s sets nothing apart, and says so', (_, rules, test, because) => {
    const { bare, grouping, reading, proof } = read(rules, test, [...groups, aGroup('shop-v1')]);
    expect(reading.rules).toEqual(bare.rules);
    expect(reading.testRules).toEqual([]);
    expect(proof).toMatchObject({
      kind: 'none',
      because: expect.stringContaining(because) as string,
    });
    expect(testOf(grouping, reading, test).kind).toBe('none');
  });
});
