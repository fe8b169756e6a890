/**
 * What was there and is not in the newest reading stays on the screen, as unknown, until several
 * readings over some time agree that it is gone (rule 8): AWS answers with stale and with empty lists.
 * It stays without weight: the split is always told as it was read last.
 */
import type { Block, Fleet, Generation } from '../../../../src-shared/fleet.ts';

export interface MissingRules {
  readonly readings: number;
  readonly overMs: number;
}

export const missingRules: MissingRules = { readings: 3, overMs: 10_000 };

interface Miss {
  /** Readings in a row without it. */
  readonly times: number;
  /** Monotonic milliseconds of the first of them. */
  readonly sinceMs: number;
}

export interface Shown {
  readonly fleets: readonly Fleet[];
  /** By fleet id, generation id, or generation and block id. */
  readonly missing: ReadonlyMap<string, Miss>;
}

export const nothingShown: Shown = { fleets: [], missing: new Map() };

const looking = 'It is not in the last answer of AWS; looking again.';

interface MissingGround {
  /** Monotonic. */
  readonly atMs: number;
  /** Blocks that were taken out to be ended: that they are missing is what was meant. */
  readonly ending: ReadonlySet<string>;
  /** Generations whose size AWS tells beside their blocks: with so many of them none is missing. */
  readonly sized?: ReadonlySet<string>;
  readonly rules?: MissingRules;
}

/** @param fleets of a reading that succeeded. */
export function keepMissing(
  before: Shown,
  fleets: readonly Fleet[],
  { atMs, ending, sized = new Set(), rules = missingRules }: MissingGround,
): Shown {
  const missing = new Map<string, Miss>();
  const stays = (key: string): boolean => {
    if (ending.has(key.split(' ').at(-1) ?? '')) return false;
    const last = before.missing.get(key);
    const miss = { times: (last?.times ?? 0) + 1, sinceMs: last?.sinceMs ?? atMs };
    if (miss.times >= rules.readings && atMs - miss.sinceMs >= rules.overMs) return false;
    missing.set(key, miss);
    return true;
  };
  const old = new Map(before.fleets.map((fleet) => [fleet.id, fleet]));
  const elsewhere = new Set(fleets.flatMap(({ generations }) => generations.map(({ id }) => id)));
  const now = fleets.map((fleet) => {
    const was = old.get(fleet.id);
    return was === undefined ? fleet : withGenerations(fleet, was, stays, { elsewhere, sized });
  });
  const present = new Set(fleets.map(({ id }) => id));
  const gone = before.fleets
    // Its rules may have become part of another fleet: then it is not missing.
    .filter((fleet) => !present.has(fleet.id) && !hasMoved(fleet, elsewhere) && stays(fleet.id))
    .map(asUnknown);
  return { fleets: [...now, ...gone], missing };
}

function hasMoved(fleet: Fleet, elsewhere: ReadonlySet<string>): boolean {
  return fleet.generations.some(({ id }) => elsewhere.has(id));
}

function withGenerations(
  fleet: Fleet,
  was: Fleet,
  stays: (key: string) => boolean,
  { elsewhere, sized }: Readonly<Record<'elsewhere' | 'sized', ReadonlySet<string>>>,
): Fleet {
  const old = new Map(was.generations.map((generation) => [generation.id, generation]));
  const kept = fleet.generations.map((generation) => {
    const before = old.get(generation.id);
    const isWhole = sized.has(generation.id) && generation.blocks.length >= generation.size;
    return before === undefined || isWhole ? generation : withBlocks(generation, before, stays);
  });
  const numbers = new Set(kept.map(({ number }) => number));
  const gone = was.generations
    .filter(({ id, number }) => !elsewhere.has(id) && !numbers.has(number) && stays(id))
    .map(unknownGeneration);
  if (gone.length === 0) return { ...fleet, generations: kept };
  return {
    ...fleet,
    generations: [...kept, ...gone].sort((a, b) => a.number - b.number),
    // The way back is still known while it is looked for.
    previous: fleet.previous ?? gone.find(({ id }) => id === was.previous)?.id ?? null,
  };
}

function withBlocks(
  generation: Generation,
  before: Generation,
  stays: (key: string) => boolean,
): Generation {
  const present = new Set(generation.blocks.map(({ id }) => id));
  const gone = before.blocks
    .filter(({ id }) => !present.has(id) && stays(`${generation.id} ${id}`))
    .map(unknownBlock);
  if (gone.length === 0) return generation;
  const blocks = [...generation.blocks, ...gone].map((block, slot) => ({ ...block, slot }));
  return {
    ...generation,
    blocks,
    size: Math.max(generation.size, blocks.length),
    rung: generation.rung === 'retired' ? before.rung : generation.rung,
  };
}

function asUnknown(fleet: Fleet): Fleet {
  const { entry } = fleet;
  return {
    ...fleet,
    ...(entry.kind === 'http' && {
      entry: { ...entry, state: { kind: 'closed', reason: looking } },
    }),
    generations: fleet.generations.map(unknownGeneration),
  };
}

function unknownGeneration(generation: Generation): Generation {
  const notes = (generation.notes ?? []).filter((note) => note !== looking);
  return { ...generation, blocks: generation.blocks.map(unknownBlock), notes: [...notes, looking] };
}

function unknownBlock(block: Block): Block {
  return { ...block, state: { kind: 'unknown', reason: looking } };
}
