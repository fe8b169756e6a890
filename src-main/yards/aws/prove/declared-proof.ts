/**
 * One generation asked through the operator's own test listener or rule. They turn it, or allow us to; an answer counts
 * only when AWS says right before and after that what takes the request leads to the candidate's group alone. Until it
 * does, the proof waits for them, for as long as they take.
 */
import type { FleetId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import type { TestEntry } from '../../../../src-shared/test-entry.ts';
import { testEntryWords } from '../../../../src-shared/test-entry-words.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { Clock } from '../../../clock/clock.ts';
import { declaredRules, soleGroupOf, testOf } from '../discover/declared-test.ts';
import type { Observed } from '../discover/observe.ts';
import type { AwsReading, EntryRule } from '../discover/reading.ts';
import { addressOf, ruleText, usualPort } from '../discover/rule-address.ts';
import type { RuleReader } from '../route/read-entry.ts';
import { askThrough, nameFor, type AskedAddress, type Resolve } from '../route/probe.ts';
import { attempt } from '../session/clients.ts';
import { groupingOf } from './ensure-test-rule.ts';
import { takerOf, type TestRequest } from './rule-taking.ts';
import type { AloneQuestion } from './test-rules.ts';
import type { TurnedTest } from './turned-test.ts';

export interface DeclaredProofPorts {
  readonly reader: RuleReader;
  readonly last: () => Observed | null;
  readonly resolve: Resolve;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** For what the operator allows us to turn. */
  readonly turnedTest: Pick<TurnedTest, 'turn'>;
  /** So long a rule has to be seen leading to the candidate: a node that does not know it yet answers by the one before. */
  readonly settleMs: number;
}

export interface DeclaredProof {
  readonly ask: (
    question: AloneQuestion,
    test: TestEntry,
  ) => Promise<Result<readonly AskedAddress[]>>;
}

/** Of the nodes of a load balancer, which follow a rule within seconds. */
export const usualSettleMs = 10_000;

export function createDeclaredProof(ports: DeclaredProofPorts): DeclaredProof {
  const { reader, last, resolve, clock, turnedTest, settleMs } = ports;
  /** Since when the candidate is seen behind it, without a look between that saw another. */
  const turned = new Map<FleetId, { readonly group: string; readonly sinceMs: number }>();

  const ask: DeclaredProof['ask'] = async (question, test) => {
    const { fleet, group, rollout, host, path, timeoutMs } = question;
    const known = groupingOf(last(), fleet);
    if (known === null) {
      return fail({ code: 'not-found', message: 'The last look at AWS did not show this fleet.' });
    }
    const { grouping, look } = known;
    const found = testOf(grouping, look.reading, test);
    if (found.kind === 'none') return waits(capital(found.because));
    const way = addressOf(found.rule, look.reading);
    if (way === null || usualPort(way) === undefined) {
      return waits(`No request over HTTP meets the ${testEntryWords(test)}`);
    }
    const header = test.kind === 'header' ? { name: test.name, value: test.value } : null;
    const request = { host: nameFor(way, host), path, header };
    const read = async (): Promise<Result<Led>> => {
      const rules = await attempt(() => rulesBehind(reader, found.rule));
      if (!rules.ok) return rules;
      const declared = declaredRules(test, grouping, rules.value, look.reading);
      return succeed(whereItLeads(rules.value, declared, { request, test, group, reading: look.reading })); // prettier-ignore
    };
    const led = await read();
    if (!led.ok) return led;
    if (led.value.kind !== 'candidate') {
      turned.delete(fleet);
      const { kind, because } = led.value;
      const known = new Set([...grouping.attached, ...grouping.idle].map(({ arn }) => arn));
      if (test.turns !== true || kind !== 'elsewhere' || !known.has(led.value.from)) {
        return waits(because);
      }
      const done = await turnedTest.turn({ fleet, rollout, rule: led.value.rule, group });
      return done.ok ? waits(`The ${testEntryWords(test)} was just turned to it`) : done;
    }
    const before = turned.get(fleet);
    const sinceMs = before?.group === group ? before.sinceMs : clock.monotonicMs();
    turned.set(fleet, { group, sinceMs });
    if (clock.monotonicMs() - sinceMs < settleMs) {
      return waits(`The ${testEntryWords(test)} leads to it since a moment ago; its load balancer is given time to follow`); // prettier-ignore
    }
    const headers = header === null ? {} : { headers: { [header.name]: header.value } };
    const asked = await askThrough(way, { host, path, timeoutMs, ...headers }, resolve);
    // Turned away while it was asked, whoever it leads to has answered in its place.
    const after = asked.ok ? await read() : null;
    if (after === null) return asked;
    if (!after.ok) return after;
    if (after.value.kind === 'candidate') return asked;
    turned.delete(fleet);
    return waits(after.value.because);
  };
  return { ask };
}

/** All rules of its listener as they are now, the default action among them. */
async function rulesBehind(reader: RuleReader, rule: EntryRule): Promise<readonly EntryRule[]> {
  const { listeners, defaults } = await reader.listeners(rule.loadBalancerArn);
  const listener = listeners.find(({ arn }) => arn === rule.listenerArn);
  const own = defaults.filter(({ listenerArn }) => listenerArn === rule.listenerArn);
  const hasRules = listener !== undefined && /^HTTPS?$/u.test(listener.protocol);
  return [...(hasRules ? await reader.rules(listener) : []), ...own];
}

interface TakingGround {
  readonly request: TestRequest;
  readonly test: TestEntry;
  /** ARN of the candidate's group. */
  readonly group: string;
  readonly reading: AwsReading;
}

/** `because`: a sentence without its end. */
type Led =
  | { readonly kind: 'candidate' }
  /** The declared rule takes the check, and leads to this one other group alone. */
  | {
      readonly kind: 'elsewhere';
      readonly rule: EntryRule;
      readonly from: string;
      readonly because: string;
    }
  | { readonly kind: 'no'; readonly because: string };

function whereItLeads(
  rules: readonly EntryRule[],
  declared: readonly EntryRule[],
  { request, test, group, reading }: TakingGround,
): Led {
  const words = testEntryWords(test);
  const taker = takerOf(rules, request);
  const no = (because: string): Led => ({ kind: 'no', because });
  if (taker.kind === 'none') return no(`The ${words} does not take ${plain(request.path, 80)}`);
  const { rule } = taker;
  const name = ruleText(rule, reading);
  if (taker.kind === 'perhaps') return no(`The ${name} may take the check before the ${words} does`); // prettier-ignore
  if (!declared.includes(rule)) return no(`The ${name} takes the check, not the ${words}`);
  const arn = soleGroupOf(rule.actions);
  if (arn === group) return { kind: 'candidate' };
  const wanted = nameOf(group, reading);
  if (arn === null) return no(`The ${words} does not lead to one group alone: turn it to ${wanted}`); // prettier-ignore
  const because = `The ${words} leads to ${nameOf(arn, reading)}: turn it to ${wanted}`;
  return { kind: 'elsewhere', rule, from: arn, because };
}

/** Null: it goes to the candidate alone. Else a sentence without its end. */
export function whyNotTaken(...terms: Parameters<typeof whereItLeads>): string | null {
  const led = whereItLeads(...terms);
  return led.kind === 'candidate' ? null : led.because;
}

function nameOf(arn: string, { targetGroups }: AwsReading): string {
  const group = targetGroups.find((one) => one.arn === arn);
  return plain(group?.name ?? arn.split('/').at(-2) ?? arn, 80);
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function waits(because: string): { readonly ok: false; readonly fault: Fault } {
  return fail({ code: 'refused', message: `${because}.`, waits: true });
}
