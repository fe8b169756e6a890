import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { trafficSchema } from '../../../src-shared/traffic.ts';
import { createHistogram, percentilesMs, recordLatency } from './latency-histogram.ts';
import { createTrafficMeter } from './traffic-meter.ts';

const old = asGenerationId('shop-v001');
const young = asGenerationId('shop-v002');

function meterAt(startMs: number): {
  readonly clock: { nowMs: number };
  readonly meter: ReturnType<typeof createTrafficMeter>;
} {
  const clock = { nowMs: startMs };
  const meter = createTrafficMeter({
    monotonicMs: () => clock.nowMs,
    epochMs: () => 1_000_000 + clock.nowMs,
  });
  return { clock, meter };
}

type Counted = ReturnType<ReturnType<typeof createTrafficMeter>['generation']>;

/** An answer every `everyMs`, for `forMs`. */
function answer(clock: { nowMs: number }, one: Counted, everyMs: number, forMs: number): void {
  for (const endMs = clock.nowMs + forMs; clock.nowMs + everyMs <= endMs;) {
    clock.nowMs += everyMs;
    one.answered(200, 4, true);
  }
}

describe('createTrafficMeter', () => {
  test('counts answers, errors and percentiles, and forgets them after the window', () => {
    const { clock, meter } = meterAt(50_000);
    const one = meter.generation(old);
    for (let count = 0; count < 100; count += 1) {
      clock.nowMs += 20;
      one.answered(count % 10 === 0 ? 500 : 200, count < 98 ? 5 : 900, true);
    }
    const busy = trafficSchema.parse(meter.snapshot());
    expect(busy.generations[0]).toMatchObject({ requests: 100, errors: 10, share: 1 });
    expect(busy.requestsPerSecond).toBeGreaterThan(40);
    expect(busy.generations[0]?.errorsPerSecond).toBeGreaterThan(3);
    expect(busy.generations[0]?.p50Ms).toBeCloseTo(5, 0);
    expect(busy.generations[0]?.p99Ms).toBeGreaterThan(800);
    clock.nowMs += 11_000;
    const idle = meter.snapshot();
    expect(idle.requestsPerSecond).toBe(0);
    expect(idle.generations[0]).toMatchObject({ requests: 100, share: 0, p50Ms: null });
  });

  test('lets the share follow a swap within half a second under load', () => {
    const { clock, meter } = meterAt(0);
    const before = meter.generation(old);
    const after = meter.generation(young);
    for (let count = 0; count < 4000; count += 1) {
      clock.nowMs += 2.5;
      before.answered(200, 1, true);
    }
    for (let count = 0; count < 200; count += 1) {
      clock.nowMs += 2.5;
      after.answered(200, 1, true);
    }
    const shares = (): number[] => meter.snapshot().generations.map((one) => one.share);
    // Without a swap the last 2 s hold both: 600 answers of one and 200 of the other.
    expect(shares()[1]).toBeCloseTo(0.25, 1);
    meter.splitChanged();
    answer(clock, after, 2.5, 10);
    expect(shares()).toEqual([0, 1]);
  });

  test.each([20, 130, 250, 600, 1100, 1999, 3333])(
    'tells one story %s ms after a swap: nothing of the old one, the whole rate of the new one',
    (afterMs) => {
      const { clock, meter } = meterAt(70_123);
      const before = meter.generation(old);
      const after = meter.generation(young);
      answer(clock, before, 10, 9000);
      meter.splitChanged();
      answer(clock, after, 10, afterMs);
      const { requestsPerSecond, generations } = meter.snapshot();
      const nothing = { share: 0, requestsPerSecond: 0, errorsPerSecond: 0 };
      const noTimes = { p50Ms: null, p95Ms: null, p99Ms: null };
      expect(generations[0]).toMatchObject({ ...nothing, ...noTimes });
      expect(generations[1]).toMatchObject({ share: 1, requestsPerSecond });
      expect(generations[1]?.p95Ms).toBeCloseTo(4, 0);
      if (afterMs >= 250) expect(Math.abs(requestsPerSecond - 100)).toBeLessThan(5);
    },
  );

  test('does not mix the latencies of two splits, also of a generation that goes on', () => {
    const { clock, meter } = meterAt(0);
    const one = meter.generation(old);
    for (let count = 0; count < 50; count += 1) one.answered(200, 900, true);
    expect(meter.snapshot().generations[0]?.p95Ms).toBeGreaterThan(800);
    clock.nowMs += 300;
    meter.splitChanged();
    answer(clock, one, 10, 300);
    expect(meter.snapshot().generations[0]?.p99Ms).toBeCloseTo(4, 0);
  });

  test('still shows who answered what was routed before the swap', () => {
    const { clock, meter } = meterAt(0);
    const before = meter.generation(old);
    const after = meter.generation(young);
    meter.splitChanged();
    clock.nowMs += 500;
    before.answered(500, 800, false);
    for (let count = 0; count < 3; count += 1) after.answered(200, 1, true);
    expect(meter.snapshot().generations).toMatchObject([
      { share: 0.25, requestsPerSecond: 2, errorsPerSecond: 2, responsesSinceSplit: 0 },
      { share: 0.75, requestsPerSecond: 6, errorsPerSecond: 0, responsesSinceSplit: 3 },
    ]);
  });

  test('divides by the time that the buckets really cover', () => {
    const { clock, meter } = meterAt(0);
    const one = meter.generation(old);
    answer(clock, one, 10, 5000);
    for (let step = 0; step < 50; step += 1) {
      answer(clock, one, 10, 10);
      // Over 2 s flat it reads 88 right after a bucket has begun.
      expect(Math.abs(meter.snapshot().requestsPerSecond - 100)).toBeLessThan(1.5);
    }
  });

  test('shows no percentile beside a rate of nothing', () => {
    const { clock, meter } = meterAt(0);
    answer(clock, meter.generation(old), 10, 3000);
    expect(meter.snapshot().generations[0]?.p95Ms).toBeCloseTo(4, 0);
    clock.nowMs += 2500;
    expect(meter.snapshot().generations[0]).toMatchObject({
      share: 0,
      requestsPerSecond: 0,
      p95Ms: null,
    });
  });

  test('keeps the totals of the entry when a generation is retired, and says since when', () => {
    const { clock, meter } = meterAt(5000);
    const before = meter.generation(old);
    answer(clock, before, 10, 22_000);
    meter.splitChanged();
    answer(clock, meter.generation(young), 10, 600);
    meter.lost(false);
    // One whose answer had begun was counted by its block's answer already.
    meter.lost(true);
    meter.forget(old);
    before.answered(200, 1, false);
    expect(meter.snapshot()).toMatchObject({
      sinceMs: 1_005_000,
      requests: 2262,
      lost: 2,
      generations: [{ generation: young, requests: 60 }],
    });
  });

  test('calls only somebody seen to serve who answered the new split with anything but a 5xx', () => {
    const { meter } = meterAt(0);
    const one = meter.generation(young);
    one.answered(200, 1, true);
    expect(meter.seenToServe()).toEqual([young]);
    meter.splitChanged();
    one.answered(200, 1, false);
    one.answered(503, 1, true);
    expect(meter.seenToServe()).toEqual([]);
    expect(meter.snapshot().generations[0]).toMatchObject({ responsesSinceSplit: 1 });
    one.answered(404, 1, true);
    expect(meter.seenToServe()).toEqual([young]);
  });

  test('proves a swap only by answers that the new split routed', () => {
    const { clock, meter } = meterAt(0);
    const one = meter.generation(young);
    one.answered(200, 1, true);
    meter.splitChanged();
    one.answered(200, 1, false);
    expect(meter.snapshot().generations[0]).toMatchObject({
      responsesSinceSplit: 0,
      firstResponseSinceSplitAtMs: null,
    });
    clock.nowMs = 42;
    one.answered(200, 1, true);
    one.answered(200, 1, true);
    expect(meter.snapshot().generations[0]).toMatchObject({
      responsesSinceSplit: 2,
      firstResponseSinceSplitAtMs: 1_000_042,
    });
  });

  test('says how many are lost now, and forgets it with the time and with a split', () => {
    const { clock, meter } = meterAt(0);
    clock.nowMs = 1000;
    for (let each = 0; each < 5; each += 1) meter.lost(false);
    expect(meter.snapshot()).toMatchObject({ lost: 5, lostPerSecond: 5, requestsPerSecond: 0 });
    clock.nowMs = 4000;
    expect(meter.snapshot()).toMatchObject({ lost: 5, lostPerSecond: 0 });
    meter.lost(true);
    expect(meter.snapshot().lostPerSecond).toBeGreaterThan(0);
    meter.splitChanged();
    expect(meter.snapshot()).toMatchObject({ lost: 6, lostPerSecond: 0 });
  });

  test('gives figures of the first moments over a quarter of a second', () => {
    const { clock, meter } = meterAt(0);
    clock.nowMs = 10;
    meter.generation(old).answered(200, 1, true);
    expect(meter.snapshot().requestsPerSecond).toBe(4);
  });
});

describe('latency histogram', () => {
  test('is a few percent off at any percentile, at most', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.02, max: 3_000_000, noNaN: true }), { minLength: 1 }),
        (values) => {
          const histogram = createHistogram();
          for (const value of values) recordLatency(histogram, value);
          const sorted = values.toSorted((left, right) => left - right);
          const exact = sorted[Math.max(0, Math.ceil(0.95 * sorted.length) - 1)] ?? 0;
          const [found] = percentilesMs(histogram, [0.95]);
          // Rounding to whole microseconds adds up to 2.5 % of the smallest value.
          expect(Math.abs((found ?? 0) - Math.min(exact, 2 ** 31 / 1000)) / exact).toBeLessThan(
            0.06,
          );
        },
      ),
    );
  });

  test('takes nonsense as zero and has no percentile without samples', () => {
    const histogram = createHistogram();
    expect(percentilesMs(histogram, [0.5])).toEqual([null]);
    recordLatency(histogram, -5);
    expect(percentilesMs(histogram, [0.5])[0]).toBeLessThan(0.01);
  });
});
