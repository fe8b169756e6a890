/** The one test rule of a release: found as it was made before, by whoever had the release then, or made now. */
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { haveSameMeaning } from '../discover/fingerprint.ts';
import type { FleetGrouping } from '../discover/group-fleets.ts';
import type { Observed } from '../discover/observe.ts';
import type { EntryRule } from '../discover/reading.ts';
import type { RuleAddress } from '../discover/rule-address.ts';
import {
  aloneActions,
  canaryActions,
  sortedRules,
  testRulesOf,
  testValue,
  type OwnTestRule,
} from '../discover/test-rule.ts';
import type { RuleReader } from '../route/read-entry.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { makeTestRule, removeTestRule } from './own-test-rules.ts';
import { testPlaceOf, wayBehind } from '../discover/test-place.ts';

export interface EnsurePorts {
  readonly clients: Pick<AwsClients, 'elb' | 'elbWrites'>;
  readonly reader: RuleReader;
  readonly last: () => Observed | null;
  /** `conflict` when the rollout does not hold the fleet any more. */
  readonly holds: (fleet: FleetId, rollout: RolloutId) => Promise<Result<null>>;
  /** 32 hex digits that nobody can guess. */
  readonly newSecret: () => string;
}

export interface MadeRule {
  readonly arn: string;
  readonly value: string;
  readonly rollout: RolloutId;
  /** What it stands before. */
  readonly way: RuleAddress;
  /** Null: it answers by itself still. */
  readonly group: string | null;
}

interface Known {
  readonly grouping: FleetGrouping;
  readonly look: Observed;
}

export function groupingOf(look: Observed | null, fleet: FleetId): Known | null {
  const grouping = look?.groupings.find(({ id }) => id === fleet);
  return look === null || grouping === undefined ? null : { grouping, look };
}

/** All rules of the fleet's listeners. */
export function rulesNow(
  reader: RuleReader,
  { grouping, look }: Known,
): Promise<Result<readonly EntryRule[]>> {
  const arns = new Set(grouping.rules.map(({ listenerArn }) => listenerArn));
  const listeners = look.reading.listeners.filter(
    ({ arn, protocol }) => arns.has(arn) && /^HTTPS?$/u.test(protocol),
  );
  return attempt(async () => (await Promise.all(listeners.map((one) => reader.rules(one)))).flat());
}

/** @param creating told before one is asked for. */
export async function ensureTestRule(
  { clients, reader, last, holds, newSecret }: EnsurePorts,
  { fleet, rollout, group }: { fleet: FleetId; rollout: RolloutId; group: string },
  creating: () => void,
): Promise<Result<MadeRule>> {
  const known = groupingOf(last(), fleet);
  if (known === null) {
    return fail({ code: 'not-found', message: 'The last look at AWS did not show this fleet.' });
  }
  const [held, rules] = await Promise.all([holds(fleet, rollout), rulesNow(reader, known)]);
  if (!held.ok) return held;
  if (!rules.ok) return rules;
  const { grouping, look } = known;
  const { testRules } = sortedRules(rules.value);
  const there = testRulesOf(fleet, testRules);
  const kept = there.flatMap((one) =>
    one.rollout === rollout ? (asMade(one, known, group) ?? []) : [],
  )[0];
  for (const { rule } of there) {
    if (rule.arn === kept?.arn) continue;
    const removed = await removeTestRule(clients, rule);
    if (!removed.ok) return removed;
  }
  if (kept !== undefined) return succeed(kept);
  const placing = testPlaceOf(grouping, { ...look.reading, ...sortedRules(rules.value) });
  if (placing.kind === 'none') {
    const message = `${plain(grouping.name, 80)} cannot be asked past its traffic: ${placing.because}.`;
    return fail({ code: 'refused', message });
  }
  const mark = { fleet, rollout, secret: newSecret() };
  creating();
  const created = await makeTestRule(clients, placing.place, mark, grouping.name);
  if (!created.ok) return created;
  const { way } = placing.place;
  return succeed({ arn: created.value, value: testValue(mark), rollout, way, group: null });
}

/** Null where it is not as we would have made it. */
function asMade(
  { rule, value, rollout }: OwnTestRule,
  { grouping, look }: Known,
  group: string,
): MadeRule | null {
  const way = wayBehind(rule, grouping, look.reading);
  const isTurned = haveSameMeaning(rule.actions, aloneActions(group));
  if (way === null || (!isTurned && !haveSameMeaning(rule.actions, canaryActions(value)))) {
    return null;
  }
  return { arn: rule.arn, value, rollout, way, group: isTurned ? group : null };
}
