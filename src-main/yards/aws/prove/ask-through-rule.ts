/** Requests that meet a test rule of ours, and whether every node of the load balancer knows it. */
import type { Result } from '../../../../src-shared/result.ts';
import { canaryText, testHeader } from '../discover/test-rule.ts';
import type { RuleAddress } from '../discover/rule-address.ts';
import { askThrough, type AskedAddress, type Resolve } from '../route/probe.ts';

export interface AskedRule {
  /** Of its header. */
  readonly value: string;
  /** What it stands before. */
  readonly way: RuleAddress;
}

export interface RuleQuestion {
  readonly host: string | null;
  readonly path: string;
  readonly timeoutMs: number;
}

/** Of its own words in a row, from each address: a name may lead to fewer addresses than there are nodes. */
export const canariesInARow = 5;

export function askWith(
  { way, value }: AskedRule,
  { host, path, timeoutMs }: RuleQuestion,
  resolve: Resolve,
): Promise<Result<readonly AskedAddress[]>> {
  // It takes the one name that it was made with, where it has one.
  const name = way.host === null ? host : null;
  const headers = { [testHeader]: value };
  return askThrough(way, { host: name, path, timeoutMs, headers }, resolve);
}

/** Asked while the rule answers by itself, once: every address does so. */
export async function isKnownNow(
  rule: AskedRule,
  question: RuleQuestion,
  resolve: Resolve,
): Promise<boolean> {
  const asked = await askWith(rule, question, resolve);
  return asked.ok && asked.value.length > 0 && asked.value.every(saysCanary(rule.value));
}

export async function isKnownEverywhere(
  rule: AskedRule,
  question: RuleQuestion,
  resolve: Resolve,
): Promise<boolean> {
  for (let times = 0; times < canariesInARow; times += 1) {
    if (!(await isKnownNow(rule, question, resolve))) return false;
  }
  return true;
}

export function saysCanary(value: string): (asked: Pick<AskedAddress, 'answer'>) => boolean {
  return ({ answer }) => answer.kind === 'answered' && answer.response.body === canaryText(value);
}
