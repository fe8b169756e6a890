/** How the rules of a fleet share its traffic out, as one split. */
import { plain } from '../../../../src-shared/wording.ts';
import { forwardOf } from './forward.ts';
import type { EntryRule } from './reading.ts';

export interface RuleWeights {
  readonly weights: ReadonlyMap<string, number>;
  /** Says which rules send their traffic elsewhere than the others. */
  readonly notes: readonly string[];
}

/** Shares are told in thousandths where rules disagree: the finest weight AWS knows is 1 of 999. */
const whole = 1000;

/**
 * @param groupArns of the fleet; one that no rule names has weight 0.
 * @param nameOf a rule, for the notes.
 */
export function weightsOf(
  rules: readonly EntryRule[],
  groupArns: readonly string[],
  nameOf: (rule: EntryRule) => string,
): RuleWeights {
  const perRule = rules.map((rule) => ({ rule, shares: sharesOf(rule), raw: rawOf(rule) }));
  const [first, ...others] = perRule;
  if (first === undefined) return { weights: zeroes(groupArns), notes: [] };
  const differing = others.filter(({ shares }) => !areEqual(shares, first.shares));
  if (differing.length === 0) {
    const raw = groupArns.map((arn) => [arn, first.raw.get(arn) ?? 0] as const);
    return { weights: new Map(raw), notes: [] };
  }
  const summed = groupArns.map((arn) => {
    const sum = perRule.reduce((total, { shares }) => total + (shares.get(arn) ?? 0), 0);
    // Never 0 for a group that gets some traffic, however little.
    return [arn, sum > 0 ? Math.max(1, Math.round((sum / perRule.length) * whole)) : 0] as const;
  });
  const told = differing.map(({ rule }) => plain(nameOf(rule), 120)).join(', ');
  const notes = [
    `Its rules do not agree: ${told} ${differing.length === 1 ? 'shares' : 'share'} the traffic out otherwise than the ${plain(nameOf(first.rule), 120)}. The split shown counts every rule alike.`,
  ];
  return { weights: new Map(summed), notes };
}

function rawOf(rule: EntryRule): ReadonlyMap<string, number> {
  const raw = new Map<string, number>();
  for (const { arn, weight } of forwardOf(rule.actions)?.groups ?? []) {
    raw.set(arn, (raw.get(arn) ?? 0) + weight);
  }
  return raw;
}

function sharesOf(rule: EntryRule): ReadonlyMap<string, number> {
  const raw = rawOf(rule);
  const sum = [...raw.values()].reduce((total, weight) => total + weight, 0);
  return new Map([...raw].map(([arn, weight]) => [arn, sum === 0 ? 0 : weight / sum]));
}

/** Groups at 0 say nothing about who serves, so one rule may list them and another not. */
function areEqual(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return [...new Set([...a.keys(), ...b.keys()])].every(
    (arn) => Math.abs((a.get(arn) ?? 0) - (b.get(arn) ?? 0)) < 1e-9,
  );
}

function zeroes(arns: readonly string[]): ReadonlyMap<string, number> {
  return new Map(arns.map((arn) => [arn, 0]));
}
