import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../discover/fingerprint.ts';
import { forwardOf } from '../discover/forward.ts';
import type { JsonObject } from '../discover/reading.ts';
import { planAttachment, withoutIdle } from './plan-attachment.ts';
import type { RuleToWrite } from './plan-writes.ts';
import { valueOfResult } from './route.fixture.ts';

const rule = (actions: readonly JsonObject[], protocol = 'HTTP'): RuleToWrite => ({
  kind: 'rule',
  arn: 'arn:rule/1',
  name: 'rule 10 of web:80',
  protocol,
  actions,
});
const forward = (...groups: [string, number][]): JsonObject => ({
  Type: 'forward',
  Order: 2,
  ForwardConfig: {
    TargetGroups: groups.map(([arn, weight]) => ({ TargetGroupArn: arn, Weight: weight })),
    TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 300 },
  },
});
const oidc: JsonObject = {
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: { Issuer: 'https://id.example', ClientId: 'web' },
};
const groupsIn = (actions: readonly JsonObject[]) =>
  forwardOf(actions)?.groups.map(({ arn, weight }) => [arn, weight]);

describe('attaching a group', () => {
  it('adds it at weight 0 and leaves each rule its own weights, stickiness and sign-in', () => {
    const rules = [rule([oidc, forward(['g1', 7], ['g2', 3])]), rule([forward(['g1', 250])])];
    const [first, second] = valueOfResult(planAttachment(rules, 'g9'));
    expect(groupsIn(first?.actions ?? [])).toEqual([['g1', 7], ['g2', 3], ['g9', 0]]); // prettier-ignore
    expect(forwardOf(first?.actions ?? [])?.stickyForMs).toBe(300_000);
    expect(first?.actions[0]).toMatchObject({
      AuthenticateOidcConfig: { UseExistingClientSecret: true },
    });
    expect(groupsIn(second?.actions ?? [])).toEqual([['g1', 250], ['g9', 0]]); // prettier-ignore
    expect([first?.isAsRead, second?.isAsRead]).toEqual([false, false]);
  });

  it('keeps all traffic on a group that is named without a weight', () => {
    const short = rule([{ Type: 'forward', TargetGroupArn: 'g1' }]);
    const [write] = valueOfResult(planAttachment([short], 'g9'));
    expect(groupsIn(write?.actions ?? [])).toEqual([['g1', 1], ['g9', 0]]); // prettier-ignore
    expect(write?.actions[0]).not.toHaveProperty('TargetGroupArn');
  });

  it('has nothing to write where it is listed, at whatever weight', () => {
    for (const weight of [0, 5]) {
      const listed = rule([forward(['g1', 1], ['g9', weight])]);
      expect(valueOfResult(planAttachment([listed], 'g9'))[0]?.isAsRead).toBe(true);
    }
  });

  it('is refused where it cannot be listed, and where nothing forwards any more', () => {
    const five = forward(['a', 1], ['b', 0], ['c', 0], ['d', 0], ['e', 0]);
    const full = planAttachment([rule([five])], 'g9');
    expect(full).toMatchObject({ fault: { code: 'refused' } });
    expect(JSON.stringify(full)).toContain('lists 5 target groups');
    const quic = rule([{ Type: 'forward', TargetGroupArn: 'g1' }], 'QUIC');
    expect(planAttachment([quic], 'g9')).toMatchObject({ fault: { code: 'refused' } });
    const redirect = rule([{ Type: 'redirect' }]);
    expect(planAttachment([redirect], 'g9')).toMatchObject({ fault: { code: 'conflict' } });
  });
});

describe('the rules without what was attached', () => {
  const nameOf = (actions: readonly JsonObject[]) => fingerprintOf([rule(actions)]);

  it('read as before, whether the group was named with a weight or not', () => {
    for (const before of [
      [oidc, forward(['g1', 7], ['g2', 3])],
      [{ Type: 'forward', TargetGroupArn: 'g1' }],
    ]) {
      const [write] = valueOfResult(planAttachment([rule(before)], 'g9'));
      const attached = write?.actions ?? [];
      expect(nameOf(attached)).not.toBe(nameOf(before));
      expect(nameOf(withoutIdle(attached, 'g9'))).toBe(nameOf(before));
      expect(withoutIdle(before, 'g9')).toBe(before);
    }
  });

  it('read otherwise when it has got weight, or when more was changed', () => {
    const before = [forward(['g1', 7], ['g2', 3])];
    const moved = [forward(['g1', 7], ['g2', 3], ['g9', 1])];
    const shifted = [forward(['g1', 6], ['g2', 3], ['g9', 0])];
    for (const now of [moved, shifted]) {
      expect(nameOf(withoutIdle(now, 'g9'))).not.toBe(nameOf(before));
    }
  });
});
