import { describe, expect, test } from 'vitest';
import type { RequestRecord } from '../load/request-record.ts';
import { lastSentAfterMs, trafficFigures, wayBack } from './measures.ts';

let made = 0;

function record(
  generation: string | null,
  sentAtMs: number,
  more: Partial<RequestRecord> = {},
): RequestRecord {
  made += 1;
  const id = `r-${String(made)}`;
  return {
    ...({ id, kind: 'order', method: 'POST', dueAtMs: sentAtMs, sentAtMs } as const),
    ...{ answeredAtMs: sentAtMs + 5, doneAtMs: sentAtMs + 6, status: 201, generation },
    ...{ echoedId: id, bytes: 10, complete: true, error: null },
    ...more,
  };
}

const wrong = { status: 500 };
const noMatch = { posts: 3, twice: [], missing: [], unanswered: [] };
const what = { name: 'bad', during: 'Bad release' };

describe('trafficFigures', () => {
  const records = [
    record('shop-v001', 0),
    record('shop-v004', 10, wrong),
    // Not the bad release's own words: these are lost whoever is to blame.
    record('shop-v004', 20, { complete: false }),
    record('shop-v001', 30, wrong),
    record('shop-v004', 40, { ...wrong, echoedId: 'somebody-else' }),
  ];

  test('tells errors of the release that is to go wrong from requests that are lost', () => {
    expect(trafficFigures(what, records, noMatch, 'shop-v004')).toMatchObject({
      ...{ sent: 5, answered: 1, wrongByBadRelease: 1, lost: 3 },
      lostBy: { incomplete: 1, 'status 500': 2 },
    });
  });

  test('excuses nobody when no release is to go wrong', () => {
    const figures = trafficFigures(what, records, noMatch, null);
    expect(figures).toMatchObject({ answered: 1, wrongByBadRelease: 0, lost: 4 });
  });
});

describe('lastSentAfterMs', () => {
  test('counts from when requests left, not from when they were answered', () => {
    const records = [
      record('shop-v001', 90, { answeredAtMs: 400 }),
      record('shop-v001', 131),
      record('shop-v003', 900),
    ];
    expect(lastSentAfterMs(records, 'shop-v001', 100)).toBe(31);
    expect(lastSentAfterMs(records, 'shop-v001', 200)).toBe(0);
  });
});

describe('wayBack', () => {
  test('takes the first wrong answer and the first answer to what was sent after it', () => {
    const records = [
      // Under way to the old one since before: no way back.
      record('shop-v001', 90, { answeredAtMs: 250 }),
      record('shop-v004', 100),
      record('shop-v004', 195, wrong),
      record('shop-v004', 300, wrong),
      record('shop-v001', 400),
      record('shop-v001', 500),
    ];
    expect(wayBack(records, 'shop-v004', 'shop-v001')).toEqual({
      ...{ backAfterMs: 205, wrongAnswers: 2, answers: 3, wrongAfterwards: 0 },
    });
  });

  test('counts what still went wrong afterwards', () => {
    const records = [
      record('shop-v004', 100, wrong),
      record('shop-v001', 200),
      record(null, 300, { status: 503, echoedId: null }),
    ];
    expect(wayBack(records, 'shop-v004', 'shop-v001')?.wrongAfterwards).toBe(1);
  });

  test('is nothing without a wrong answer, or without an answer of the old one afterwards', () => {
    expect(wayBack([record('shop-v001', 0)], 'shop-v004', 'shop-v001')).toBeNull();
    expect(wayBack([record('shop-v004', 0, wrong)], 'shop-v004', 'shop-v001')).toBeNull();
  });
});
