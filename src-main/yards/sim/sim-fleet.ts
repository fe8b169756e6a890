/** A simulated fleet: scripted blocks, a split, a rollout slot. Its state at any time follows from its script. */
import type { Block, Fleet, Generation, Rollout, Split } from '../../../src-shared/fleet.ts';
import {
  asBlockId,
  generationIdOf,
  type BlockId,
  type FleetId,
  type GenerationId,
  type ImageId,
} from '../../../src-shared/ids.ts';
import type { Recipe } from '../../../src-shared/fleet.ts';

/** What becomes of a block: times in milliseconds after its launch. */
export interface BlockScript {
  /** Null: never. */
  readonly healthyAfterMs: number | null;
  readonly exitsAfterMs: number | null;
}

export interface SimBlock {
  readonly id: BlockId;
  readonly slot: number;
  readonly launchedAtMs: number;
  readonly script: BlockScript;
  readonly replaces: BlockId | null;
  /** Killed from outside. */
  diedAtMs: number | null;
  /** Its checks fail until then. */
  sickUntilMs: number;
  endsAtMs: number | null;
}

export interface SimGeneration {
  readonly id: GenerationId;
  readonly number: number;
  readonly image: ImageId;
  readonly recipe: Recipe;
  readonly size: number;
  readonly launchedAtMs: number;
  /** Null while the entry does not list it; from then on its blocks are checked. */
  attachedAtMs: number | null;
  rung: Generation['rung'];
  blocks: SimBlock[];
}

export interface SimFleet {
  readonly id: FleetId;
  readonly name: string;
  readonly floor: number;
  readonly generations: SimGeneration[];
  split: Split;
  previous: GenerationId | null;
  rollout: Rollout | null;
  /** Monotonic: a set wall clock neither ends nor prolongs a lease. */
  leaseEndsAtMs: number;
  nextBlock: number;
  readonly requestsPerSecond: number;
}

export function addGeneration(
  fleet: SimFleet,
  order: Pick<SimGeneration, 'number' | 'image' | 'recipe' | 'size'>,
  nowMs: number,
  scripts: (slot: number) => BlockScript,
): SimGeneration {
  const id = generationIdOf(fleet.name, order.number);
  const blocks = Array.from({ length: order.size }, (_, slot) =>
    freshBlock(fleet, id, slot, nowMs, scripts(slot), null),
  );
  const times = { launchedAtMs: nowMs, attachedAtMs: nowMs };
  const generation: SimGeneration = { ...order, id, ...times, rung: 'warm', blocks };
  fleet.generations.push(generation);
  return generation;
}

export function freshBlock(
  fleet: SimFleet,
  generation: GenerationId,
  slot: number,
  nowMs: number,
  script: BlockScript,
  replaces: BlockId | null,
): SimBlock {
  fleet.nextBlock += 1;
  const id = asBlockId(`${generation}-b${String(fleet.nextBlock).padStart(4, '0')}`);
  return {
    id,
    slot,
    launchedAtMs: nowMs,
    script,
    replaces,
    diedAtMs: null,
    sickUntilMs: 0,
    endsAtMs: null,
  };
}

function stateAt(block: SimBlock, attachedAtMs: number | null, nowMs: number): Block['state'] {
  const ageMs = nowMs - block.launchedAtMs;
  const checkedMs = nowMs - Math.max(block.launchedAtMs, attachedAtMs ?? Infinity);
  const { healthyAfterMs, exitsAfterMs } = block.script;
  if (block.diedAtMs !== null) {
    return { kind: 'exited', code: null, signal: 'SIGKILL', reason: 'killed from outside' };
  }
  if (exitsAfterMs !== null && ageMs >= exitsAfterMs) {
    return { kind: 'exited', code: 1, signal: null, reason: 'the script says so' };
  }
  if (block.endsAtMs !== null) return { kind: 'draining', inFlight: 1, endsAtMs: block.endsAtMs };
  if (attachedAtMs === null) return { kind: 'unused', reason: 'Nobody checks it.' };
  if (nowMs < block.sickUntilMs) return { kind: 'unhealthy', reason: 'its check fails' };
  if (healthyAfterMs !== null && checkedMs >= healthyAfterMs) return { kind: 'healthy' };
  return { kind: 'starting', detail: '' };
}

/** The truth at `nowMs`, in the port's words. */
export function fleetAt(fleet: SimFleet, nowMs: number, toWallMs: (ms: number) => number): Fleet {
  const generations = fleet.generations.map((generation) => generationAt(generation, nowMs));
  const sum = fleet.split.weights.reduce((total, entry) => total + entry.weight, 0);
  const sinceSplitMs = nowMs - fleet.split.changedAtMs;
  return {
    id: fleet.id,
    name: fleet.name,
    entry: {
      url: 'http://127.0.0.1:1/',
      state: { kind: 'listening' },
      marker: 'header',
      pinnedForMs: null,
      rules: ['the simulated entry'],
      notes: [],
    },
    floor: fleet.floor,
    generations,
    split: fleet.split,
    previous: fleet.previous,
    rollout: fleet.rollout,
    traffic: {
      isCounted: true,
      windowMs: 10_000,
      requestsPerSecond: fleet.requestsPerSecond,
      sinceMs: toWallMs(0),
      requests: Math.floor((fleet.requestsPerSecond * nowMs) / 1000),
      lost: 0,
      lostPerSecond: 0,
      webSocketsCut: 0,
      generations: fleet.split.weights.map(({ generation, weight }) => {
        const share = sum === 0 ? 0 : weight / sum;
        const responses = Math.floor((share * fleet.requestsPerSecond * sinceSplitMs) / 1000);
        return {
          generation,
          share,
          requestsPerSecond: share * fleet.requestsPerSecond,
          errorsPerSecond: 0,
          p50Ms: 5,
          p95Ms: 9,
          p99Ms: 12,
          inFlight: 0,
          webSockets: 0,
          requests: responses,
          errors: 0,
          responsesSinceSplit: responses,
          firstResponseSinceSplitAtMs: responses > 0 ? toWallMs(fleet.split.changedAtMs + 8) : null,
        };
      }),
    },
  };
}

function generationAt(generation: SimGeneration, nowMs: number): Generation {
  const { id, number, image, recipe, size, launchedAtMs, attachedAtMs, rung } = generation;
  const blocks = generation.blocks
    .filter((block) => block.endsAtMs === null || block.endsAtMs > nowMs)
    .map((block): Block => {
      const common = {
        id: block.id,
        generation: id,
        slot: block.slot,
        zone: 'a',
        state: stateAt(block, attachedAtMs, nowMs),
        sinceMs: block.launchedAtMs,
        launchedAtMs: block.launchedAtMs,
      };
      return block.replaces === null ? common : { ...common, replaces: block.replaces };
    });
  const isAttached = attachedAtMs === null ? { isAttached: false } : {};
  const told = { id, number, image, recipe, size, launchedAtMs, rung, ...isAttached };
  return { ...told, hasServed: number === 1, blocks };
}
