/**
 * What the entry's own counters say of a switch. They count real clients only, and begin anew with
 * each split: right after a switch they are empty however busy the fleet is, so whether there is
 * anything to wait for is remembered from before.
 */
import type { Fleet } from '../../src-shared/fleet.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import { labelOf } from '../../src-shared/split.ts';
import type { GenerationTraffic } from '../../src-shared/traffic.ts';

/** Folded from look to look; times are monotonic. */
export interface LiveWatch {
  readonly revision: number;
  /** First look at this revision. */
  readonly seenAtMs: number;
  /** There was traffic just before this revision. */
  readonly wasBusy: boolean;
  /** There is some at the last look. */
  readonly isBusy: boolean;
  /** Responses since the split by generations that should make none. */
  readonly ofOthers: number;
  /** Since when `ofOthers` has not grown... */
  readonly quietSinceMs: number;
  /** ... and what the wanted generation had answered by then. */
  readonly ofWantedThen: number;
}

/** Two looks 40 ms apart prove nothing; one of these does: so long without one, or so many by the wanted. */
const quietMs = 300;
const quietAnswers = 10;
/** A fleet that was busy is waited for so long: its rate looks back no further. */
const busyMs = 2000;

export function watchTraffic(
  before: LiveWatch | null,
  fleet: Fleet,
  wanted: GenerationId,
  nowMs: number,
): LiveWatch {
  const { revision } = fleet.split;
  const isBusy = fleet.traffic.requestsPerSecond > 0;
  const ofWanted = answersOf(fleet, wanted);
  const ofOthers = fleet.traffic.generations
    .filter((traffic) => traffic.generation !== wanted)
    .reduce((sum, traffic) => sum + traffic.responsesSinceSplit, 0);
  const anew = { quietSinceMs: nowMs, ofWantedThen: ofWanted };
  if (before?.revision !== revision) {
    const wasBusy = before?.isBusy === true;
    return { revision, seenAtMs: nowMs, wasBusy, isBusy, ofOthers, ...anew };
  }
  if (ofOthers > before.ofOthers) return { ...before, isBusy, ofOthers, ...anew };
  return { ...before, isBusy };
}

export type LiveVerdict =
  | { readonly kind: 'seen'; readonly responses: number }
  /** Nobody but us asks anything. */
  | { readonly kind: 'no-traffic' }
  | { readonly kind: 'not-yet'; readonly because: string };

export function judgeTraffic(
  watch: LiveWatch | null,
  fleet: Fleet,
  wanted: GenerationId,
  nowMs: number,
): LiveVerdict {
  const label = labelOf(fleet, wanted);
  const responses = answersOf(fleet, wanted);
  const isBusy = fleet.traffic.requestsPerSecond > 0;
  const isExpected = watch?.wasBusy === true && nowMs - watch.seenAtMs < busyMs;
  if (responses === 0 && (isBusy || isExpected)) {
    return {
      kind: 'not-yet',
      because: `no response to live traffic by ${label} has been counted yet`,
    };
  }
  const ofOthers = watch?.ofOthers ?? 0;
  if (responses === 0 && ofOthers === 0) return { kind: 'no-traffic' };
  const isQuiet =
    watch !== null &&
    (nowMs - watch.quietSinceMs >= quietMs || responses - watch.ofWantedThen >= quietAnswers);
  if (isQuiet) return responses === 0 ? { kind: 'no-traffic' } : { kind: 'seen', responses };
  const because =
    ofOthers === 0
      ? `watching that nobody but ${label} makes responses`
      : `others than ${label} made ${ofOthers} responses since the switch; watching that no more come`;
  return { kind: 'not-yet', because };
}

export function trafficOf(fleet: Fleet, id: GenerationId): GenerationTraffic | undefined {
  return fleet.traffic.generations.find((traffic) => traffic.generation === id);
}

function answersOf(fleet: Fleet, id: GenerationId): number {
  return trafficOf(fleet, id)?.responsesSinceSplit ?? 0;
}
