/** A release on its way, to look at: the split, what was said to it, and the course that the engine tells. */
import type { Acceptance } from '../../src-shared/acceptance-schema.ts';
import type { Fleet, Generation } from '../../src-shared/fleet.ts';
import { generationLabel } from '../../src-shared/ids.ts';
import type { Course, PanelSnapshot, Progress } from '../../src-shared/panel.ts';
import type { HeardOpinion, Opinion } from '../../src-shared/opinion-schema.ts';
import type { ControlChange, RolloutControls, ShiftStep } from '../../src-shared/release-schema.ts';
import {
  noControls,
  noMemory,
  sharesOf,
  usualTerms,
  type ReleaseIntent,
} from '../../src-shared/release.ts';
import {
  aFleet,
  aGeneration,
  aProgress,
  aRollout,
  aSnapshot,
  galleryNowMs,
  generationId,
  imageId,
} from './fixtures.ts';

const minuteMs = 60_000;
export const slowly: readonly ShiftStep[] = [
  { percent: 10, pauseMs: 5 * minuteMs },
  { percent: 50, pauseMs: null },
];

export interface ReleaseWish {
  readonly steps?: readonly ShiftStep[];
  /** Which phase it is at, from 0: launch, prove, press, the shares, bake. */
  readonly now: number;
  /** Of the candidate, in percent. */
  readonly share?: number;
  /** The same as it was answered. */
  readonly seen?: number;
  readonly title: string;
  readonly because?: string;
  readonly value?: number;
  readonly offers: readonly ControlChange[];
  readonly leftMs?: number;
  readonly controls?: Partial<RolloutControls>;
  /** Null: it is not launched yet. */
  readonly candidate?: Generation | null;
  /** It was there already. */
  readonly isExisting?: boolean;
  readonly opinion?: HeardOpinion;
  readonly accepted?: Acceptance;
  readonly findings?: 'strict';
}

export function releaseIntent(
  steps: readonly ShiftStep[],
  isExisting = false,
  number = 2,
): ReleaseIntent {
  const { recipe } = aGeneration(number);
  return {
    kind: 'release',
    candidate: isExisting
      ? { kind: 'existing', generation: generationId(number) }
      : { kind: 'launch', image: imageId(number), number, size: 4, recipe },
    from: generationId(1),
    expectedRevision: 7,
    terms: { ...usualTerms, steps: [...steps], bakeMs: 10 * minuteMs },
  };
}

function withFindings(intent: ReleaseIntent, { findings }: ReleaseWish): ReleaseIntent {
  return findings === undefined ? intent : { ...intent, terms: { ...intent.terms, findings } };
}

/** The shares of the two generations in a fleet, as the entry lists them. */
export function sharedFleet(share: number, seen: number, more: Partial<Fleet>): Fleet {
  const fleet = aFleet({
    previous: share > 0 ? 1 : null,
    seen: { 1: 1 - seen / 100, 2: seen / 100 },
  });
  return {
    ...fleet,
    split: {
      ...fleet.split,
      weights: [
        { generation: generationId(1), weight: 100 - share },
        { generation: generationId(2), weight: share },
      ],
    },
    ...more,
  };
}

export function releaseCourse(intent: ReleaseIntent, wish: ReleaseWish): Course {
  const label = generationLabel(2);
  const launch = intent.candidate.kind === 'launch' ? 'Launch 4' : 'Look at its health';
  const phases: readonly (readonly [Course['phases'][number]['name'], string])[] = [
    ['launch', launch],
    ['prove', 'Prove in isolation'],
    ['press', intent.terms.findings === 'strict' ? 'Accept the findings' : 'Your press'],
    ...sharesOf(intent.terms).map(
      (share) =>
        [
          'shift',
          share === 100 ? `All traffic to ${label}` : `${String(share)} % of the traffic`,
        ] as const,
    ),
    ['bake', 'Bake under watch'],
  ];
  return {
    phases: phases.map(([name, title], at) => ({
      ...{ name, title },
      state: at < wish.now ? 'done' : at === wish.now ? 'now' : 'ahead',
    })),
    isHeld: wish.controls?.isHeld ?? false,
    offers: [...wish.offers],
    leftMs: wish.leftMs ?? null,
    ...(wish.opinion && { opinion: wish.opinion }),
  };
}

export function releaseFleet(wish: ReleaseWish): Fleet {
  const { steps = [], share = 0, seen = share, candidate = aGeneration(2), controls } = wish;
  const intent = withFindings(releaseIntent(steps, wish.isExisting), wish);
  return sharedFleet(share, seen, {
    generations: [aGeneration(1), ...(candidate === null ? [] : [candidate])],
    rollout: {
      ...aRollout(intent),
      startedAtMs: galleryNowMs - 95_000,
      memory: noMemory,
      ...(controls && { controls: { ...noControls, by: 'ana on desk', ...controls } }),
    },
  });
}

export function releaseProgress(wish: ReleaseWish): Progress {
  const intent = {
    ...withFindings(releaseIntent(wish.steps ?? [], wish.isExisting), wish),
    ...(wish.accepted && { accepted: wish.accepted }),
  };
  return aProgress({
    intent,
    title: wish.title,
    waitingBecause: wish.because ?? null,
    value: wish.value ?? 0.5,
    course: releaseCourse(intent, wish),
  });
}

export function releasing(wish: ReleaseWish, change: Partial<PanelSnapshot> = {}): PanelSnapshot {
  return aSnapshot([releaseFleet(wish)], { progress: [releaseProgress(wish)], ...change });
}

/** As CloudWatch would be heard, two minutes old. */
export function anOpinion(
  change: Partial<Opinion>,
  silentBecause: string | null = null,
): HeardOpinion {
  // prettier-ignore
  const times = { fromMs: galleryNowMs - 20 * minuteMs, toMs: galleryNowMs - 2 * minuteMs };
  const side = (requests: number, errors: number, p95Ms: number) => {
    return { requests, errors, p95Ms, timedRequests: requests, timedPeriods: 10, ...times };
  };
  return {
    kind: 'heard',
    opinion: {
      verdict: 'passes',
      because:
        'v002 answered 0.2 % of 2 140 requests with a 5xx, p95 98 ms; v001 answered 0.3 % of 8 900 requests with a 5xx, p95 95 ms',
      source: 'CloudWatch',
      baseline: side(8900, 27, 95),
      candidate: side(2140, 4, 98),
      alarms: [],
      measuredToMs: times.toMs,
      notes: [],
      ...change,
    },
    silentBecause,
  };
}
