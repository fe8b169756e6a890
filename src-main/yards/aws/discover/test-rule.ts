/**
 * The rule that reaches one generation alone while it is proven: a header with a value that nobody can guess. No
 * client ever meets it, so it is no part of any fleet's entry and of no fingerprint. It is known by that header;
 * whether it is ours to remove is said by its tag. Pure.
 */
import { createHash } from 'node:crypto';
import { asRolloutId, type FleetId, type RolloutId } from '../../../../src-shared/ids.ts';
import { listOf, objectOf } from './forward.ts';
import type { EntryRule, JsonObject } from './reading.ts';

export const testHeader = 'X-Blockyard-Test';

export interface TestMark {
  readonly fleet: FleetId;
  readonly rollout: RolloutId;
  /** 32 hex digits. */
  readonly secret: string;
}

/** ELBv2 takes 128 letters for the value of a header. */
export function testValue({ fleet, rollout, secret }: TestMark): string {
  return `${fleetMark(fleet)}.${rollout}.${secret}`;
}

export interface OwnTestRule {
  readonly rule: EntryRule;
  readonly value: string;
  readonly rollout: RolloutId;
}

const valuePattern = /^([0-9a-f]{8})\.([A-Za-z0-9-]{1,60})\.([0-9a-f]{32})$/u;

/** Null: an ordinary rule. */
function valueOf({ kind, conditions }: EntryRule): RegExpExecArray | null {
  if (kind === 'default') return null;
  for (const condition of conditions) {
    const config = objectOf(condition['HttpHeaderConfig']);
    const name = config?.['HttpHeaderName'];
    if (typeof name !== 'string' || name.toLowerCase() !== testHeader.toLowerCase()) continue;
    const [value, ...others] = listOf(config?.['Values']);
    const match = typeof value === 'string' ? valuePattern.exec(value) : null;
    if (match !== null && others.length === 0) return match;
  }
  return null;
}

export interface SortedRules {
  readonly rules: readonly EntryRule[];
  readonly testRules: readonly EntryRule[];
}

/** Those that clients meet, and those that only a proof does. */
export function sortedRules(all: readonly EntryRule[]): SortedRules {
  const isTest = new Set(all.filter((rule) => valueOf(rule) !== null));
  return {
    rules: all.filter((rule) => !isTest.has(rule)),
    testRules: all.filter((rule) => isTest.has(rule)),
  };
}

/** Of all proofs of one fleet, whichever release they were made for. */
export function testRulesOf(fleet: FleetId, testRules: readonly EntryRule[]): OwnTestRule[] {
  const mark = fleetMark(fleet);
  return testRules.flatMap((rule) => {
    const [value, own, rollout = ''] = valueOf(rule) ?? [];
    if (value === undefined || own !== mark) return [];
    return [{ rule, value, rollout: asRolloutId(rollout) }];
  });
}

function fleetMark(fleet: FleetId): string {
  return createHash('sha256').update(fleet).digest('hex').slice(0, 8);
}

/** What nodes answer that know the rule before it leads anywhere: no server of a fleet says it. */
export function canaryText(value: string): string {
  return `blockyard ${createHash('sha256').update(value).digest('hex').slice(0, 32)}`;
}

/** As each node learns it first: whoever does not say this yet goes by the rules from before. */
export function canaryActions(value: string): readonly JsonObject[] {
  return [
    {
      Type: 'fixed-response',
      FixedResponseConfig: {
        StatusCode: '503',
        ContentType: 'text/plain',
        MessageBody: canaryText(value),
      },
    },
  ];
}

/** Everything that the rule is met by goes to this group and to no other. */
export function aloneActions(group: string): readonly JsonObject[] {
  return [{ Type: 'forward', TargetGroupArn: group }];
}
