import { expect, it } from 'vitest';
import type { RequestRecord } from '../../e2e/load/request-record.ts';
import { gapAfter, lossesAround } from './host-gap.ts';

function request(sentAtMs: number, doneAtMs: number, status: number | null): RequestRecord {
  const id = `from-${String(sentAtMs)}`;
  return {
    ...{ id, kind: 'short', method: 'GET', echoedId: id, bytes: 0, generation: null },
    ...{ dueAtMs: sentAtMs, sentAtMs, answeredAtMs: status === null ? null : doneAtMs, doneAtMs },
    ...{ status, complete: status !== null, error: status === null ? 'ECONNREFUSED' : null },
  };
}

const killed = { killedAtMs: 100, goneAtMs: 102 };

it('lasts from the kill to the first good answer to what was sent after it', () => {
  const records = [
    request(90, 99, 200),
    // Sent before it was gone: the dying one may have answered it.
    request(101, 103, 200),
    request(150, 151, null),
    request(300, 301, 503),
    request(400, 410, 200),
    request(350, 420, 200),
  ];
  expect(gapAfter(records, killed)).toEqual({ killedAtMs: 100, answersAtMs: 410 });
  expect(gapAfter(records.slice(0, 4), killed).answersAtMs).toBe(Infinity);
});

it('counts what touched a gap apart, and everything else as lost while a host lived', () => {
  const records = [
    request(10, 20, null),
    request(50, 120, null),
    request(150, 151, null),
    request(300, 301, 503),
    request(400, 410, 200),
    request(411, 412, 503),
  ];
  const gap = gapAfter(records, killed);
  expect(lossesAround(records, [gap])).toMatchObject({
    lost: 2,
    inGaps: 4,
    lostInGaps: 3,
    beforeFirstBlock: 1,
    lostBy: ['from-10 short: ECONNREFUSED', 'from-411 short: status 503'],
  });
  expect(lossesAround(records, []).lost).toBe(5);
});
