import { expect, it } from 'vitest';
import { createVirtualClock } from '../../clock/virtual-clock.ts';
import { accountLoadOf, keptForRevert, type LoadGround } from './account-load.ts';
import { createAccountBudget } from './session/account-budget.ts';
import type { AwsCall } from './session/call-ledger.ts';

const call = (startedAtMs: number, outcome: AwsCall['outcome']): AwsCall => {
  const what = { service: 'elb', action: 'DescribeRules', isMutation: false } as const;
  return { ...what, isReserved: false, startedAtMs, ms: 10, outcome };
};
const ground = (more: Partial<LoadGround>): LoadGround => ({
  lastMinute: { reads: 60, mutations: 2, throttled: 0 },
  ...{ calls: [], monotonicMs: 100_000, nowMs: 1_700_000_000_000, quietMs: null },
  ...{ spacingMs: null, reading: null, keptForRevert: 10, ...more },
});

it('counts the calls of the last minute, and says nothing of limits where there are none', () => {
  expect(accountLoadOf(ground({ calls: [call(99_000, 'ok'), call(99_500, 'denied')] }))).toEqual({
    ...{ callsPerMinute: 62, reading: null, throttling: null },
  });
});

it('says since when, how often it looks now, and is over a minute after the last refusal', () => {
  const calls = [call(60_000, 'throttled'), call(70_000, 'throttled')];
  const at = (monotonicMs: number, more: Partial<LoadGround> = {}) =>
    accountLoadOf(ground({ calls, monotonicMs, ...more })).throttling;
  expect(at(100_000, { quietMs: 20_000, spacingMs: 9000 })).toEqual({
    ...{ services: ['Elastic Load Balancing'], sinceMs: 1_700_000_000_000 - 40_000, refused: 2 },
    ...{ looksEveryMs: 20_000, keptForRevert: 10 },
  });
  expect(at(100_000, { spacingMs: 9000 })?.looksEveryMs).toBe(9000);
  expect(at(100_000)?.looksEveryMs).toBeNull();
  expect(at(130_000)).not.toBeNull();
  expect(at(130_001)).toBeNull();
});

it('names what a revert finds left, and nothing more than that', () => {
  const budget = createAccountBudget(createVirtualClock());
  expect(keptForRevert(budget, 10)).toBe(10);
  budget.reads.throttled('elb');
  expect(keptForRevert(budget, 10)).toBe(10);
  for (let one = 0; one < 7; one += 1) budget.reads.spend('elb');
  expect(keptForRevert(budget, 10)).toBe(3);
  for (let one = 0; one < 9; one += 1) budget.reads.spend('elb');
  expect(keptForRevert(budget, 10)).toBe(0);
});
