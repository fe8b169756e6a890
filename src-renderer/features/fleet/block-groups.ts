/** Blocks in rows, by what the operator chose. Pure. */
import type { Block, Generation } from '../../../src-shared/fleet.ts';
import { plain } from '../../../src-shared/wording.ts';
import { groupings, type Grouping } from '../../store/view-store.ts';
import { ownImageOf, typeOf } from './block-facts.ts';

export const groupingWords: Readonly<Record<Grouping, string>> = {
  zone: 'Zone',
  type: 'Type',
  age: 'Age',
  image: 'Image',
};

export interface BlockGroup {
  /** Made safe to read. */
  readonly caption: string;
  /** By slot: a block never changes its place because it fell ill. */
  readonly blocks: readonly Block[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Youngest first. */
const ages: readonly (readonly [number, string])[] = [
  [10 * minuteMs, 'up to 10 min old'],
  [hourMs, 'up to 1 h old'],
  [dayMs, 'up to 1 day old'],
  [7 * dayMs, 'up to 7 days old'],
  [Infinity, 'older than 7 days'],
];

/** What can be chosen for these: rows that would all be one and the same are not worth a choice. */
export function groupingsFor(generations: readonly Generation[]): readonly Grouping[] {
  const blocks = generations.flatMap((generation) => generation.blocks);
  const hasSeveralImages = generations.some(
    (generation) => new Set(generation.blocks.map(ownImageOf)).size > 1,
  );
  return groupings.filter((each) =>
    each === 'type'
      ? blocks.some((block) => typeOf(block) !== null)
      : each === 'image'
        ? hasSeveralImages
        : true,
  );
}

/** @param nowMs epoch milliseconds; only ages need it. */
export function groupsOf(
  blocks: readonly Block[],
  grouping: Grouping,
  nowMs: number,
): readonly BlockGroup[] {
  const found = new Map<string, Block[]>();
  for (const block of blocks) {
    const key = keyOf(block, grouping, nowMs);
    const group = found.get(key);
    if (group === undefined) found.set(key, [block]);
    else group.push(block);
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, members]) => ({
      caption: captionOf(key, grouping),
      blocks: members.sort((a, b) => a.slot - b.slot || a.launchedAtMs - b.launchedAtMs),
    }));
}

function keyOf(block: Block, grouping: Grouping, nowMs: number): string {
  switch (grouping) {
    case 'zone':
      return block.zone;
    case 'type':
      return typeOf(block) ?? '';
    case 'image':
      return ownImageOf(block) ?? '';
    case 'age': {
      // A time that AWS did not tell is told as 0.
      if (block.launchedAtMs <= 0) return String(ages.length);
      const age = Math.max(0, nowMs - block.launchedAtMs);
      return String(ages.findIndex(([most]) => age <= most));
    }
  }
}

function captionOf(key: string, grouping: Grouping): string {
  if (grouping === 'age') return ages[Number(key)]?.[1] ?? 'age not told';
  if (key === '') return `${groupingWords[grouping].toLowerCase()} not told`;
  return plain(key, 60);
}
