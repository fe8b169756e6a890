/** The traffic bar in words and shares: what was seen, and where the split says otherwise. Pure. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { currentOf, weightOf } from '../../../src-shared/roles.ts';
import { percent } from '../../../src-shared/wording.ts';
import { notKnownBefore, reachText, type Sight } from './lost-words.ts';
import { clockTime, count, errorShare, latency, plural, rate } from '../../ui/format.ts';

export interface TrafficSide {
  readonly generation: Generation;
  readonly label: string;
  /** 0..1 of the requests seen in the window. */
  readonly seen: number;
  /** 0..1 of the weights: what the split sends. */
  readonly sent: number;
  readonly facts: readonly string[];
}

export interface TrafficView {
  readonly sides: readonly TrafficSide[];
  /** In neither lane, and with traffic all the same: seen or sent. */
  readonly others: readonly TrafficSide[];
  /** `v040, in neither lane, answers 5 %`; null while there is none. */
  readonly elsewhere: string | null;
  /** No answer in the window: the bar has nothing to show. */
  readonly isSilent: boolean;
  /** Set while requests are lost: then silence is not for want of them. */
  readonly losing: string | null;
  /** Set when the weights and what was seen tell different stories. */
  readonly difference: string | null;
  readonly lost: number;
  readonly lostText: string;
  /** What was in hand when the count before this one ended. */
  readonly notKnown: string | null;
  /** Since when is counted: another number after the yard was started anew. Null before any request. */
  readonly sinceText: string | null;
  readonly cutSockets: number;
}

/** Shares closer than this are the same: a window of requests is a sample. */
const sameShare = 0.05;

export function trafficView(fleet: Fleet, lanes: readonly Generation[], sight: Sight): TrafficView {
  const { traffic } = fleet;
  const weightSum = fleet.split.weights.reduce((sum, entry) => sum + entry.weight, 0);
  const sideOf = (generation: Generation): TrafficSide => {
    const seen = traffic.generations.find((entry) => entry.generation === generation.id);
    const requests = seen?.requestsPerSecond ?? 0;
    return {
      generation,
      label: labelOfGeneration(generation),
      seen: seen?.share ?? 0,
      sent: weightSum === 0 ? 0 : weightOf(fleet, generation.id) / weightSum,
      facts:
        seen === undefined || requests === 0
          ? []
          : [
              rate(requests),
              `p95 ${latency(seen.p95Ms)}`,
              errorShare(seen.errorsPerSecond, requests),
            ],
    };
  };
  const sides = lanes.map(sideOf);
  const shown = new Set(lanes.map(({ id }) => id));
  const isSilent = !(traffic.requestsPerSecond > 0);
  const others = fleet.generations
    .filter(({ id }) => !shown.has(id))
    .map(sideOf)
    .filter(({ seen, sent }) => sent > 0 || (!isSilent && seen > 0));
  const current = currentOf(fleet);
  const { lostPerSecond } = traffic;
  const off = isSilent
    ? undefined
    : sides.find(
        (side) => side.generation.id === current?.id && Math.abs(side.sent - side.seen) > sameShare,
      );
  return {
    sides,
    others,
    elsewhere: elsewhereText(others, isSilent),
    isSilent,
    losing:
      lostPerSecond > 0
        ? `${rate(lostPerSecond)} lost${isSilent ? ': nobody answers' : ' beside those answered'}`
        : null,
    difference:
      off === undefined
        ? null
        : `${percent(off.sent)} sent to ${off.label}, ${percent(off.seen)} seen`,
    lost: traffic.lost,
    lostText:
      traffic.requests === 0
        ? 'No requests yet'
        : `${plural(traffic.lost, 'request')} lost of ${count(traffic.requests)}${reachText(sight, traffic)}`,
    notKnown: notKnownBefore(traffic),
    sinceText: traffic.requests === 0 ? null : `Counted since ${clockTime(traffic.sinceMs)}`,
    cutSockets: traffic.webSocketsCut,
  };
}

/** Whoever is in neither lane must not be overlooked for it: what it gets, and what it answers. */
function elsewhereText(others: readonly TrafficSide[], isSilent: boolean): string | null {
  if (others.length === 0) return null;
  const parts = others.map(({ label, sent, seen }) => {
    const told = sent > 0 ? `is sent ${percent(sent)}` : 'is sent nothing more';
    return isSilent ? `${label} ${told}` : `${label} ${told} and answers ${percent(seen)}`;
  });
  return `In neither lane: ${parts.join('; ')}`;
}
