import { describe, expect, it } from 'vitest';
import { asFleetId, asRolloutId } from '../../../../src-shared/ids.ts';
import { fingerprintOf } from './fingerprint.ts';
import { groupFleets } from './group-fleets.ts';
import { aBalancer, aGroup, aReading, aRule, forwardTo } from './reading.fixture.ts';
import type { EntryRule } from './reading.ts';
import { canaryActions, sortedRules, testRulesOf, testValue } from './test-rule.ts';
import { freePriority, leftoverNotes, proofOf, testConditions, testPlaceOf } from './test-place.ts';

const forward = forwardTo(['web-v1', 1], ['web-v2', 0]);
const host = (...Values: string[]) => ({ Field: 'host-header', HostHeaderConfig: { Values } });

function read(...rules: EntryRule[]) {
  const reading = aReading({ groups: [aGroup('web-v1'), aGroup('web-v2')], rules });
  const [grouping] = groupFleets(reading);
  if (grouping === undefined) throw new Error('There is no fleet.');
  return { reading, grouping, placing: testPlaceOf(grouping, reading) };
}

describe('the place of a test rule', () => {
  it.each([
    [[], 5, 4],
    [[5, 4, 3], 5, 2],
    [[1, 2, 3], 3, null],
    [[], 1, null],
    [[], null, 1],
    [[10, 20], null, 21],
    [[10, 50_000], null, 49_999],
  ])('of those taken by %j, before %j, is %j', (taken, before, free) => {
    expect(freePriority(taken, before)).toBe(free);
  });

  it('is right before a rule of the fleet that a request meets, with one of its names and not its paths', () => {
    const own = { ...aRule('1/7', forward), conditions: [host('a.example.com', 'b.example.com')] };
    const { placing } = read(own, aRule('1/6', { Type: 'redirect' }), aRule('1', { Type: 'redirect' })); // prettier-ignore
    expect(placing).toMatchObject({ kind: 'place', place: { priority: 5 } });
    const way = placing.kind === 'place' ? placing.place.way : { host: null };
    expect(testConditions(way, 'x').at(1)).toEqual(host('a.example.com'));
  });

  it('is nowhere beside a network load balancer, rules of headers, or a rule that comes first: each is said', () => {
    const header = { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'a', Values: ['b'] } }; // prettier-ignore
    expect(read({ ...aRule('1/7', forward), conditions: [header] }).placing).toMatchObject({ because: expect.stringContaining('by an address') as string }); // prettier-ignore
    expect(read(aRule('1/1', forward)).placing).toMatchObject({ because: expect.stringContaining('priority') as string }); // prettier-ignore
    const { grouping, reading } = read(aRule('1', forward));
    const network = { ...reading, loadBalancers: [aBalancer({ type: 'network' })] };
    expect(proofOf(grouping, network)).toMatchObject({ kind: 'none', because: expect.stringContaining('application load balancer') as string }); // prettier-ignore
    expect(proofOf(grouping, reading)).toMatchObject({ kind: 'made' });
  });
});

describe('a test rule', () => {
  const made = read(aRule('1', forward));
  const { id } = made.grouping;
  const rollout = asRolloutId('r-1');
  const value = testValue({ fleet: id, rollout, secret: '0'.repeat(32) });
  const rule = { ...aRule('1/1', ...canaryActions(value)), conditions: testConditions({ host: null }, value) }; // prettier-ignore
  const alone = { ...rule, actions: [forwardTo(['web-v2', 1])] };

  it.each([rule, alone])(
    'is no part of the entry, of its split or of its fingerprint (%#)',
    (one) => {
      const { grouping, reading } = read(aRule('1', forward), one);
      expect(grouping.id).toBe(id);
      expect(fingerprintOf(grouping.rules)).toBe(fingerprintOf(made.grouping.rules));
      expect(reading.testRules).toEqual([one]);
      expect(proofOf(grouping, reading)).toEqual(proofOf(made.grouping, made.reading));
      // The control: with another header it is an ordinary rule.
      const other = { ...one, conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Other', Values: [value] } }] }; // prettier-ignore
      expect(sortedRules([other]).rules).toEqual([other]);
    },
  );

  it('is known as of its fleet and its rollout, and noted when that does not run', () => {
    const { grouping, reading } = read(aRule('1', forward), rule);
    expect(testRulesOf(id, reading.testRules)).toMatchObject([{ rollout, value }]);
    expect(testRulesOf(asFleetId('another'), reading.testRules)).toEqual([]);
    expect(leftoverNotes(grouping, reading, rollout)).toEqual([]);
    expect(leftoverNotes(grouping, reading, null)).toEqual([expect.stringContaining('left over')]);
  });

  it('is none with more than one value, with a value of others, or as a default action', () => {
    const wide = { HttpHeaderName: 'X-Blockyard-Test', Values: [value, '*'] };
    const open = { HttpHeaderName: 'X-Blockyard-Test', Values: ['*'] };
    for (const HttpHeaderConfig of [wide, open]) {
      const one = { ...rule, conditions: [{ Field: 'http-header', HttpHeaderConfig }] };
      expect(sortedRules([one]).testRules).toEqual([]);
    }
    expect(sortedRules([{ ...rule, kind: 'default' }]).testRules).toEqual([]);
  });
});
