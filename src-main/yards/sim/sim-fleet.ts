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
import {
  countedAt,
  errorShareOf,
  timesOf,
  usualAnswers,
  type SimAnswers,
  type SimCount,
} from './sim-answers.ts';
import type { SimNodes } from './sim-nodes.ts';

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
  size: number;
  readonly launchedAtMs: number;
  /** Null while the entry does not list it; from then on its blocks are checked. */
  attachedAtMs: number | null;
  rung: Generation['rung'];
  blocks: SimBlock[];
  /** Of its healthy blocks. */
  answers: SimAnswers;
  /** Up to the last change of the split or of its answers. */
  counted: SimCount;
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
  /** Whether its entry counts anything. @default true */
  readonly isCounted?: boolean;
  /** Only what the entry lists is checked, so a launch lists it: the split's revision is another one then. */
  readonly listsAtLaunch?: boolean;
  /** Where a new split reaches its nodes one by one. */
  readonly nodes?: SimNodes;
}

export function addGeneration(
  fleet: SimFleet,
  order: Pick<SimGeneration, 'number' | 'image' | 'recipe' | 'size'>,
  nowMs: number,
  scripts: (slot: number) => BlockScript,
  answers = usualAnswers,
): SimGeneration {
  const id = generationIdOf(fleet.name, order.number);
  const blocks = Array.from({ length: order.size }, (_, slot) =>
    freshBlock(fleet, id, slot, nowMs, scripts(slot), null),
  );
  const times = { launchedAtMs: nowMs, attachedAtMs: nowMs };
  const counted = { atMs: nowMs, requests: 0, errors: 0 };
  const rest = { rung: 'warm', blocks, answers, counted } as const;
  const generation: SimGeneration = { ...order, id, ...times, ...rest };
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

function shareIn({ split }: SimFleet, id: GenerationId): number {
  const sum = split.weights.reduce((total, entry) => total + entry.weight, 0);
  const weight = split.weights.find(({ generation }) => generation === id)?.weight ?? 0;
  return sum === 0 ? 0 : weight / sum;
}

/** Before the split or the answers become others: what was counted stays as it was. */
export function countUpTo(fleet: SimFleet, nowMs: number): void {
  for (const generation of fleet.generations) {
    const requestsPerSecond = shareIn(fleet, generation.id) * fleet.requestsPerSecond;
    const { counted, answers } = generation;
    generation.counted = countedAt(counted, answers, requestsPerSecond, nowMs);
  }
}

/** The truth at `nowMs`, in the port's words. */
export function fleetAt(fleet: SimFleet, nowMs: number, toWallMs: (ms: number) => number): Fleet {
  const generations = fleet.generations.map((generation) => generationAt(generation, nowMs));
  const sinceSplitMs = nowMs - fleet.split.changedAtMs;
  return {
    id: fleet.id,
    name: fleet.name,
    entry: {
      kind: 'http',
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
      isCounted: fleet.isCounted ?? true,
      windowMs: 10_000,
      requestsPerSecond: fleet.requestsPerSecond,
      sinceMs: toWallMs(0),
      requests: Math.floor((fleet.requestsPerSecond * nowMs) / 1000),
      lost: 0,
      lostPerSecond: 0,
      webSocketsCut: 0,
      generations: fleet.split.weights.flatMap(({ generation: id }) => {
        const generation = fleet.generations.find((one) => one.id === id);
        if (generation === undefined) return [];
        const { answers } = generation;
        const share = shareIn(fleet, id);
        const requestsPerSecond = share * fleet.requestsPerSecond;
        const responses = Math.floor((requestsPerSecond * sinceSplitMs) / 1000);
        const counted = countedAt(generation.counted, answers, requestsPerSecond, nowMs);
        return {
          generation: id,
          share,
          requestsPerSecond,
          errorsPerSecond: requestsPerSecond * errorShareOf(answers),
          ...timesOf(answers, responses),
          inFlight: 0,
          webSockets: 0,
          requests: Math.floor(counted.requests),
          errors: Math.floor(counted.errors),
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
