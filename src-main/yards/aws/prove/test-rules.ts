/**
 * One generation asked alone, through a rule of ours that is made for the proof and removed after it. A rule needs
 * some time to be known to every node of a load balancer, and a node that does not know it would answer by whoever
 * serves. So the rule answers by itself first, with words that no server says; once every address does, it is
 * turned to the generation, and what still comes in those words is told from an answer.
 */
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { haveSameMeaning } from '../discover/fingerprint.ts';
import { aloneActions, sortedRules, testRulesOf } from '../discover/test-rule.ts';
import type { AskedAddress, Resolve } from '../route/probe.ts';
import { askWith, isKnownEverywhere, saysCanary } from './ask-through-rule.ts';
import { ensureTestRule, groupingOf, rulesNow, type EnsurePorts } from './ensure-test-rule.ts';
import { oneAfterTheOther } from './one-after-the-other.ts';
import { removeTestRule, turnTestRule } from './own-test-rules.ts';
import type { MadeRule } from './ensure-test-rule.ts';

export interface TestRulePorts extends EnsurePorts {
  readonly resolve: Resolve;
}

export interface AloneQuestion {
  readonly fleet: FleetId;
  /** ARN of the generation's target group. */
  readonly group: string;
  readonly rollout: RolloutId;
  readonly host: string | null;
  readonly path: string;
  readonly timeoutMs: number;
}

export interface TestRules {
  /** `unreachable` while the load balancer does not follow the rule everywhere: asked again it goes on. */
  readonly ask: (question: AloneQuestion) => Promise<Result<readonly AskedAddress[]>>;
  /** Removes what was made for any proof of the fleet. @param except whose proof goes on. */
  readonly clear: (fleet: FleetId, except?: RolloutId) => Promise<Result<null>>;
}

const notYet: Fault = {
  code: 'unreachable',
  message: 'The load balancer does not follow the test rule everywhere yet.',
};

const goneAway: Fault = {
  code: 'unreachable',
  message:
    'The test rule is not there any more, so the answer counts for nothing; it is made again.',
};

export function createTestRules(ports: TestRulePorts): TestRules {
  const { clients, last, resolve } = ports;
  /** Of each fleet: this process has made or found one, or has asked for one and got no answer. */
  const made = new Map<FleetId, MadeRule | 'perhaps'>();
  /** Two checks of a fleet at once must not make two rules. */
  const inTurn = oneAfterTheOther();

  const ready = async (question: AloneQuestion): Promise<Result<MadeRule>> => {
    const { fleet, group, rollout } = question;
    const before = made.get(fleet);
    const isUsable =
      before !== undefined &&
      before !== 'perhaps' &&
      before.rollout === rollout &&
      (before.group === null || before.group === group);
    if (isUsable) return succeed(before);
    const creating = (): void => void made.set(fleet, 'perhaps');
    return ensureTestRule(ports, question, creating);
  };

  const ask = async (question: AloneQuestion): Promise<Result<readonly AskedAddress[]>> => {
    const { fleet, group } = question;
    const rule = await ready(question);
    if (!rule.ok) return rule;
    made.set(fleet, rule.value);
    if (rule.value.group === null) {
      if (!(await isKnownEverywhere(rule.value, question, resolve))) return fail(notYet);
      // Whether it was turned is read before anything is asked through it.
      made.set(fleet, 'perhaps');
      const turned = await turnTestRule(clients, rule.value.arn, aloneActions(group));
      if (!turned.ok) return turned;
      made.set(fleet, { ...rule.value, group });
    }
    const asked = await askWith(rule.value, question, resolve);
    if (!asked.ok) return asked;
    if (asked.value.some(saysCanary(rule.value.value))) return fail(notYet);
    // Gone or turned elsewhere meanwhile, whoever serves has answered in its place.
    if (await stands(rule.value, question)) return asked;
    made.set(fleet, 'perhaps');
    return fail(goneAway);
  };

  const stands = async ({ arn }: MadeRule, { fleet, group }: AloneQuestion): Promise<boolean> => {
    const known = groupingOf(last(), fleet);
    const rules = known === null ? null : await rulesNow(ports.reader, known);
    const now = rules?.ok === true ? rules.value.find((rule) => rule.arn === arn) : undefined;
    return now !== undefined && haveSameMeaning(now.actions, aloneActions(group));
  };

  const clear = async (fleet: FleetId, except?: RolloutId): Promise<Result<null>> => {
    const known = groupingOf(last(), fleet);
    if (known === null) return succeed(null);
    const stays = ({ rollout }: { readonly rollout: RolloutId }): boolean => rollout === except;
    const own = made.get(fleet);
    const isOver = own !== undefined && (own === 'perhaps' || !stays(own));
    const shown = testRulesOf(fleet, known.look.reading.testRules);
    if (!isOver && shown.every(stays)) return succeed(null);
    const rules = await rulesNow(ports.reader, known);
    if (!rules.ok) return rules;
    const { testRules } = sortedRules(rules.value);
    for (const one of testRulesOf(fleet, testRules).filter((each) => !stays(each))) {
      const removed = await removeTestRule(clients, one.rule);
      if (!removed.ok) return removed;
    }
    if (isOver) made.delete(fleet);
    return succeed(null);
  };

  return {
    ask: (question) => inTurn(question.fleet, () => ask(question)),
    clear: (fleet, except) => inTurn(fleet, () => clear(fleet, except)),
  };
}
