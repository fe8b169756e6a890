/**
 * The operator's own test listeners and rules: what is declared as one is no part of the entry of its fleet, of its
 * split and of its fingerprint, though it leads to the fleet's groups. Pure.
 *
 * A wrong declaration must not hide how clients come in. So nothing is set apart but what leads to one group of the
 * fleet alone, and never the rule that the fleet is known by.
 */
import type { FleetId } from '../../../../src-shared/ids.ts';
import type { TestEntries, TestEntry } from '../../../../src-shared/test-entry.ts';
import { testEntryWords } from '../../../../src-shared/test-entry-words.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { forwardOf, listOf, objectOf } from './forward.ts';
import { groupFleets, type FleetGrouping } from './group-fleets.ts';
import type { AwsReading, EntryRule, JsonObject } from './reading.ts';

/** The one group that all of a rule's requests go to; null where there is none, or several. */
export function soleGroupOf(actions: readonly JsonObject[]): string | null {
  const served = forwardOf(actions)?.groups.filter(({ weight }) => weight > 0) ?? [];
  const [first, ...others] = served;
  return first !== undefined && others.length === 0 ? first.arn : null;
}

/** Of what is given, the rules that a declaration of this fleet speaks of. */
export function declaredRules(
  test: TestEntry,
  { rules: own }: Pick<FleetGrouping, 'rules'>,
  all: readonly EntryRule[],
  { listeners, loadBalancers }: Pick<AwsReading, 'listeners' | 'loadBalancers'>,
): readonly EntryRule[] {
  const ownBalancers = new Set(own.map(({ loadBalancerArn }) => loadBalancerArn));
  if (test.kind === 'header') {
    return all.filter(
      (rule) => ownBalancers.has(rule.loadBalancerArn) && hasHeader(rule.conditions, test),
    );
  }
  const balancers =
    test.balancer === null
      ? ownBalancers
      : new Set(loadBalancers.filter(({ name }) => name === test.balancer).map(({ arn }) => arn));
  const arns = new Set(
    listeners
      .filter(({ port, loadBalancerArn }) => port === test.port && balancers.has(loadBalancerArn))
      .map(({ arn }) => arn),
  );
  return all.filter(({ listenerArn }) => arns.has(listenerArn));
}

function hasHeader(
  conditions: EntryRule['conditions'],
  { name, value }: Extract<TestEntry, { kind: 'header' }>,
): boolean {
  return conditions.some((condition) => {
    const config = objectOf(condition['HttpHeaderConfig']);
    const given = config?.['HttpHeaderName'];
    const values = listOf(config?.['Values']);
    const isName = typeof given === 'string' && given.toLowerCase() === name.toLowerCase();
    return isName && values.length === 1 && values[0] === value;
  });
}

/**
 * What was declared, moved from the rules that clients meet to those that only a proof does.
 * @param turned ARNs of what a panel has turned for a proof: tests also where nothing is declared.
 */
export function withTestsApart(
  whole: AwsReading,
  declared: TestEntries,
  turned: ReadonlySet<string> = new Set(),
): AwsReading {
  const reading = withTurnedApart(whole, turned);
  if (declared.length === 0) return reading;
  const before = groupFleets(reading);
  const wanted = declared.flatMap(({ fleet, test }) => {
    const grouping = before.find(({ id }) => id === fleet);
    if (grouping === undefined) return [];
    const rules = declaredRules(test, grouping, reading.rules, reading).filter(
      ({ actions }) => forwardOf(actions) !== null,
    );
    return [{ fleet, rules }];
  });
  const moved = apart(
    reading,
    wanted.flatMap(({ rules }) => rules),
  );
  const after = groupFleets(moved);
  // Without the rule that it is known by, a fleet has another id: then it has no groups here, and nothing fits.
  const fit = wanted.filter(({ fleet, rules }) => {
    const known = groupsOf(fleet, after);
    return rules.every(({ actions }) => {
      const group = soleGroupOf(actions);
      return group !== null && known.has(group);
    });
  });
  if (fit.length === wanted.length) return moved;
  return apart(
    reading,
    fit.flatMap(({ rules }) => rules),
  );
}

/** As far as its group belongs to a fleet without it, too. */
function withTurnedApart(reading: AwsReading, turned: ReadonlySet<string>): AwsReading {
  const rules = reading.rules.filter(({ arn }) => turned.has(arn));
  if (rules.length === 0) return reading;
  const without = groupFleets(apart(reading, rules));
  const known = new Set(without.flatMap(({ attached, idle }) => [...attached, ...idle].map(({ arn }) => arn))); // prettier-ignore
  return apart(
    reading,
    rules.filter(({ actions }) => known.has(soleGroupOf(actions) ?? '')),
  );
}

function groupsOf(fleet: FleetId, groupings: readonly FleetGrouping[]): ReadonlySet<string> {
  const found = groupings.find(({ id }) => id === fleet);
  return new Set([...(found?.attached ?? []), ...(found?.idle ?? [])].map(({ arn }) => arn));
}

function apart(reading: AwsReading, tests: readonly EntryRule[]): AwsReading {
  const isTest = new Set(tests);
  return {
    ...reading,
    rules: reading.rules.filter((rule) => !isTest.has(rule)),
    testRules: [...reading.testRules, ...tests],
  };
}

export type FoundTest =
  | { readonly kind: 'found'; readonly rule: EntryRule }
  /** The end of a sentence. */
  | { readonly kind: 'none'; readonly because: string };

/** Where a declaration leads in a reading that has its tests apart. */
export function testOf(grouping: FleetGrouping, reading: AwsReading, test: TestEntry): FoundTest {
  const words = testEntryWords(test);
  const [rule] = declaredRules(test, grouping, reading.testRules, reading);
  if (rule !== undefined) return { kind: 'found', rule };
  const met = declaredRules(test, grouping, reading.rules, reading);
  if (met.length === 0) {
    return { kind: 'none', because: `the declared ${words} is not found` };
  }
  return met.some((one) => one === grouping.rules[0])
    ? { kind: 'none', because: `the declared ${words} is what the fleet is known by: clients meet it` } // prettier-ignore
    : { kind: 'none', because: `the declared ${words} does not lead to one generation of this fleet alone, so it counts as its entry` }; // prettier-ignore
}

/** What of the entry of a fleet is no part of it, by declaration. */
export function testNotes(
  grouping: FleetGrouping,
  reading: AwsReading,
  test: TestEntry | null,
): readonly string[] {
  if (test === null) return [];
  const found = testOf(grouping, reading, test);
  if (found.kind === 'none') return [`For proofs, ${found.because}.`];
  const arn = soleGroupOf(found.rule.actions);
  const group = reading.targetGroups.find((one) => one.arn === arn);
  const leads = group === undefined ? '' : `; it leads to ${plain(group.name, 80)}`;
  return [`Its declared ${testEntryWords(test)} is for proofs and no part of its entry${leads}.`];
}
