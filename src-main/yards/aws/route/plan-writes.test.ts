import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueOfResult } from './route.fixture.ts';
import { forwardOf } from '../discover/forward.ts';
import type { JsonObject } from '../discover/reading.ts';
import { planWrites, type GroupWeight, type RuleToWrite } from './plan-writes.ts';

const oidc: JsonObject = {
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: {
    Issuer: 'https://id.example',
    ClientId: 'web',
    Scope: 'openid',
    AuthenticationRequestExtraParams: { prompt: 'login' },
  },
};
const cognito: JsonObject = {
  Type: 'authenticate-cognito',
  Order: 1,
  AuthenticateCognitoConfig: {
    UserPoolArn: 'arn:pool',
    UserPoolClientId: 'c',
    UserPoolDomain: 'd',
  },
};

const forward = (groups: readonly [string, number][], extra: JsonObject = {}): JsonObject => ({
  Type: 'forward',
  Order: 2,
  ForwardConfig: {
    TargetGroups: groups.map(([arn, weight]) => ({ TargetGroupArn: arn, Weight: weight })),
    TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 300 },
    ...extra,
  },
});

const rule = (actions: readonly JsonObject[], protocol = 'HTTP'): RuleToWrite => ({
  kind: 'rule',
  arn: 'arn:rule/1',
  name: 'rule 10 of web:80',
  protocol,
  actions,
});

const to = (pairs: readonly [string, number][]): GroupWeight[] =>
  pairs.map(([group, weight]) => ({ group, weight }));

/** The one write that comes out. */
function written(actions: readonly JsonObject[], wanted: [string, number][], protocol?: string) {
  const [write] = valueOfResult(planWrites([rule(actions, protocol)], to(wanted))).writes;
  if (write === undefined) throw new Error('no write');
  return write;
}

const weightsIn = (actions: readonly JsonObject[]) =>
  forwardOf(actions)?.groups.map(({ arn, weight }) => [arn, weight]);

describe('the writes of a switch', () => {
  it('changes the weights and keeps everything else as it was read', () => {
    const before = [oidc, forward([['g1', 100], ['g2', 0]])]; // prettier-ignore
    const { actions, isAsRead } = written(before, [['g1', 0], ['g2', 100]]); // prettier-ignore
    expect(isAsRead).toBe(false);
    expect(actions[0]).toEqual({
      ...oidc,
      AuthenticateOidcConfig: {
        ...(oidc['AuthenticateOidcConfig'] as JsonObject),
        UseExistingClientSecret: true,
      },
    });
    expect(actions[1]).toEqual(forward([['g1', 0], ['g2', 100]])); // prettier-ignore
    expect(written([cognito, forward([['g1', 1]])], [['g1', 5]]).actions[0]).toEqual(cognito);
  });

  it('attaches an idle group at weight 0 and the chosen one with its weight', () => {
    const single: JsonObject = { Type: 'forward', TargetGroupArn: 'g1' };
    const { actions } = written([single], [['g3', 0], ['g1', 0], ['g2', 100]]); // prettier-ignore
    expect(weightsIn(actions)).toEqual([['g1', 0], ['g2', 100], ['g3', 0]]); // prettier-ignore
    expect(actions[0]).not.toHaveProperty('TargetGroupArn');
  });

  it('never lists more than five groups, says so, and never drops one that shall serve', () => {
    const four = ['a', 'b', 'c', 'd'].map((arn): [string, number] => [arn, 1]);
    const planned = planWrites(
      [rule([forward(four)])],
      to([...four, ['e', 0], ['f', 0], ['z', 9]]),
    );
    expect(planned).toMatchObject({ ok: true });
    const { writes, notes } = valueOfResult(planned);
    expect(weightsIn(writes[0]?.actions ?? [])).toEqual([...four, ['z', 9]]);
    expect(notes.join()).toMatch(/5 target groups at most: 2 idle ones are left out/u);
    const full = planWrites([rule([forward([...four, ['e', 1]])])], to([['z', 9]]));
    expect(full).toMatchObject({ ok: false, fault: { code: 'refused' } });
  });

  it('leaves the share of groups that are nobody of ours', () => {
    const { actions } = written([forward([['g1', 90], ['lambda', 10], ['g2', 0]])], [['g1', 0], ['g2', 100]]); // prettier-ignore
    expect(weightsIn(actions)).toEqual([['g1', 0], ['lambda', 10], ['g2', 90]]); // prettier-ignore
  });

  it('switches by the one group where a listener holds no weights', () => {
    const before: JsonObject = { Type: 'forward', TargetGroupArn: 'g1', Order: 1 };
    const { actions } = written([before], [['g1', 0], ['g2', 1]], 'QUIC'); // prettier-ignore
    expect(actions).toEqual([{ Type: 'forward', TargetGroupArn: 'g2', Order: 1 }]);
    const split = planWrites([rule([before], 'QUIC')], to([['g1', 1], ['g2', 1]])); // prettier-ignore
    expect(split).toMatchObject({ ok: false, fault: { code: 'refused' } });
    // The control: an NLB listener that does hold weights keeps both.
    expect(weightsIn(written([before], [['g1', 0], ['g2', 1]], 'TCP').actions)).toHaveLength(2); // prettier-ignore
  });

  it('refuses weights that AWS does not take, and a split that serves nobody', () => {
    for (const weights of [
      [['g1', 1000]],
      [['g1', -1]],
      [['g1', 0.5]],
      [['g1', 0]],
      [
        ['g1', 1],
        ['g1', 2],
      ],
    ]) {
      // prettier-ignore
      const planned = planWrites([rule([forward([['g1', 1]])])], to(weights as [string, number][]));
      expect(planned).toMatchObject({ ok: false, fault: { code: 'bad-input' } });
    }
    expect(planWrites([], to([['g1', 1]]))).toMatchObject({ ok: false });
    const redirect: JsonObject = { Type: 'redirect', RedirectConfig: {} };
    expect(planWrites([rule([redirect])], to([['g1', 1]]))).toMatchObject({
      fault: { code: 'conflict' },
    });
  });
});

const groupNames = ['g1', 'g2', 'g3', 'other1', 'other2'];
const listedGroups = fc
  .uniqueArray(fc.constantFrom(...groupNames), { minLength: 1, maxLength: 5 })
  .chain((names) => fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.nat(999)))));
const wantedWeights = fc
  .tuple(fc.nat(999), fc.nat(999), fc.nat(999))
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights): GroupWeight[] => weights.map((weight, at) => ({ group: `g${at + 1}`, weight })));
const actionLists = fc
  .tuple(fc.constantFrom<JsonObject[]>([], [oidc], [cognito], [oidc, cognito]), listedGroups)
  .map(([before, groups]) => [...before, forward(groups)]);

describe('the writes of a switch, whatever the rules are', () => {
  it('touches no weight but ours, and no action but the forward', () => {
    fc.assert(
      fc.property(actionLists, wantedWeights, (actions, wanted) => {
        const planned = planWrites([rule(actions)], wanted);
        if (!planned.ok) return;
        const [write] = planned.value.writes;
        const after = new Map(weightsIn(write?.actions ?? []) as [string, number][]);
        for (const [arn, weight] of (weightsIn(actions) ?? []) as [string, number][]) {
          if (arn.startsWith('other')) expect(after.get(arn)).toBe(weight);
        }
        for (const { group, weight } of wanted) {
          if (weight === 0) expect(after.get(group) ?? 0).toBe(0);
          else expect(after.get(group)).toBeGreaterThan(0);
        }
        expect(after.size).toBeLessThanOrEqual(5);
        expect(write?.actions.length).toBe(actions.length);
        const last = write?.actions.at(-1) as { ForwardConfig: JsonObject };
        expect(last.ForwardConfig['TargetGroupStickinessConfig']).toEqual({
          Enabled: true,
          DurationSeconds: 300,
        });
      }),
    );
  });

  it('is done once it is done, and minds no order', () => {
    fc.assert(
      fc.property(actionLists, wantedWeights, fc.nat(2), (actions, wanted, turn) => {
        const planned = planWrites([rule(actions)], wanted);
        if (!planned.ok) return;
        const once = planned.value.writes[0];
        const again = valueOfResult(planWrites([rule(once?.actions ?? [])], wanted)).writes[0];
        expect(again?.isAsRead).toBe(true);
        const turned = [...wanted.slice(turn), ...wanted.slice(0, turn)];
        const other = valueOfResult(planWrites([rule(actions)], turned)).writes[0];
        expect(other?.actions).toEqual(once?.actions);
      }),
    );
  });
});
