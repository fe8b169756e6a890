import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintOf, haveSameMeaning } from './fingerprint.ts';
import type { JsonObject } from './reading.ts';

const rule = 'arn:aws:elasticloadbalancing:eu-west-1:1:listener-rule/app/web/1/2/3';
const blue = 'arn:blue';
const green = 'arn:green';

function forward(weights: readonly (readonly [string, number])[], more: JsonObject = {}) {
  return {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: weights.map(([arn, Weight]) => ({ TargetGroupArn: arn, Weight })),
      TargetGroupStickinessConfig: { Enabled: false },
    },
    ...more,
  };
}

const of = (...actions: JsonObject[]) => fingerprintOf([{ arn: rule, actions }]);
const oidc = (more: JsonObject): JsonObject => ({
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: { Issuer: 'https://id.example', ClientId: 'web', ...more },
});

test('Is a whole number of 48 bits, the same on every machine', () => {
  expect(
    of(
      forward([
        [blue, 100],
        [green, 0],
      ]),
    ),
  ).toBe(78_908_639_025_566);
});

test('Does not care how AWS writes the same thing', () => {
  const written = of(
    forward([
      [blue, 100],
      [green, 0],
    ]),
  );
  const other = forward(
    [
      [green, 0],
      [blue, 100],
    ],
    { Order: 7 },
  );
  expect(of(other)).toBe(written);
  const single = of({ Type: 'forward', TargetGroupArn: blue });
  expect(of(forward([[blue, 1]], { TargetGroupArn: blue, Order: 1 }))).toBe(single);
  // The secret is sent and never told again.
  expect(of(oidc({ UseExistingClientSecret: true }), forward([[blue, 1]]))).toBe(
    of(oidc({}), forward([[blue, 1]])),
  );
});

test('Differs for every change that a write would overwrite', () => {
  const both = [
    [blue, 100],
    [green, 0],
  ] as const;
  const sticky = forward(both, {
    ForwardConfig: {
      TargetGroups: both.map(([arn, Weight]) => ({ TargetGroupArn: arn, Weight })),
      TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
    },
  });
  const contents = [
    of(forward(both)),
    of(
      forward([
        [blue, 99],
        [green, 0],
      ]),
    ),
    of(forward([[blue, 100]])),
    of(sticky),
    of(oidc({}), forward(both)),
    of(oidc({ ClientId: 'other' }), forward(both)),
    of({ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } }),
    fingerprintOf([{ arn: `${rule}4`, actions: [forward(both)] }]),
    fingerprintOf([]),
  ];
  expect(new Set(contents).size).toBe(contents.length);
});

test('Neither the order of rules nor of groups nor of keys counts; each weight does', () => {
  const weights = fc.uniqueArray(fc.tuple(fc.string(), fc.integer({ min: 0, max: 999 })), {
    selector: ([arn]) => arn,
    minLength: 1,
    maxLength: 5,
  });
  const rules = fc.uniqueArray(fc.tuple(fc.string(), weights), {
    selector: ([arn]) => arn,
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(rules, fc.func(fc.integer()), fc.nat(), (many, shuffle, which) => {
      const shuffled = <One>(list: readonly One[]) =>
        [...list].sort((a, b) => shuffle(JSON.stringify(a)) - shuffle(JSON.stringify(b)));
      const listed = many.map(([arn, groups]) => ({ arn, actions: [forward(groups)] }));
      const moved = shuffled(many).map(([arn, groups]) => ({
        arn,
        actions: [Object.fromEntries(Object.entries(forward(shuffled(groups))).reverse())],
      }));
      expect(fingerprintOf(moved as typeof listed)).toBe(fingerprintOf(listed));
      const changed = listed.map((one, index) => {
        const groups = many[index]?.[1] ?? [];
        if (index !== which % many.length) return one;
        const next = groups.map(([arn, weight], at) => [arn, at === 0 ? weight + 1 : weight]);
        return { ...one, actions: [forward(next as [string, number][])] };
      });
      expect(fingerprintOf(changed)).not.toBe(fingerprintOf(listed));
    }),
  );
});

test('A read back has the same meaning as the body that was sent', () => {
  const sent = [oidc({ UseExistingClientSecret: true }), forward([[blue, 0]], { Order: 2 })];
  const read = [oidc({}), forward([[blue, 0]], { Order: 50_000 })];
  expect(haveSameMeaning(sent, read)).toBe(true);
  expect(haveSameMeaning(sent, [forward([[blue, 0]])])).toBe(false);
});
