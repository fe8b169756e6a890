import { expect, it } from 'vitest';

import { createCallLedger, type AwsCall } from './call-ledger.ts';

const call = (startedAtMs: number, isMutation: boolean, outcome: AwsCall['outcome'] = 'ok') => ({
  service: 'elb' as const,
  action: isMutation ? 'ModifyRule' : 'DescribeRules',
  isMutation,
  isReserved: false,
  startedAtMs,
  ms: 5,
  outcome,
});

it('counts reads and mutations apart, for ever and in the last minute', () => {
  const ledger = createCallLedger();
  ledger.record(call(0, false));
  ledger.record(call(59_000, false, 'throttled'));
  ledger.record(call(60_500, true));
  expect(ledger.totals()).toEqual({ reads: 2, mutations: 1, throttled: 1 });
  expect(ledger.lastMinute(61_000)).toEqual({ reads: 1, mutations: 1, throttled: 1 });
  expect(ledger.lastMinute(200_000)).toEqual({ reads: 0, mutations: 0, throttled: 0 });
});

it('forgets old calls but not that there were any', () => {
  const ledger = createCallLedger(10);
  for (let at = 0; at < 1000; at += 1) ledger.record(call(at, false));
  expect(ledger.recent().map(({ startedAtMs }) => startedAtMs)).toEqual(
    Array.from({ length: 10 }, (_, index) => 990 + index),
  );
  expect(ledger.totals().reads).toBe(1000);
});
