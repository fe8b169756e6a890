/** Test rules that are made for rehearsals, and removed for certain: also what a panel has left that is gone. */
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { isRehearsalId } from '../claims/rehearsal-records.ts';
import type { Observed } from '../discover/observe.ts';
import type { JsonObject } from '../discover/reading.ts';
import { sortedRules, testRulesOf, testValue, type OwnTestRule } from '../discover/test-rule.ts';
import { testPlaceOf } from '../discover/test-place.ts';
import type { AskedRule } from '../prove/ask-through-rule.ts';
import { groupingOf, rulesNow } from '../prove/ensure-test-rule.ts';
import { makeTestRule, removeTestRule, turnTestRule } from '../prove/own-test-rules.ts';
import type { RuleReader } from '../route/read-entry.ts';
import type { AwsClients } from '../session/clients.ts';

export interface RehearsalRulePorts {
  readonly clients: Pick<AwsClients, 'elb' | 'elbWrites'>;
  readonly reader: RuleReader;
  readonly last: () => Observed | null;
}

export interface RehearsalRule extends AskedRule {
  readonly arn: string;
}

export interface RehearsalRules {
  /** Those of earlier rehearsals go first. @param creating told before the rule is asked for. */
  readonly make: (
    fleet: FleetId,
    id: RolloutId,
    secret: string,
    creating: () => void,
  ) => Promise<Result<RehearsalRule>>;
  readonly turn: (rule: RehearsalRule, actions: readonly JsonObject[]) => Promise<Result<null>>;
  /** What it does as it reads now; null: it is not there. */
  readonly read: (
    fleet: FleetId,
    rule: RehearsalRule,
  ) => Promise<Result<readonly JsonObject[] | null>>;
  /** All rules of this rehearsal that there are. */
  readonly remove: (fleet: FleetId, id: RolloutId) => Promise<Result<null>>;
}

/** Of this fleet, as that look shows them. */
export function rehearsalRulesIn(fleet: FleetId, look: Observed | null): readonly RolloutId[] {
  return testRulesOf(fleet, look?.reading.testRules ?? [])
    .map(({ rollout }) => rollout)
    .filter(isRehearsalId);
}

const notShown = 'The last look at AWS did not show this fleet.';

export function createRehearsalRules({
  clients,
  reader,
  last,
}: RehearsalRulePorts): RehearsalRules {
  const standing = async (fleet: FleetId) => {
    const known = groupingOf(last(), fleet);
    if (known === null) return fail({ code: 'not-found', message: notShown } as const);
    const rules = await rulesNow(reader, known);
    return rules.ok ? succeed({ known, rules: rules.value }) : rules;
  };
  const removed = async (rules: readonly OwnTestRule[]): Promise<Result<null>> => {
    for (const { rule } of rules) {
      const gone = await removeTestRule(clients, rule);
      if (!gone.ok) return gone;
    }
    return succeed(null);
  };

  return {
    async make(fleet, id, secret, creating) {
      const now = await standing(fleet);
      if (!now.ok) return now;
      const { known, rules } = now.value;
      const sorted = sortedRules(rules);
      const left = testRulesOf(fleet, sorted.testRules).filter(({ rollout }) => isRehearsalId(rollout)); // prettier-ignore
      const cleared = await removed(left);
      if (!cleared.ok) return cleared;
      const gone = new Set(left.map(({ rule }) => rule.arn));
      const testRules = sorted.testRules.filter(({ arn }) => !gone.has(arn));
      const { grouping, look } = known;
      const placing = testPlaceOf(grouping, { ...look.reading, rules: sorted.rules, testRules });
      if (placing.kind === 'none') {
        const message = `${plain(grouping.name, 80)} has no place for a test rule: ${placing.because}.`;
        return fail({ code: 'refused', message });
      }
      const mark = { fleet, rollout: id, secret };
      creating();
      const created = await makeTestRule(clients, placing.place, mark, grouping.name);
      if (!created.ok) return created;
      return succeed({ arn: created.value, value: testValue(mark), way: placing.place.way });
    },
    turn: ({ arn }, actions) => turnTestRule(clients, arn, actions),
    async read(fleet, { arn }) {
      const now = await standing(fleet);
      if (!now.ok) return now;
      return succeed(now.value.rules.find((rule) => rule.arn === arn)?.actions ?? null);
    },
    async remove(fleet, id) {
      const now = await standing(fleet);
      if (!now.ok) return now;
      const { testRules } = sortedRules(now.value.rules);
      return removed(testRulesOf(fleet, testRules).filter(({ rollout }) => rollout === id));
    },
  };
}
