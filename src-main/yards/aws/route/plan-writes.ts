/**
 * From the rules as they read and the weights that are wanted to the writes, one per rule. A write
 * replaces the whole action list, so everything that is not ours goes back in exactly as it was read.
 */
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { compare, haveSameMeaning } from '../discover/fingerprint.ts';
import { forwardOf, objectOf } from '../discover/forward.ts';
import type { EntryRule, Json, JsonObject } from '../discover/reading.ts';

/** A rule with what is needed to write it; `protocol` is that of its listener. */
export interface RuleToWrite extends Pick<EntryRule, 'kind' | 'arn' | 'actions'> {
  /** As people know it: `default action of web:80`. */
  readonly name: string;
  readonly protocol: string;
}

export interface GroupWeight {
  /** ARN of the target group. */
  readonly group: string;
  readonly weight: number;
}

export interface RuleWrite {
  readonly kind: EntryRule['kind'];
  readonly arn: string;
  readonly name: string;
  readonly actions: readonly JsonObject[];
  /** The rule reads so already. */
  readonly isAsRead: boolean;
}

export interface PlannedWrites {
  readonly writes: readonly RuleWrite[];
  /** What could not be done as one would expect, each as one sentence. */
  readonly notes: readonly string[];
}

/** ELBv2's bounds: 0 to 999 for a weight, five target groups in one forward action. */
const largestWeight = 999;
export const groupsPerAction = 5;

/**
 * Listeners that name one target group and no weights. NLB listeners for TCP, TLS and UDP take several
 * since the SDK's description of ForwardConfig names no kind of load balancer any more; its QUIC
 * protocols and the GENEVE of gateways are not known to.
 */
const withoutWeights: ReadonlySet<string> = new Set(['QUIC', 'TCP_QUIC', 'GENEVE']);

/**
 * @param wanted of the fleet's groups, each at most once. Groups that a rule does not list yet are
 *   attached by the same write, the idle ones at weight 0 so that they are health-checked.
 */
export function planWrites(
  rules: readonly RuleToWrite[],
  wanted: readonly GroupWeight[],
): Result<PlannedWrites> {
  const wrong = whatIsWrong(wanted);
  if (wrong !== null) return fail({ code: 'bad-input', message: wrong });
  if (rules.length === 0) {
    const message = 'No rule of a load balancer refers to this fleet: there is nothing to write.';
    return fail({ code: 'refused', message });
  }
  const writes: RuleWrite[] = [];
  const notes: string[] = [];
  for (const rule of rules) {
    const planned = writeOf(rule, wanted);
    if (!planned.ok) return planned;
    writes.push(planned.value.write);
    if (planned.value.note !== null) notes.push(planned.value.note);
  }
  return succeed({ writes, notes });
}

function whatIsWrong(wanted: readonly GroupWeight[]): string | null {
  const seen = new Set<string>();
  for (const { group, weight } of wanted) {
    if (seen.has(group)) return `The split names the target group ${plain(group)} twice.`;
    seen.add(group);
    if (!Number.isInteger(weight) || weight < 0 || weight > largestWeight) {
      return `A weight is a whole number from 0 to ${largestWeight}, not ${weight}.`;
    }
  }
  return wanted.some(({ weight }) => weight > 0)
    ? null
    : 'The split gives no generation any weight: nobody would serve.';
}

function writeOf(
  rule: RuleToWrite,
  wanted: readonly GroupWeight[],
): Result<{ readonly write: RuleWrite; readonly note: string | null }> {
  const forward = forwardOf(rule.actions);
  const name = plain(rule.name);
  if (forward === null) return fail(goneFault(name));
  const isSingle = !takesWeights(rule);
  const groups = isSingle ? oneGroup(wanted, name) : weightedGroups(forward.groups, wanted, name);
  if (!groups.ok) return groups;
  const { listed, left } = groups.value;
  const note =
    left === 0
      ? null
      : `The ${name} can list ${groupsPerAction} target groups at most: ${left} idle ${left === 1 ? 'one is' : 'ones are'} left out, and not health-checked through it.`;
  return succeed({ write: writeOfForward(rule, forward.index, listed), note });
}

/** The rule with these groups in its forward action, and everything else as it was read. */
export function writeOfForward(
  rule: RuleToWrite,
  forwardAt: number,
  listed: readonly GroupWeight[],
): RuleWrite {
  const forwardWith = takesWeights(rule) ? weightedForward : singleForward;
  const actions = rule.actions.map((action, index) =>
    index === forwardAt ? forwardWith(action, listed) : withExistingSecret(action),
  );
  const { kind, arn, name } = rule;
  return { kind, arn, name, actions, isAsRead: haveSameMeaning(rule.actions, actions) };
}

export function takesWeights({ protocol }: Pick<RuleToWrite, 'protocol'>): boolean {
  return !withoutWeights.has(protocol);
}

/** @param name of the rule, made plain. */
export function goneFault(name: string): Fault {
  const message = `The ${name} forwards to no target group any more.`;
  return { code: 'conflict', message, todo: 'Look at the fleet again before you go on.' };
}

interface Listed {
  readonly listed: readonly GroupWeight[];
  /** Idle groups that found no place. */
  readonly left: number;
}

function weightedGroups(
  now: readonly { readonly arn: string; readonly weight: number }[],
  wanted: readonly GroupWeight[],
  name: string,
): Result<Listed> {
  const scaled = besideOthers(now, wanted);
  const weights = new Map(scaled.map(({ group, weight }) => [group, weight]));
  const kept = now.map(({ arn, weight }) => ({ group: arn, weight: weights.get(arn) ?? weight }));
  const known = new Set(now.map(({ arn }) => arn));
  // Those that shall serve first: an idle one is what may be left out.
  const added = scaled
    .filter(({ group }) => !known.has(group))
    .sort((a, b) => Number(b.weight > 0) - Number(a.weight > 0) || compare(a.group, b.group));
  const places = Math.max(0, groupsPerAction - kept.length);
  const attached = added.slice(0, places);
  if (added.slice(places).some(({ weight }) => weight > 0)) {
    return fail({
      code: 'refused',
      message: `The ${name} lists ${kept.length} target groups already, and AWS allows ${groupsPerAction}.`,
      todo: 'Take a group that is not needed any more out of it.',
    });
  }
  return succeed({ listed: [...kept, ...attached], left: added.length - attached.length });
}

/** Groups that are no generation of ours keep their share: ours then divide what they had together. */
function besideOthers(
  now: readonly { readonly arn: string; readonly weight: number }[],
  wanted: readonly GroupWeight[],
): readonly GroupWeight[] {
  const ours = new Set(wanted.map(({ group }) => group));
  const sumOf = (isOurs: boolean): number =>
    now.filter(({ arn }) => ours.has(arn) === isOurs).reduce((sum, one) => sum + one.weight, 0);
  const [before, others] = [sumOf(true), sumOf(false)];
  if (others === 0) return wanted;
  return divide(before === 0 ? sumOfWeights(wanted) : before, wanted);
}

/** Whole shares that add up, at least 1 for whoever has any: dividing the outcome again changes nothing. */
function divide(whole: number, wanted: readonly GroupWeight[]): readonly GroupWeight[] {
  const serving = wanted.filter(({ weight }) => weight > 0);
  const sum = sumOfWeights(serving);
  const beyondOne = Math.min(largestWeight, Math.max(whole, serving.length)) - serving.length;
  const parts = serving.map(({ group, weight }) => ({ group, exact: (weight / sum) * beyondOne }));
  const floors = parts.reduce((total, { exact }) => total + Math.floor(exact), 0);
  const rounded = [...parts].sort(
    (a, b) => (b.exact % 1) - (a.exact % 1) || compare(a.group, b.group),
  );
  const shares = new Map(
    rounded.map(({ group, exact }, at) => [
      group,
      1 + Math.floor(exact) + (at < beyondOne - floors ? 1 : 0),
    ]),
  );
  return wanted.map(({ group }) => ({ group, weight: shares.get(group) ?? 0 }));
}

function sumOfWeights(weights: readonly GroupWeight[]): number {
  return weights.reduce((total, { weight }) => total + weight, 0);
}

function oneGroup(wanted: readonly GroupWeight[], name: string): Result<Listed> {
  const serving = wanted.filter(({ weight }) => weight > 0);
  if (serving.length === 1) return succeed({ listed: serving, left: 0 });
  const message = `The ${name} takes one target group and no weights.`;
  return fail({ code: 'refused', message, todo: 'Send all traffic to one generation.' });
}

function weightedForward(action: JsonObject, listed: readonly GroupWeight[]): JsonObject {
  // With a single group AWS gives its name twice; beside several it refuses the short form.
  const rest = without(action, 'TargetGroupArn');
  const TargetGroups = listed.map(({ group, weight }): Json => ({
    TargetGroupArn: group,
    Weight: weight,
  }));
  return { ...rest, ForwardConfig: { ...objectOf(action['ForwardConfig']), TargetGroups } };
}

function singleForward(action: JsonObject, listed: readonly GroupWeight[]): JsonObject {
  const rest = without(action, 'ForwardConfig');
  return { ...rest, TargetGroupArn: listed[0]?.group ?? null };
}

/** The client secret never comes back with a read: without this the write would be refused, or lose it. */
export function withExistingSecret(action: JsonObject): JsonObject {
  const config = objectOf(action['AuthenticateOidcConfig']);
  if (config === undefined) return action;
  const rest = without(config, 'ClientSecret');
  return { ...action, AuthenticateOidcConfig: { ...rest, UseExistingClientSecret: true } };
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
