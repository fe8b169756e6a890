import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupFleets } from './group-fleets.ts';
import { parseGroupName } from './group-name.ts';
import { aBalancer, aGroup, aReading, aRule, forwardTo, groupArn } from './reading.fixture.ts';
import { fleetTag, type AwsReading, type EntryRule, type TargetGroup } from './reading.ts';

const shape = (reading: AwsReading) =>
  groupFleets(reading).map(({ name, attached, idle }) => ({
    name,
    attached: attached.map((group) => group.name),
    idle: idle.map((group) => group.name),
  }));

test.each([
  ['app-stack-detail-v003', 'app-stack-detail', 3, null],
  ['app--detail-v1234', 'app--detail', 1234, null],
  ['app-v000', 'app', null, 'v000'],
  ['web-v003-tg', 'web-tg', 3, null],
  ['web-blue', 'web', null, 'blue'],
  ['web-v2-green', 'web-v2', null, 'green'],
  ['blue-web-tg', 'blue-web-tg', null, null],
  ['web-b', 'web', null, 'b'],
  ['a-web', 'a-web', null, null],
  ['tf-20260101120000000100000001', 'tf', null, null],
  ['web-deadbeef', 'web-deadbeef', null, null],
  ['blue', 'blue', null, null],
  ['', '', null, null],
])('The name %s', (name, stem, number, label) => {
  expect(parseGroupName(name)).toEqual({ stem, number, label });
});

test('Rules that share groups are one fleet, also through each other; others are not', () => {
  const names = ['web-v1', 'web-v2', 'web-v3', 'api'];
  const rules = [
    aRule('1', forwardTo(['web-v1', 1], ['web-v2', 0])),
    aRule('2', forwardTo(['web-v2', 0], ['web-v3', 1])),
    aRule('2/5', forwardTo(['api', 1])),
    aRule('1/6', { Type: 'redirect' }),
  ];
  const reading = aReading({ groups: names.map((name) => aGroup(name)), rules });
  expect(shape(reading)).toEqual([
    { name: 'api', attached: ['api'], idle: [] },
    { name: 'web', attached: ['web-v1', 'web-v2', 'web-v3'], idle: [] },
  ]);
  expect(groupFleets(reading)[1]?.rules.map(({ arn }) => arn)).toEqual([
    rules[0]?.arn,
    rules[1]?.arn,
  ]);
});

test('Idle groups join by name or tag in the same network and port only', () => {
  const groups = [
    aGroup('web-v1'),
    aGroup('web-v2'),
    aGroup('web-v3', { vpcId: 'vpc-2' }),
    aGroup('web-v4', { port: 8080 }),
    aGroup('web-v5', { tags: { [fleetTag]: 'other' } }),
    aGroup('storefront', { tags: { [fleetTag]: 'web' } }),
    aGroup('web-v6', { loadBalancerArns: ['arn:somewhere/else'] }),
    aGroup('web-v7', { targetType: 'ip' }),
    aGroup('webshop-v1'),
  ];
  const reading = aReading({ groups, rules: [aRule('1', forwardTo(['web-v1', 1]))] });
  expect(shape(reading)).toEqual([
    { name: 'web', attached: ['web-v1'], idle: ['storefront', 'web-v2'] },
  ]);
});

test('An idle group that two fleets could own joins none and is told', () => {
  const rules = [aRule('1', forwardTo(['web-blue', 1])), aRule('2', forwardTo(['web-green', 1]))];
  const groups = ['web-blue', 'web-green', 'web-v9'].map((name) => aGroup(name));
  const fleets = groupFleets(aReading({ groups, rules }));
  expect(fleets.map(({ name, idle }) => [name, idle.length])).toEqual([
    ['web (web-lb:80)', 0],
    ['web (web-lb:81)', 0],
  ]);
  expect(fleets[0]?.notes.join()).toContain(
    'web-v9 could be a generation of this fleet and of another',
  );
});

test('Groups of other types and load balancers that were not read hinder a cutover', () => {
  const groups = [
    aGroup('web-v1', { loadBalancerArns: ['arn:x:loadbalancer/gwy/x/1'] }),
    aGroup('web-fn', { targetType: 'lambda' }),
  ];
  const rules = [aRule('1', forwardTo(['web-v1', 1], ['web-fn', 1], ['gone', 1]))];
  const [fleet] = groupFleets(aReading({ groups, rules }));
  expect(fleet?.attached).toHaveLength(1);
  expect(fleet?.hindrances.join('\n')).toMatch(/web-fn of type lambda/);
  expect(fleet?.hindrances.join('\n')).toMatch(/gone.*does not list/);
  expect(fleet?.hindrances.join('\n')).toMatch(/gwy.*not read/);
  const plainFleet = groupFleets(
    aReading({ groups: [aGroup('a-v1')], rules: [aRule('1', forwardTo(['a-v1', 1]))] }),
  );
  expect(plainFleet[0]?.hindrances).toEqual([]);
});

test('The id outlives what operators change, and no other fleet can have it', () => {
  const id = (rules: readonly EntryRule[], more: readonly TargetGroup[] = []) =>
    groupFleets(aReading({ groups: [aGroup('web-v1'), aGroup('web-v2'), ...more], rules })).find(
      ({ rules: own }) => own.some(({ arn }) => arn === rules[0]?.arn),
    )?.id;
  const first = aRule('1', forwardTo(['web-v1', 1]));
  const usual = id([first]);
  expect(usual).toBe('app.web-lb.50dc6c495c0c9188.1');
  expect(id([aRule('1', forwardTo(['web-v1', 0], ['web-v2', 1]))])).toBe(usual);
  expect(id([first, aRule('2', forwardTo(['web-v1', 1]))])).toBe(usual);
  expect(id([first], [aGroup('other', { tags: { [fleetTag]: 'shop' } })])).toBe(usual);
  expect(id([aRule('1/4', forwardTo(['web-v1', 1])), first])).toBe(usual);
  expect(id([aRule('1/4', forwardTo(['web-v2', 1])), first])).not.toBe(usual);
  expect(id([aRule('3', forwardTo(['web-v1', 1]))])).not.toBe(usual);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', '../../etc', '<b>x</b>', '\u202Egnp', '\n', 'web-v1'),
);

test('Hostile names and any order of pages: the same fleets, named apart, with plain names', () => {
  const parts = fc.record({
    names: fc.uniqueArray(hostile, { minLength: 1, maxLength: 6 }),
    tag: fc.option(hostile),
    uses: fc.array(fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 6,
    }),
    seed: fc.infiniteStream(fc.nat()),
  });
  fc.assert(
    fc.property(parts, ({ names, tag, uses, seed }) => {
      const groups = names.map((name, index) =>
        aGroup(name, {
          arn: groupArn(`g${String(index)}`),
          tags: tag === null ? {} : { [fleetTag]: tag },
        }),
      );
      const rules = uses.map((which, index) =>
        aRule(
          index % 2 === 0 ? String(index + 1) : `1/${String(index)}`,
          forwardTo(...which.map((at) => [`g${String(at)}`, at] as const)),
        ),
      );
      const shuffled = <One>(list: readonly One[]) =>
        list
          .map((one) => [seed.next().value ?? 0, one] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, one]) => one);
      const fleets = groupFleets(aReading({ groups, rules }));
      const others = groupFleets(aReading({ groups: shuffled(groups), rules: shuffled(rules) }));
      expect(others).toEqual(fleets);
      expect(new Set(fleets.map(({ name }) => name)).size).toBe(fleets.length);
      expect(new Set(fleets.map(({ id }) => id)).size).toBe(fleets.length);
      // Every rule that names servers is in exactly one fleet, and no group is in two.
      const owned = fleets.flatMap((fleet) => fleet.rules.map(({ arn }) => arn));
      expect(new Set(owned).size).toBe(owned.length);
      const grouped = fleets.flatMap(({ attached, idle }) => [...attached, ...idle]);
      expect(new Set(grouped).size).toBe(grouped.length);
      for (const { name, id } of fleets) {
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(name.trim()).not.toBe('');
        expect(id).toMatch(/^[A-Za-z0-9_.-]+$/);
      }
    }),
    { numRuns: 300 },
  );
});

test('Without a common stem it is called after its load balancer', () => {
  const groups = [aGroup('one'), aGroup('two')];
  const reading = aReading({
    groups,
    rules: [aRule('1', forwardTo(['one', 1], ['two', 1]))],
    balancers: [aBalancer({ name: 'shop' })],
  });
  expect(shape(reading)[0]?.name).toBe('shop');
});
