import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../discover/reading.ts';
import { differenceBetween } from './difference.ts';

const forward = (weights: Readonly<Record<string, number>>, seconds?: number): JsonObject => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: Object.entries(weights).map(([arn, weight]) => ({
      TargetGroupArn: arn,
      Weight: weight,
    })),
    ...(seconds === undefined
      ? {}
      : { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: seconds } }),
  },
});
const rule = (...actions: JsonObject[]) => [{ arn: 'r1', name: 'rule 10 of web:80', actions }];
const label = (arn: string): string => `group ${arn}`;

const signIn: JsonObject = { Type: 'authenticate-oidc', AuthenticateOidcConfig: { ClientId: 'a' } };
const otherSignIn: JsonObject = {
  Type: 'authenticate-oidc',
  AuthenticateOidcConfig: { ClientId: 'b' },
};

describe('what was changed from outside', () => {
  it.each([
    [
      rule(forward({ a: 1 })),
      rule(forward({ a: 2 })),
      /weight of group a in the rule 10 .* was 1 and is 2/u,
    ],
    [rule(forward({ a: 1, b: 0 })), rule(forward({ a: 1 })), /group b was taken out/u],
    [rule(forward({ a: 1 })), rule(forward({ a: 1, c: 5 })), /group c was put into .* weight 5/u],
    [rule(forward({ a: 1 })), rule(forward({ a: 1 }, 60)), /Stickiness .* was off and is 60 s/u],
    [rule(signIn, forward({ a: 1 })), rule(forward({ a: 1 })), /other sign-in/u],
    [rule(signIn, forward({ a: 1 })), rule(otherSignIn, forward({ a: 1 })), /other sign-in/u],
    [rule(forward({ a: 1 })), rule({ Type: 'redirect' }), /forwards no requests any more/u],
    [rule(forward({ a: 1 })), [], /is gone or left the fleet/u],
    [[], rule(forward({ a: 1 })), /uses target groups of this fleet too now/u],
  ])('is said with the rule it is about (%#)', (before, now, said) => {
    const sentences = differenceBetween(before, now, label);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(said);
  });

  it('is nothing where AWS only words it differently', () => {
    const short: JsonObject = { Type: 'forward', TargetGroupArn: 'a', Order: 1 };
    expect(differenceBetween(rule(short), rule(forward({ a: 1 })), label)).toEqual([]);
  });

  it('stays short, and shows no hidden letters of a name', () => {
    const many = Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`g${at}\u202e`, 1]));
    const sentences = differenceBetween(rule(forward(many)), rule(forward({ z: 1 })), label);
    expect(sentences).toHaveLength(4);
    expect(sentences.join(' ')).toMatch(/3 more things were changed/u);
    expect(sentences.join(' ')).not.toContain('\u202e');
  });
});
