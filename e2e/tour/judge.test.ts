import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { goodReport } from './tour-report.fixture.ts';

describe('judge', () => {
  test('finds nothing wrong with a whole tour that lost nothing', () => {
    expect(judge(goodReport())).toEqual([]);
  });

  test('fails a tour that lost one request, and says why it was lost', () => {
    const report = goodReport();
    const [first] = report.traffic;
    const traffic = [{ ...first!, lost: 1, lostBy: { ECONNRESET: 1 } }];
    expect(judge({ ...report, traffic })).toEqual([
      'Release by steps, over and back: 1 of 2305 requests lost (ECONNRESET: 1).',
    ]);
  });

  test.each([
    ['a POST carried out twice', { twice: 1 }, /1 POSTs carried out twice/],
    ['a POST that no block knows', { missing: 2 }, /2 POSTs answered that no block knows/],
    ['a client that sent no POST', { posts: 0 }, /no POST was sent/],
  ])('fails on %s', (_, change, sentence) => {
    const report = goodReport();
    const [first] = report.traffic;
    expect(judge({ ...report, traffic: [{ ...first!, ...change }] }).join()).toMatch(sentence);
  });

  test('fails on a step that was not seen, and says which were not reached', () => {
    const report = goodReport();
    const [first, ...rest] = report.steps;
    const steps = [
      first!,
      { ...rest[0]!, end: { kind: 'failed', because: 'v003 never came.' } as const },
      { ...rest[1]!, end: { kind: 'not-reached' } as const },
    ];
    expect(judge({ ...report, steps, wayBack: null, presses: [], sampleTraffic: null })).toEqual([
      '"Release by steps" was not seen: v003 never came.',
      '"A bad release reverts itself" was not reached.',
    ]);
  });

  test('fails on a tour without steps, without a press, without traffic and without a way back', () => {
    const report = goodReport();
    expect(judge({ ...report, steps: [] }).join()).toMatch(/no step/i);
    expect(judge({ ...report, presses: report.presses.slice(1) }).join()).toMatch(/"first-share"/);
    expect(judge({ ...report, traffic: [] }).join()).toMatch(/No request of our own/);
    expect(judge({ ...report, wayBack: null }).join()).toMatch(/No bad release/);
  });

  test('fails on what the window itself lost or complained about', () => {
    const report = goodReport();
    const sampleTraffic = { ...report.sampleTraffic!, refused: 3 };
    expect(judge({ ...report, sampleTraffic }).join()).toMatch(/3 refused/);
    expect(judge({ ...report, complaints: ['boom'] })).toEqual(['The page complained: boom']);
  });

  test('fails when requests still went wrong after the traffic was back', () => {
    const report = goodReport();
    const wayBack = { ...report.wayBack!, wrongAfterwards: 2 };
    expect(judge({ ...report, wayBack }).join()).toMatch(/2 requests went wrong after/);
  });
});
