import { expect, test } from 'vitest';
import type { RuleView } from '../control-plane.ts';
import { seededRandom } from '../../load/seeded-random.ts';
import { openNodes } from './nodes.ts';
import { route, stickyCookie } from './routing.ts';

const asked = { host: 'shop.example.com', path: '/a/b', headers: {} };

function forward(weights: Readonly<Record<string, number>>, stickySeconds?: number): RuleView {
  return {
    arn: 'default',
    priority: Infinity,
    conditions: [],
    actions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
            TargetGroupArn,
            Weight,
          })),
          ...(stickySeconds === undefined
            ? {}
            : { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: stickySeconds } }),
        },
      },
    ],
  };
}

test('shares requests by weight, and gives nothing to weight 0', () => {
  const random = seededRandom(3);
  const rules = [forward({ old: 300, idle: 0, new: 100 })];
  const counts = new Map<string, number>();
  for (let asking = 0; asking < 4000; asking += 1) {
    const to = route(rules, asked, random());
    const name = to.kind === 'group' ? to.arn : to.kind;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(['new', 'old']);
  expect(counts.get('new')! / 4000).toBeCloseTo(0.25, 1);
});

test('takes the first rule whose conditions all hold, else the default', () => {
  const rule: RuleView = {
    ...forward({ special: 1 }),
    priority: 10,
    conditions: [
      { Field: 'host-header', HostHeaderConfig: { Values: ['*.example.com'] } },
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/a/*', '/c'] } },
    ],
  };
  const rules = [rule, forward({ other: 1 })];
  expect(route(rules, asked, 0)).toMatchObject({ arn: 'special' });
  expect(route(rules, { ...asked, path: '/b' }, 0)).toMatchObject({ arn: 'other' });
  expect(route(rules, { ...asked, host: 'example.org' }, 0)).toMatchObject({ arn: 'other' });
});

test('all weights 0 lead nowhere', () => {
  expect(route([forward({ old: 0, new: 0 })], asked, 0.5)).toEqual({ kind: 'nowhere' });
});

test('a pinned client stays at weight 0, and goes once stickiness is off', () => {
  const pinned = { ...asked, headers: { cookie: `${stickyCookie}=old` } };
  expect(route([forward({ old: 0, new: 1 }, 60)], pinned, 0)).toMatchObject({
    arn: 'old',
    stickySeconds: 60,
  });
  expect(route([forward({ old: 0, new: 1 })], pinned, 0)).toMatchObject({ arn: 'new' });
});

test('whoever has not signed in is sent to the login', () => {
  const rule = forward({ shop: 1 });
  const signIn = {
    Type: 'authenticate-oidc' as const,
    AuthenticateOidcConfig: {
      Issuer: 'i',
      AuthorizationEndpoint: 'https://login',
      TokenEndpoint: 't',
      UserInfoEndpoint: 'u',
      ClientId: 'c',
    },
  };
  const rules = [{ ...rule, actions: [signIn, ...rule.actions] }];
  expect(route(rules, asked, 0)).toEqual({ kind: 'redirect', to: 'https://login' });
  const cookie = 'AWSELBAuthSessionCookie-0=x';
  expect(route(rules, { ...asked, headers: { cookie } }, 0)).toMatchObject({ arn: 'shop' });
});

test('each node takes a change over at its own time, and never an older one last', async () => {
  const startedAt = performance.now();
  const nodes = openNodes(3, [], seededRandom(5), () => performance.now() - startedAt);
  const [first, second] = [[forward({ one: 1 })], [forward({ two: 1 })]];
  nodes.follow(first, 60);
  expect(nodes.rulesOf(2)).toEqual([]);
  nodes.follow(second, 20);
  await nodes.settled;
  for (const node of [0, 1, 2]) expect(nodes.rulesOf(node)).toBe(second);
  expect(performance.now() - startedAt).toBeGreaterThan(55);
});
