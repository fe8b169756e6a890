import { expect, it } from 'vitest';
import { generationIdOf } from '../../../src-shared/ids.ts';
import { createPeriodMeter, periodMs, periodsKept } from './period-meter.ts';

const v1 = generationIdOf('shop', 1);
const v2 = generationIdOf('shop', 2);

it('tells whole periods alone, each once, with its own percentiles', () => {
  let nowMs = 20_000;
  const meter = createPeriodMeter(() => nowMs);
  for (let at = 0; at < 100; at += 1) meter.answered(v1, at < 3 ? 500 : 200, at < 90 ? 5 : 400);
  meter.lost();
  expect(meter.periodsOf(v1)).toEqual([]);
  expect(meter.lostIn()).toEqual([]);
  nowMs += periodMs;
  meter.answered(v1, 404, 7);
  meter.answered(v2, 200, 7);
  const [first, ...rest] = meter.periodsOf(v1);
  expect(rest).toEqual([]);
  expect(first).toMatchObject({ startMs: 20_000, requests: 100, errors: 3 });
  expect(first?.p50Ms).toBeCloseTo(5, 0);
  expect(first?.p95Ms ?? 0).toBeGreaterThan(350);
  expect(meter.lostIn()).toEqual([{ startMs: 20_000, count: 1 }]);
  // Nothing was answered for a while: no period says zero.
  nowMs += 5 * periodMs;
  expect(meter.periodsOf(v1).map(({ startMs }) => startMs)).toEqual([20_000, 30_000]);
  expect(meter.periodsOf(v2)).toHaveLength(1);
  meter.forget(v2);
  expect(meter.periodsOf(v2)).toEqual([]);
});

it('keeps an hour, and counts nothing twice when the clock is set back', () => {
  let nowMs = 0;
  const meter = createPeriodMeter(() => nowMs);
  for (let at = 0; at < periodsKept + 50; at += 1) {
    meter.answered(v1, 200, 5);
    nowMs += periodMs;
  }
  expect(meter.periodsOf(v1)).toHaveLength(periodsKept);
  nowMs -= 20 * periodMs;
  meter.answered(v1, 200, 5);
  meter.answered(v1, 200, 5);
  const starts = meter.periodsOf(v1).map(({ startMs }) => startMs);
  expect(new Set(starts).size).toBe(starts.length);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
});
