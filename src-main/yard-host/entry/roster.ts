/**
 * The blocks and generations behind an entry, and the split between them. The split in force is one
 * object behind one variable: changing it is one assignment, and no request can see half of a change.
 */
import type * as http from 'node:http';
import type { Split } from '../../../src-shared/fleet.ts';
import type { BlockId, GenerationId } from '../../../src-shared/ids.ts';
import { FaultError } from '../../../src-shared/result.ts';
import type { HealthThresholds, HealthWatch } from './health-check.ts';
import type { GenerationMeter } from './traffic-meter.ts';
import { chooseLane, leastBusyIndex, type Lane } from './weighted-choice.ts';

export const maximumWeight = 999;

/** Something a drain has to wait for, and cut in the end. */
export interface UnderWay {
  readonly kind: 'request' | 'web-socket';
  /** Told when a drain begins: a WebSocket gets its close frame. */
  readonly drainBegins: () => void;
  /** Ends it at once and counts it. */
  readonly cut: () => void;
}

export interface BlockRecord {
  readonly id: BlockId;
  readonly generation: GenerationRecord;
  readonly port: number;
  /** Kept-alive sockets to this block, used only for requests that may be repeated. */
  readonly pool: http.Agent;
  readonly health: HealthWatch;
  readonly underWay: Set<UnderWay>;
  busy: number;
  draining: boolean;
  /** Passed its checks at some time; one that never did gets no traffic, whatever happens. */
  wasHealthy: boolean;
  /** Set while a drain waits: looks whether anything is left. */
  onIdle: (() => void) | undefined;
  /** Until its first answer to anybody but a health check. */
  onFirstAnswer: (() => void) | undefined;
}

export interface GenerationRecord {
  readonly id: GenerationId;
  readonly healthPath: string;
  readonly thresholds: HealthThresholds;
  readonly meter: GenerationMeter;
  readonly blocks: Map<BlockId, BlockRecord>;
  /** Healthy and not draining; replaced whenever that changes. */
  available: readonly BlockRecord[];
  /** Fails its checks now, was healthy once, runs still: asked only when nobody is healthy. */
  lastResort: readonly BlockRecord[];
  cursor: number;
}

export interface Route {
  readonly block: BlockRecord;
  /** Which split chose it; a preview's requests belong to none. */
  readonly splitNumber: number;
}

/** Blocks that this request has already found closed. */
/** An error of its own does not show that it works. */
export function answeredBy(block: BlockRecord, status: number): void {
  if (status >= 500) return;
  block.onFirstAnswer?.();
  block.onFirstAnswer = undefined;
}

export type Tried = ReadonlySet<BlockRecord> | undefined;

/** Chooses a block for a request, or undefined when none may have it. */
export type Router = (tried: Tried) => Route | undefined;

interface SplitLane extends Lane {
  readonly generation: GenerationRecord | undefined;
}

export interface SplitTable {
  /** Counts the swaps in this process. */
  readonly number: number;
  readonly split: Split;
  readonly lanes: readonly SplitLane[];
}

/**
 * The table for a split. Generations that are not known (yet) get a lane without blocks.
 * @throws FaultError `bad-input` for a weight that is not an integer of 0..999 or a generation named twice.
 */
export function createSplitTable(
  split: Split,
  number: number,
  generations: ReadonlyMap<GenerationId, GenerationRecord>,
): SplitTable {
  const seen = new Set<GenerationId>();
  const lanes = split.weights.map(({ generation, weight }) => {
    if (!Number.isInteger(weight) || weight < 0 || weight > maximumWeight) {
      throw new FaultError({
        code: 'bad-input',
        message: `The weight of ${generation} is ${String(weight)}; a weight is a whole number from 0 to 999.`,
        where: generation,
        todo: 'Correct the weight; the split in force was not touched.',
      });
    }
    if (seen.has(generation)) {
      throw new FaultError({
        code: 'bad-input',
        message: `The split names ${generation} twice.`,
        where: generation,
        todo: 'Name each generation once; the split in force was not touched.',
      });
    }
    seen.add(generation);
    return { weight, credit: 0, generation: generations.get(generation) };
  });
  return { number, split, lanes };
}

/**
 * A block by the split: the lane whose turn it is, its least busy healthy block. When that
 * generation has none left, another one with weight; one without weight never. When nobody at all is
 * healthy, a block that once was: it may answer, while a 503 of our own is a loss for certain. It
 * still counts as unhealthy everywhere.
 */
export function routeBySplit(table: SplitTable, tried: Tried): Route | undefined {
  return (
    routeAmong(table, tried, (generation) => generation.available) ??
    routeAmong(table, tried, (generation) => generation.lastResort)
  );
}

/** Somebody with weight is healthy. */
export function canAnswer({ lanes }: SplitTable): boolean {
  return lanes.some(
    ({ weight, generation }) => weight > 0 && (generation?.available.length ?? 0) > 0,
  );
}

function routeAmong(
  table: SplitTable,
  tried: Tried,
  blocksOf: (generation: GenerationRecord) => readonly BlockRecord[],
): Route | undefined {
  const lane = chooseLane(
    table.lanes,
    ({ generation }) =>
      generation !== undefined && blocksOf(generation).some((block) => tried?.has(block) !== true),
  );
  const block = lane?.generation && leastBusy(lane.generation, blocksOf(lane.generation), tried);
  return block && { block, splitNumber: table.number };
}

/** A block of one generation; without a healthy one any that may answer, for somebody who looks why. */
export function routeToPreview(generation: GenerationRecord, tried: Tried): Route | undefined {
  const rest = (): readonly BlockRecord[] =>
    [...generation.blocks.values()].filter(
      (block) => !block.draining && block.health.view().state.kind !== 'exited',
    );
  const block =
    leastBusy(generation, generation.available, tried) ?? leastBusy(generation, rest(), tried);
  return block && { block, splitNumber: -1 };
}

/** To be called after each change of a block's health or drain. */
export function refreshAvailable(generation: GenerationRecord): void {
  const willing = [...generation.blocks.values()].filter((block) => !block.draining);
  const inState = (kind: string): BlockRecord[] =>
    willing.filter((block) => block.health.view().state.kind === kind);
  generation.available = inState('healthy');
  for (const block of generation.available) block.wasHealthy = true;
  generation.lastResort = inState('unhealthy').filter((block) => block.wasHealthy);
}

function leastBusy(
  generation: GenerationRecord,
  blocks: readonly BlockRecord[],
  tried: Tried,
): BlockRecord | undefined {
  if (blocks.length === 0) return undefined;
  const index = leastBusyIndex(blocks, generation.cursor % blocks.length, tried);
  if (index < 0) return undefined;
  generation.cursor = index + 1;
  return blocks[index];
}
