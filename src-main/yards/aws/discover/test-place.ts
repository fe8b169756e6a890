/**
 * Where a test rule of a fleet goes: right before a rule of its entry that a request by address and host meets, so
 * that whatever comes before that one for clients comes before it for the proof, too. Pure.
 */
import type { HttpEntry } from '../../../../src-shared/fleet.ts';
import type { RolloutId } from '../../../../src-shared/ids.ts';
import type { TestEntry } from '../../../../src-shared/test-entry.ts';
import { testEntryWords } from '../../../../src-shared/test-entry-words.ts';
import { canHoldClaims } from '../claims/claim-records.ts';
import { isRehearsalId } from '../claims/rehearsal-records.ts';
import { testOf } from './declared-test.ts';
import { addressesOf } from './entry-of.ts';
import type { FleetGrouping } from './group-fleets.ts';
import { listOf, objectOf } from './forward.ts';
import type { AwsReading, EntryRule, JsonObject } from './reading.ts';
import { canBeProbed, ruleText, type RuleAddress } from './rule-address.ts';
import { testHeader, testRulesOf } from './test-rule.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { TurnedRecord } from '../claims/turned-records.ts';

export interface TestPlace {
  readonly listenerArn: string;
  readonly priority: number;
  /** Of the rule that it stands before. */
  readonly way: RuleAddress;
  readonly name: string;
}

export type Placing =
  | { readonly kind: 'place'; readonly place: TestPlace }
  | { readonly kind: 'none'; readonly because: string };

/** ELBv2's: rules are met in the order of their priorities, the default action last. */
const lastPriority = 50_000;

export function testPlaceOf(grouping: FleetGrouping, reading: AwsReading): Placing {
  const ways = httpWays(grouping, reading);
  if (ways.length === 0) {
    return {
      kind: 'none',
      because: 'only an application load balancer has rules that reach one generation alone',
    };
  }
  const asked = ways.filter(canBeProbed);
  if (asked.length === 0) {
    return { kind: 'none', because: 'no request from here meets any of its rules by an address' };
  }
  for (const way of asked) {
    const { listenerArn } = way.rule;
    const taken = [...reading.rules, ...reading.testRules]
      .filter((rule) => rule.listenerArn === listenerArn)
      .flatMap(({ priority }) => priority ?? []);
    const priority = freePriority(taken, way.rule.priority);
    if (priority === null) continue;
    return {
      kind: 'place',
      place: { listenerArn, priority, way, name: ruleText(way.rule, reading) },
    };
  }
  return { kind: 'none', because: 'no priority is free before any of its rules' };
}

function httpWays(grouping: FleetGrouping, reading: AwsReading): readonly RuleAddress[] {
  return addressesOf(grouping, reading).filter(({ rule, scheme }) => {
    const balancer = reading.loadBalancers.find(({ arn }) => arn === rule.loadBalancerArn);
    return balancer?.type === 'application' && /^https?$/u.test(scheme);
  });
}

/** Of the rule that a test rule was made for; null: it fits none of the entry's any more. */
export function wayBehind(
  rule: EntryRule,
  grouping: FleetGrouping,
  reading: AwsReading,
): RuleAddress | null {
  const [host = null] = rule.conditions.flatMap((condition) =>
    listOf(objectOf(condition['HostHeaderConfig'])?.['Values']),
  );
  const ways = httpWays(grouping, reading).filter(canBeProbed);
  return ways.find((way) => way.rule.listenerArn === rule.listenerArn && way.host === host) ?? null;
}

/**
 * The nearest one before a rule; before the default action the one behind all others.
 * @param before null: the default action.
 */
export function freePriority(taken: readonly number[], before: number | null): number | null {
  const used = new Set(taken);
  const nearest = before ?? Math.min(lastPriority, Math.max(0, ...taken) + 1) + 1;
  for (let priority = nearest - 1; priority >= 1; priority -= 1) {
    if (!used.has(priority)) return priority;
  }
  return null;
}

/**
 * Not the paths of the rule that it stands before: a check asks what its terms say, `/health` mostly, and with this
 * header nobody else does. Of its names one: a rule holds five values at most.
 */
export function testConditions({ host }: Pick<RuleAddress, 'host'>, value: string): JsonObject[] {
  const header = {
    Field: 'http-header',
    HttpHeaderConfig: { HttpHeaderName: testHeader, Values: [value] },
  };
  if (host === null) return [header];
  return [header, { Field: 'host-header', HostHeaderConfig: { Values: [host] } }];
}

/** How one generation is asked alone, as it is said before anything is made for it. */
export function proofOf(
  grouping: FleetGrouping,
  reading: AwsReading,
  declared: TestEntry | null = null,
): HttpEntry['proof'] {
  if (declared !== null) {
    const found = testOf(grouping, reading, declared);
    if (found.kind === 'none') return found;
    const turnedBy = found.rule.kind === 'default' ? 'ModifyListener' : 'ModifyRule';
    const through = testEntryWords(declared);
    return { kind: 'declared', through, ...(declared.turns === true && { turnedBy }) };
  }
  const placing = nextPlaceOf(grouping, reading);
  if (placing.kind === 'none') return placing;
  const { priority, name } = placing.place;
  const what = `A rule with priority ${String(priority)} before the ${name}: requests with a header that only Blockyard knows go to the candidate alone (CreateRule, ModifyRule).`;
  return { kind: 'made', what };
}

/** On what a way back is rehearsed, as it is said before anything is made for it. */
export function rehearsalOf(grouping: FleetGrouping, reading: AwsReading): HttpEntry['rehearsal'] {
  if (!canHoldClaims(grouping.id)) {
    return { kind: 'none', because: 'its load balancer has a name that nothing can be kept under' };
  }
  const placing = nextPlaceOf(grouping, reading);
  if (placing.kind === 'none') return placing;
  const { priority, name } = placing.place;
  const what = `A rule with priority ${String(priority)} is made before the ${name}, and removed after it: requests with a header that only Blockyard knows go to one generation, to the other, and back (CreateRule, ModifyRule, DeleteRule).`;
  return { kind: 'made', what };
}

function nextPlaceOf(grouping: FleetGrouping, reading: AwsReading): Placing {
  // Its own one, made already or left over, is not in its way.
  const own = new Set(testRulesOf(grouping.id, reading.testRules).map(({ rule }) => rule));
  const testRules = reading.testRules.filter((rule) => !own.has(rule));
  return testPlaceOf(grouping, { ...reading, testRules });
}

/** What is still turned. @param running whose proof may be going on. */
export function turnedNotes(
  turned: readonly TurnedRecord[],
  running: RolloutId | null,
): readonly string[] {
  return turned.flatMap(({ rule, rollout }) =>
    rollout === running
      ? []
      : [
          `The ${plain(rule.name, 160)} was turned by Blockyard for a proof that is over. The next change of this fleet puts it back to what it was.`,
        ],
  );
}

/** @param running whose proof may be going on. */
export function leftoverNotes(
  { id }: Pick<FleetGrouping, 'id'>,
  reading: AwsReading,
  running: RolloutId | null,
): readonly string[] {
  return testRulesOf(id, reading.testRules).flatMap(({ rule, rollout }) => {
    if (rollout === running) return [];
    const name = ruleText({ ...rule, conditions: [] }, reading);
    return isRehearsalId(rollout)
      ? `The ${name} was made by Blockyard to rehearse a way back. No client meets it; it goes when the rehearsal ends, and where its panel is gone, after some minutes or with the next change of this fleet.`
      : `The ${name} was made by Blockyard to prove a generation and is left over. No client meets it; the next change of this fleet removes it.`;
  });
}
