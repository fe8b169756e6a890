/** What somebody changed at an entry since it was looked at, in sentences that name the rule. */
import { plain } from '../../../../src-shared/wording.ts';
import { haveSameMeaning } from '../discover/fingerprint.ts';
import { forwardOf, type Forward } from '../discover/forward.ts';
import type { JsonObject } from '../discover/reading.ts';
import type { RuleToWrite } from './plan-writes.ts';

type Seen = Pick<RuleToWrite, 'arn' | 'name' | 'actions'>;

/** More would not be read under pressure; the rest is counted. */
const sentencesShown = 4;

/**
 * @param labelOf what people call a target group.
 * @returns at most a handful of sentences; empty when both mean the same.
 */
export function differenceBetween(
  before: readonly Seen[],
  now: readonly Seen[],
  labelOf: (group: string) => string,
): readonly string[] {
  const nowByArn = new Map(now.map((rule) => [rule.arn, rule]));
  const known = new Set(before.map((rule) => rule.arn));
  const sentences = before.flatMap((rule) => {
    const other = nowByArn.get(rule.arn);
    if (other === undefined) return [`The ${plain(rule.name)} is gone or left the fleet.`];
    return changesOf(rule, other, labelOf);
  });
  for (const rule of now) {
    if (!known.has(rule.arn)) {
      sentences.push(`The ${plain(rule.name)} uses target groups of this fleet too now.`);
    }
  }
  if (sentences.length <= sentencesShown) return sentences;
  const left = sentences.length - sentencesShown + 1;
  return [...sentences.slice(0, sentencesShown - 1), `${left} more things were changed.`];
}

function changesOf(before: Seen, now: Seen, labelOf: (group: string) => string): string[] {
  if (haveSameMeaning(before.actions, now.actions)) return [];
  const name = plain(before.name);
  const [then, later] = [forwardOf(before.actions), forwardOf(now.actions)];
  if (later === null) return [`The ${name} forwards no requests any more.`];
  const sentences = then === null ? [] : forwardChanges(name, then, later, labelOf);
  const rest = (actions: readonly JsonObject[]): JsonObject[] =>
    actions.filter((action) => action['Type'] !== 'forward');
  if (!haveSameMeaning(rest(before.actions), rest(now.actions))) {
    sentences.push(`The ${name} has other sign-in or other actions before it forwards.`);
  }
  return sentences.length > 0 ? sentences : [`The actions of the ${name} were changed.`];
}

function forwardChanges(
  name: string,
  then: Forward,
  later: Forward,
  labelOf: (group: string) => string,
): string[] {
  const weights = (forward: Forward): Map<string, number> =>
    new Map(forward.groups.map(({ arn, weight }) => [arn, weight]));
  const [was, is] = [weights(then), weights(later)];
  const sentences: string[] = [];
  for (const [arn, weight] of was) {
    const now = is.get(arn);
    const label = plain(labelOf(arn), 80);
    if (now === undefined) sentences.push(`${label} was taken out of the ${name}.`);
    else if (now !== weight) {
      sentences.push(`The weight of ${label} in the ${name} was ${weight} and is ${now}.`);
    }
  }
  for (const [arn, weight] of is) {
    if (was.has(arn)) continue;
    sentences.push(`${plain(labelOf(arn), 80)} was put into the ${name} with weight ${weight}.`);
  }
  if (then.stickyForMs !== later.stickyForMs) {
    sentences.push(
      `Stickiness of the ${name} was ${stickiness(then)} and is ${stickiness(later)}.`,
    );
  }
  return sentences;
}

function stickiness({ stickyForMs }: Forward): string {
  return stickyForMs === null ? 'off' : `${Math.round(stickyForMs / 1000)} s`;
}
