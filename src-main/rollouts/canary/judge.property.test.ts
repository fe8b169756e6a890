import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generationIdOf } from '../../../src-shared/ids.ts';
import type { Side } from '../../../src-shared/opinion-schema.ts';
import type { MeasuredPeriod, Measures } from '../../yards/measures.ts';
import { createRandom } from '../../yards/sim/random.ts';
import { leastRequests } from './canary-figures.ts';
import { judgeErrors } from './error-judgement.ts';
import { judge } from './judge.ts';
import { sideOf } from './side-of.ts';

const v1 = generationIdOf('shop', 1);
const v2 = generationIdOf('shop', 2);
const names = { label: 'v002', fromLabel: 'v001' };
const margins = { errorShare: 0.02, latencyTimes: 3 };
const rank = { passes: 0, 'cannot-say': 1, fails: 2 } as const;

const counts = fc
  .tuple(fc.integer({ min: 1, max: 20_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([requests, share]) => ({ requests, errors: Math.round(requests * share) }));
const margin = fc.constantFrom(0, 0.001, 0.01, 0.02, 0.1, 0.5);

function sideFrom(requests: number, errors: number, p95Ms: number): Side {
  const timed = { p95Ms, timedRequests: requests, timedPeriods: 10 };
  return { requests, errors, ...timed, fromMs: 0, toMs: 600_000 };
}

const period = fc.record({
  requests: fc.integer({ min: 1, max: 2000 }),
  p95Ms: fc.option(fc.double({ min: 1, max: 5000, noNaN: true })),
});
const many = fc.array(period, { minLength: 1, maxLength: 30 });
type Drawn = { readonly requests: number; readonly p95Ms: number | null };

function measuresOf(of1: readonly Drawn[], of2: readonly Drawn[]): Measures {
  const periods = (drawn: readonly Drawn[], after: number): MeasuredPeriod[] =>
    drawn.map(({ requests, p95Ms }, at) => {
      const startMs = (after + at) * 60_000;
      return { startMs, requests, errors: 0, p50Ms: null, p95Ms, p99Ms: null };
    });
  return {
    periodMs: 60_000,
    generations: [
      { generation: v1, periods: periods(of1, 0) },
      { generation: v2, periods: periods(of2, of1.length) },
    ],
    ...{ unanswered: [], alarms: [], notes: [] },
  };
}

const all = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
function judged(of1: readonly Drawn[], of2: readonly Drawn[]) {
  const measures = measuresOf(of1, of2);
  const baseline = sideOf(measures, v1, all);
  return judge({ baseline, candidate: sideOf(measures, v2, all), ...names }, margins);
}

describe('the judgement of errors', () => {
  it('is never better with more errors', () => {
    fc.assert(
      fc.property(counts, counts, margin, fc.nat(5000), (before, now, allowed, more) => {
        const worse = { ...now, errors: Math.min(now.requests, now.errors + more) };
        const [one, other] = [now, worse].map((each) => judgeErrors(before, each, allowed).verdict);
        expect(rank[other!]).toBeGreaterThanOrEqual(rank[one!]);
      }),
      { numRuns: 2000 },
    );
  });

  it('never fails two equal sides', () => {
    fc.assert(
      fc.property(counts, margin, (side, allowed) => {
        expect(judgeErrors(side, side, allowed).verdict).not.toBe('fails');
      }),
      { numRuns: 1000 },
    );
  });

  it('always fails a large difference of many, also where nothing more is allowed', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.1, noNaN: true }),
        margin.filter((allowed) => allowed <= 0.1),
        fc.integer({ min: 20_000, max: 100_000 }),
        (share, allowed, requests) => {
          const before = { requests, errors: Math.floor(requests * share) };
          const now = { requests, errors: Math.ceil(requests * (share + 2 * allowed + 0.05)) };
          expect(judgeErrors(before, now, allowed).verdict).toBe('fails');
        },
      ),
    );
  });

  it('decides nothing by few, however bad', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: leastRequests - 1 }),
        counts,
        margin,
        (few, side, allowed) => {
          // prettier-ignore
          const bad = { requests: few, errors: few };
          expect(judgeErrors(side, bad, allowed).verdict).toBe('cannot-say');
          expect(judgeErrors({ requests: few, errors: 0 }, side, allowed).verdict).toBe(
            'cannot-say',
          );
        },
      ),
    );
    // The control: with enough of them it does.
    expect(judgeErrors({ requests: 500, errors: 0 }, { requests: 50, errors: 50 }, 0.02)).toMatchObject({ verdict: 'fails' }); // prettier-ignore
  });
});

describe('the judgement of times', () => {
  it('is never better with slower periods', () => {
    fc.assert(
      fc.property(
        many,
        many,
        fc.nat(29),
        fc.double({ min: 0, max: 9000, noNaN: true }),
        (of1, of2, at, more) => {
          // prettier-ignore
          const slower = of2.map((each, index) =>
          index === at && each.p95Ms !== null ? { ...each, p95Ms: each.p95Ms + more } : each,
        );
          expect(rank[judged(of1, slower).verdict]).toBeGreaterThanOrEqual(rank[judged(of1, of2).verdict]); // prettier-ignore
        },
      ),
    );
  });

  it('never fails two equal sides, and always one whose every period is too slow', () => {
    fc.assert(
      fc.property(many, (of1) => {
        expect(judged(of1, of1).verdict).not.toBe('fails');
        const slow = of1.map(({ requests, p95Ms }) => ({
          requests: requests + 100,
          p95Ms: p95Ms === null ? 20_000 : 3 * p95Ms + 20_000,
        }));
        const base = of1.map((each) => ({ requests: each.requests + 100, p95Ms: each.p95Ms ?? 5 }));
        const isEnough = of1.length >= 3;
        expect(judged(base, slow).verdict).toBe(isEnough ? 'fails' : 'cannot-say');
      }),
    );
  });

  it('takes one bad minute for one', () => {
    const calm = Array.from({ length: 9 }, () => ({ requests: 200, p95Ms: 50 }));
    const [, ...rest] = calm;
    expect(judged(calm, [{ requests: 200, p95Ms: 9000 }, ...rest]).verdict).toBe('passes');
  });
});

/** Requests that are errors by chance, with so many a minute, judged after each of 30 minutes. */
function looksAt(random: () => number, before: number, now: number, perMinute: number): boolean {
  const drawn = (requests: number, share: number): number => {
    let errors = 0;
    for (let at = 0; at < requests; at += 1) if (random() < share) errors += 1;
    return errors;
  };
  const baseline = sideFrom(15 * perMinute, drawn(15 * perMinute, before), 50);
  let errors = 0;
  for (let minute = 1; minute <= 30; minute += 1) {
    errors += drawn(perMinute, now);
    const candidate = sideFrom(minute * perMinute, errors, 50);
    if (judge({ baseline, candidate, ...names }, margins).verdict === 'fails') return true;
  }
  return false;
}

/** Releases of 300 that are failed at any of their 30 looks. */
function failures(before: number, now: number): number {
  const random = createRandom(7).next;
  return Array.from({ length: 300 }, () => looksAt(random, before, now, 100)).filter(Boolean)
    .length;
}

it('fails no release by chance, hardly one that is exactly as bad as allowed, and each that is clearly worse', () => {
  expect(failures(0.01, 0.01)).toBe(0);
  // Three looks of a thousand would be chance at each look by itself; thirty are taken, each of what was before too.
  expect(failures(0.01, 0.03)).toBeLessThanOrEqual(9);
  expect(failures(0.01, 0.1)).toBe(300);
});

it('says with numbers what exceeded what, and how many are missing', () => {
  const good = sideFrom(4000, 8, 90);
  const said = (candidate: Side | null, baseline: Side | null = good) =>
    judge({ baseline, candidate, ...names }, margins);
  expect(said(sideFrom(2000, 120, 90))).toEqual({
    verdict: 'fails',
    because:
      'v002 answered 6 % of 2 000 requests with a 5xx, v001 0.2 % of 4 000 requests: more than the 2 % that are allowed, and more than chance',
  });
  expect(said(sideFrom(2000, 4, 400)).because).toBe(
    'the p95 of v002 is 400 ms, that of v001 90 ms: more than the 270 ms that are allowed',
  );
  expect(said(sideFrom(120, 0, 90)).because).toMatch(
    /^120 requests of v002 and 4 000 of v001 were measured in whole periods; \d{3} of each are needed$/u,
  );
  expect(said(null).because).toMatch(/^0 requests of v002/u);
  expect(said(good, null)).toMatchObject({ verdict: 'cannot-say' });
  expect(said({ ...good, timedPeriods: 2 }).because).toMatch(/too few times to tell the p95 of v002/u); // prettier-ignore
  expect(said(good).because).toBe(
    'v002 answered 0.2 % of 4 000 requests with a 5xx, p95 90 ms; v001 answered 0.2 % of 4 000 requests with a 5xx, p95 90 ms',
  );
});

it('gives what nobody answered to whoever alone had traffic then', () => {
  const one = (startMs: number): MeasuredPeriod => ({
    ...{ startMs, requests: 100, errors: 1, p50Ms: 5, p95Ms: 9, p99Ms: 12 },
  });
  const measures: Measures = {
    periodMs: 1000,
    generations: [
      { generation: v1, periods: [one(0), one(1000)] },
      { generation: v2, periods: [one(1000), one(2000)] },
    ],
    unanswered: [0, 1000, 2000].map((startMs) => ({ startMs, count: 10 })),
    ...{ alarms: [], notes: [] },
  };
  expect(sideOf(measures, v1, all)).toMatchObject({ requests: 210, errors: 12 });
  expect(sideOf(measures, v2, all)).toMatchObject({ requests: 210, errors: 12, fromMs: 1000 });
  // Whole periods alone.
  expect(sideOf(measures, v2, { fromMs: 1001, toMs: 3000 })).toMatchObject({ requests: 110 });
  expect(sideOf(measures, v2, { fromMs: 0, toMs: 1999 })).toBeNull();
});
