/** The traffic bar in words and shares: what was seen, and where the split says otherwise. Pure. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { currentOf, weightOf } from '../../../src-shared/roles.ts';
import { percent } from '../../../src-shared/wording.ts';
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
  /** No answer in the window: the bar has nothing to show. */
  readonly isSilent: boolean;
  /** Set while requests are lost: then silence is not for want of them. */
  readonly losing: string | null;
  /** Set when the weights and what was seen tell different stories. */
  readonly difference: string | null;
  readonly lost: number;
  readonly lostText: string;
  /** Since when is counted: another number after the yard was started anew. Null before any request. */
  readonly sinceText: string | null;
  readonly cutSockets: number;
}

/** Shares closer than this are the same: a window of requests is a sample. */
const sameShare = 0.05;

export function trafficView(fleet: Fleet, lanes: readonly Generation[]): TrafficView {
  const { traffic } = fleet;
  const weightSum = fleet.split.weights.reduce((sum, entry) => sum + entry.weight, 0);
  const sides = lanes.map((generation): TrafficSide => {
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
  });
  const isSilent = !(traffic.requestsPerSecond > 0);
  const current = currentOf(fleet);
  const { lostPerSecond } = traffic;
  const off = isSilent
    ? undefined
    : sides.find(
        (side) => side.generation.id === current?.id && Math.abs(side.sent - side.seen) > sameShare,
      );
  return {
    sides,
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
        : `${plural(traffic.lost, 'request')} lost of ${count(traffic.requests)}`,
    sinceText: traffic.requests === 0 ? null : `Counted since ${clockTime(traffic.sinceMs)}`,
    cutSockets: traffic.webSocketsCut,
  };
}
