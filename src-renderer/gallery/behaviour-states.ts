/** How two generations behave: start-ups known and not known, sample requests before, under way, judged, too few, and refused. */
import type { BlockStart } from '../../src-shared/block-start-schema.ts';
import { startsTold } from '../../src-shared/block-starts.ts';
import type { BehaviourReport, SampledPath, SampledSide } from '../../src-shared/behaviour-schema.ts'; // prettier-ignore
import type { Block } from '../../src-shared/fleet.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { asBlockId } from '../../src-shared/ids.ts';
import type { Answers } from '../bridge/fake-bridge.ts';
import { comparison } from './comparison-fixture.ts';
import { aFleet, aGeneration, aSnapshot, galleryNowMs, generationId, storefront } from './fixtures.ts'; // prettier-ignore
import type { GalleryState } from './gallery-state.ts';

function startsOf(healthyMs: readonly number[], more: Partial<BlockStart> = {}) {
  const common = { block: asBlockId('b'), launchedAtMs: galleryNowMs, runningMs: 84, firstResponseMs: null }; // prettier-ignore
  const starts = healthyMs.map((ms) => ({ ...common, healthyMs: ms, ...more }));
  return startsTold(starts, more.runningMs === null ? 'panel' : 'yard');
}

const change = (starts: ReturnType<typeof startsOf>) => ({ ...(starts && { starts }) });

const before = [1220, 1180, 1340, 1290, 1450, 2080].map((ms, index) =>
  aGeneration(index + 1, {
    size: 0,
    change: { rung: 'retired', hasServed: true, ...change(startsOf([ms, ms * 1.05, ms * 1.2])) },
  }),
);

const generations = [
  ...before,
  aGeneration(7, { change: change(startsOf([1310, 1280, 1420, 1600], { firstResponseMs: 6400 })) }),
  aGeneration(8, { change: change(startsOf([3920, 3760, 4100, 5300])) }),
];

function aSide(from: number, times: number, more: Partial<SampledSide> = {}): SampledSide {
  const timesMs = Array.from(
    { length: times },
    (_, index) =>
      Math.round(from * (1 + ((index * 7) % 13) / 26 + (index % 17 === 0 ? 0.9 : 0)) * 10) / 10,
  );
  const sorted = [...timesMs].sort((a, b) => a - b);
  return {
    ...{ asked: times, timesMs, bytes: 812, statuses: [{ status: 200, count: times }] },
    p50Ms: sorted[Math.ceil(times / 2) - 1] ?? null,
    p95Ms: times < 20 ? null : (sorted[Math.ceil(times * 0.95) - 1] ?? null),
    ...more,
  };
}

const none = { failedA: 0, failedB: 0 };
const failing = { ...aSide(5, 9, { asked: 20, statuses: [{ status: 503, count: 11 }, { status: 200, count: 9 }] }) }; // prettier-ignore

const paths: readonly SampledPath[] = [
  {
    ...{ path: '/', a: aSide(6.2, 20), b: aSide(6.4, 20) },
    pairs: { answered: 20, slowerA: 9, slowerB: 11, differenceMs: 0.2, ...none },
  },
  {
    ...{ path: '/api/items', a: aSide(12, 20), b: aSide(184, 20, { bytes: 901 }) },
    pairs: { answered: 20, slowerA: 0, slowerB: 20, differenceMs: 172.4, ...none },
  },
  {
    path: '/search?q=a-rather-long-question-that-does-not-fit-into-a-line-of-this-list',
    ...{ a: aSide(5, 20), b: failing },
    pairs: { answered: 9, slowerA: 5, slowerB: 4, differenceMs: -0.1, failedA: 0, failedB: 11 },
  },
];

const few: readonly SampledPath[] = [
  {
    ...{ path: '/', a: aSide(4100, 6), b: aSide(5200, 6, { asked: 6 }) },
    pairs: { answered: 6, slowerA: 1, slowerB: 5, differenceMs: 900, ...none },
  },
];

const report: BehaviourReport = {
  ...{ atMs: galleryNowMs, fleet: storefront, a: generationId(7), b: generationId(8) },
  ...{ paths: [...paths], missing: [] },
};

function answersFor(answer: NonNullable<Answers['behaviour.compare']>): Answers {
  return { 'generation.compare': () => succeed(comparison), 'behaviour.compare': answer };
}

const sent = {
  snapshot: aSnapshot([aFleet({ generations, serves: 7 })]),
  view: {
    screen: 'compare',
    compareWhat: 'generations',
    compareOld: generationId(7),
    compareNew: generationId(8),
  },
  answers: answersFor(() => succeed(report)),
  presses: ['Send sample requests'],
} as const;

function withoutMemory(block: Block): Block {
  const { memoryBytes, ...known } = block;
  return memoryBytes === undefined ? block : known;
}

/** As an account tells it. */
const fromLooks = [
  aGeneration(1),
  aGeneration(2, { change: change(startsOf([96_000, 131_000], { runningMs: null })) }),
].map((one) => ({ ...one, blocks: one.blocks.map(withoutMemory) }));

export const behaviourStates: Readonly<Record<string, GalleryState>> = {
  behaviour: sent,
  'behaviour-before': { ...sent, presses: [] },
  'behaviour-asking': {
    ...sent,
    answers: answersFor(() => new Promise<Result<BehaviourReport>>(() => undefined)),
  },
  'behaviour-few': {
    ...sent,
    answers: answersFor(() =>
      succeed({
        ...report,
        paths: [...few],
        missing: ['It ended after 120 s, with 6 of 60 requests to each side: the answers took too long.'], // prettier-ignore
      }),
    ),
  },
  'behaviour-from-looks': {
    ...sent,
    snapshot: aSnapshot([aFleet({ generations: fromLooks })]),
    view: { screen: 'compare', compareWhat: 'generations' },
    answers: answersFor(() =>
      fail({
        code: 'refused',
        message:
          'storefront-v002 has no address past the traffic from here, so it cannot be asked.',
        todo: 'In the local yard each generation has one while a block of it runs.',
      }),
    ),
  },
};
