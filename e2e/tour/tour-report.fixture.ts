/** A tour on which all was as it should be, for tests to damage. */
import type { TourReport } from './tour-report.ts';

export function goodReport(): TourReport {
  const step = { end: { kind: 'seen' }, tookMs: 1200, told: ['Seen.'], pictures: [] } as const;
  return {
    startedAt: '2026-11-26T21:21:33.962Z',
    tookMs: 48_405,
    version: '0.1.0',
    machine: {
      ...{ platform: 'linux x64', cores: 2, processor: 'EPYC', memoryGb: 25 },
      ...{ electron: '45.4.1', node: '24.21.0', loadBefore: 0.2 },
    },
    steps: [
      { ...step, name: 'first-run', title: 'First run' },
      {
        ...step,
        name: 'release-by-steps',
        title: 'Release by steps',
        pictures: [{ name: 'second-share', caption: 'Four in ten.' }],
      },
      { ...step, name: 'bad-release', title: 'A bad release reverts itself' },
    ],
    presses: [
      { kind: 'first-share', label: 'Send 10 %', until: 'first answer by v003', ms: 91.2 },
      { kind: 'all', label: 'Go on to 100 %', until: 'last request that v001 still got', ms: 31 },
      { kind: 'revert', label: 'Revert to v001', until: 'first answer by v001', ms: 33.4 },
      { kind: 'cut-over', label: 'Cut over to v003', until: 'first answer by v003', ms: 53 },
      {
        kind: 'release-at-once',
        label: 'Cut over to v004',
        until: 'first answer by v004',
        ms: 209,
      },
    ],
    wayBack: {
      ...{ from: 'v004', to: 'v001', backAfterMs: 6200 },
      ...{ wrongAnswers: 159, answers: 1238, wrongAfterwards: 0 },
    },
    traffic: [
      {
        ...{ name: 'tour-release', during: 'Release by steps, over and back', sent: 2305 },
        ...{ answered: 2305, wrongByBadRelease: 0, lost: 0, lostBy: {} },
        ...{ posts: 655, twice: 0, missing: 0, generations: { 'storefront-v001': 2305 } },
        ...{ p50Ms: 3.3, p95Ms: 7.9, p99Ms: 37.8, lagP99Ms: 8.4 },
      },
    ],
    sampleTraffic: { sent: 1718, answered: 1660, errors: 58, refused: 0, lost: 0 },
    complaints: [],
    problems: [],
  };
}
