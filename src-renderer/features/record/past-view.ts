/** Which two lanes a record is about, and who answered at one moment of it. Pure. */
import type { Audit } from '../../../src-shared/audit.ts';
import type {
  FleetPicture,
  PicturedBlock,
  PicturedGeneration,
} from '../../../src-shared/fleet-picture.ts';
import { labelOfGeneration, type GenerationId } from '../../../src-shared/ids.ts';
import { percent, plain } from '../../../src-shared/wording.ts';
import type { Cell, CellGroup } from '../../ui/board/cell.ts';
import { errorShare, rate } from '../../ui/format.ts';
import { lookOfState, restingLook } from '../fleet/block-cell.ts';
import { labelIn, sentShare, splitWords } from './picture-words.ts';

export interface PastLane {
  readonly id: GenerationId;
  readonly number: number;
  readonly label: string;
  /** The most that it had at any moment, in so many groups: what its board has to have room for. */
  readonly blocks: number;
  readonly groups: number;
}

/** The same two for all of its moments, old left and new right, so that nothing jumps while it is scrubbed. */
export function lanesOfRecord({ sights, intent }: Pick<Audit, 'sights' | 'intent'>): PastLane[] {
  const known = new Map<GenerationId, PastLane>();
  for (const { picture } of sights) {
    for (const generation of picture.generations) {
      known.set(generation.id, laneOf(generation, known.get(generation.id)));
    }
  }
  const first = sights[0]?.picture.split.weights ?? [];
  const [serving] = [...first].sort((a, b) => b.weight - a.weight);
  const all = [...known.values()];
  const byNumber = (number: number): GenerationId | undefined =>
    all.find((each) => each.number === number)?.id;
  const subjects = (): (GenerationId | undefined)[] => {
    switch (intent.kind) {
      case 'cut-over':
      case 'revert':
        return [intent.from, intent.to];
      case 'launch':
        return [serving?.generation, byNumber(intent.number)];
      case 'replace':
      case 'scale':
      case 'retire':
      case 'adopt':
      case 'stop':
      case 'start':
        return [intent.generation, serving?.generation];
      case 'release': {
        const { candidate, from } = intent;
        const isThere = candidate.kind === 'existing';
        return [from, isThere ? candidate.generation : byNumber(candidate.number)];
      }
    }
  };
  const lanes = new Set(subjects());
  return all.filter(({ id }) => lanes.has(id)).sort((a, b) => a.number - b.number);
}

function laneOf(generation: PicturedGeneration, before: PastLane | undefined): PastLane {
  const { id, number, blocks } = generation;
  const zones = new Set(blocks.map(({ zone }) => zone));
  return {
    ...{ id, number, label: labelOfGeneration(generation) },
    blocks: Math.max(blocks.length, before?.blocks ?? 0),
    groups: Math.max(zones.size, before?.groups ?? 1),
  };
}

/** CSS pixels of the boards, the same for both and for every moment: nothing jumps while it is scrubbed. */
export function boardHeight(lanes: readonly PastLane[]): number {
  const blocks = Math.max(0, ...lanes.map((lane) => lane.blocks));
  const groups = Math.max(1, ...lanes.map((lane) => lane.groups));
  const captions = groups > 1 ? groups * 28 : 0;
  return captions + (blocks <= 8 ? 96 : blocks <= 60 ? 120 : 168);
}

export interface PastSide {
  readonly id: GenerationId;
  readonly label: string;
  /** 0..1: what was counted, or what the split sent where nothing was. */
  readonly share: number;
  readonly facts: readonly string[];
}

export interface PastTraffic {
  readonly sides: readonly PastSide[];
  /** Requests were counted just then: else the bar draws weights. */
  readonly isCounted: boolean;
  readonly note: string;
}

export function pastTraffic(picture: FleetPicture, lanes: readonly PastLane[]): PastTraffic {
  const { traffic } = picture;
  const isCounted = traffic?.some(({ requestsPerSecond }) => requestsPerSecond > 0) === true;
  const ids = new Set([
    ...lanes.map(({ id }) => id),
    ...picture.split.weights.map(({ generation }) => generation),
  ]);
  const sides = [...ids].map((id): PastSide => {
    const seen = traffic?.find(({ generation }) => generation === id);
    const label = lanes.find((lane) => lane.id === id)?.label ?? labelIn(picture, id);
    const isAnswering = isCounted && seen !== undefined && seen.requestsPerSecond > 0;
    return {
      ...{ id, label },
      share: isCounted ? (seen?.share ?? 0) : sentShare(picture, id),
      facts: isAnswering
        ? [rate(seen.requestsPerSecond), errorShare(seen.errorsPerSecond, seen.requestsPerSecond)]
        : [],
    };
  });
  const sent = `The split sent ${splitWords(picture)}`;
  const silent =
    traffic === null ? 'what was answered is not counted here' : 'no requests were seen';
  return { sides, isCounted, note: isCounted ? `${sent}.` : `${sent}; ${silent}.` };
}

/** `current`, `previous`; nothing for those that stand by. */
export function pastRole(picture: FleetPicture, id: GenerationId): string | null {
  const share = sentShare(picture, id);
  const most = Math.max(0, ...picture.split.weights.map((w) => sentShare(picture, w.generation)));
  if (share > 0 && share === most) return 'current';
  return picture.previous === id ? 'previous' : null;
}

/** By its split, or by what was seen to be answered. */
export function carriedThen(picture: FleetPicture, id: GenerationId): boolean {
  const seen = picture.traffic?.find(({ generation }) => generation === id);
  return sentShare(picture, id) > 0 || (seen?.requestsPerSecond ?? 0) > 0;
}

/** @param carried whether anything reached the generation then. */
export function pastCells(
  { blocks }: PicturedGeneration,
  label: string,
  carried: boolean,
): readonly CellGroup[] {
  const zones = [...new Set(blocks.map(({ zone }) => zone ?? ''))].sort();
  return zones.map((zone) => ({
    caption: plain(zone, 60),
    note: '',
    cells: blocks
      .filter((block) => (block.zone ?? '') === zone)
      .map((block) => pastCell(block, label, carried)),
  }));
}

function pastCell({ id, slot, state }: PicturedBlock, label: string, carried: boolean): Cell {
  const word = state.replace('-', ' ');
  return {
    key: id,
    look: state === 'healthy' && !carried ? restingLook : lookOfState(state),
    tag: String(slot),
    lines: state === 'unhealthy-draining' ? ['unhealthy', 'draining'] : [word],
    text: `${label} slot ${String(slot)}, was ${word}`,
  };
}

/** `75 % seen`, or what was sent where nothing was counted. */
export function shareWords({ share }: PastSide, { isCounted }: PastTraffic): string {
  return `${percent(share)} ${isCounted ? 'seen' : 'sent'}`;
}
