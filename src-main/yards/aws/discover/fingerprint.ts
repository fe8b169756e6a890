/**
 * Names the content of a fleet's rules, so that a change by whomever is noticed: ELBv2 has neither
 * versions nor conditional writes. Equal content, equal number; the number itself says nothing.
 */
import { createHash } from 'node:crypto';
import { forwardOf, objectOf, type Forward } from './forward.ts';
import type { EntryRule, Json, JsonObject } from './reading.ts';

type Ruling = Pick<EntryRule, 'arn' | 'actions'>;

/**
 * 48 bits, as `split.revision` carries them: two of a thousand different contents are taken for
 * equal with a chance of 2 in 10^9. Covers which rules there are and all their actions.
 * Conditions and priority are left out: a write of actions does not touch them.
 */
export function fingerprintOf(rules: readonly Ruling[]): number {
  const lines = rules.map((rule) => canonical([rule.arn, meaningOf(rule.actions)])).sort();
  return createHash('sha256').update(lines.join('\n')).digest().readUIntBE(0, 6);
}

/** True when AWS would treat both action lists alike: what a read back is compared with. */
export function haveSameMeaning(a: readonly JsonObject[], b: readonly JsonObject[]): boolean {
  return canonical(meaningOf(a)) === canonical(meaningOf(b));
}

/** Without what AWS fills in, does not care about or never tells again. */
function meaningOf(actions: readonly JsonObject[]): Json {
  const forward = forwardOf(actions);
  return (
    actions
      .map((action, index) => ({
        order: orderOf(action) ?? index,
        meaning: index === forward?.index ? meaningOfForward(action, forward) : action,
      }))
      .sort((a, b) => a.order - b.order)
      // The order is what counts; the numbers that AWS gives it may start anywhere.
      .map(({ meaning }) => withoutSecrets(without(meaning, ['Order'])))
  );
}

function meaningOfForward(action: JsonObject, { groups, stickyForMs }: Forward): JsonObject {
  const rest = without(action, ['TargetGroupArn', 'ForwardConfig']);
  const sorted = [...groups].sort((a, b) => compare(a.arn, b.arn) || a.weight - b.weight);
  return { ...rest, groups: sorted.map(({ arn, weight }) => ({ arn, weight })), stickyForMs };
}

/** The secret of an OIDC action goes in with a write and never comes back with a read. */
function withoutSecrets(action: JsonObject): JsonObject {
  const oidc = objectOf(action['AuthenticateOidcConfig']);
  if (oidc === undefined) return action;
  const rest = without(oidc, ['ClientSecret', 'UseExistingClientSecret']);
  return { ...action, AuthenticateOidcConfig: rest };
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function orderOf(action: JsonObject | undefined): number | undefined {
  const order = action?.['Order'];
  return typeof order === 'number' ? order : undefined;
}

/** JSON with sorted keys. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value as JsonObject).sort(([a], [b]) => compare(a, b));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

/** By code units: the same on every machine, unlike localeCompare. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
