/** Which blocks of a fleet are shown: chips of one kind are alternatives, kinds and words have all to fit. Pure. */
import type { Block, Generation } from '../../../src-shared/fleet.ts';
import type { FleetId } from '../../../src-shared/ids.ts';
import { chipKinds, type BlockFilter, type ChipKind } from '../../store/view-store.ts';
import { blockLook, stateWord } from './block-cell.ts';
import { tagsOf, typeOf } from './block-facts.ts';

export interface Chip {
  readonly kind: ChipKind;
  /** Outside text, but for states. */
  readonly value: string;
  /** Of the blocks in view when nothing is filtered. */
  readonly blocks: number;
}

const noChips: BlockFilter['chips'] = { state: [], zone: [], type: [], tag: [] };
/** Of each kind: whoever has more zones or tags types what they look for. */
const mostChips = 12;

export function noFilter(fleet: FleetId): BlockFilter {
  return { fleet, text: '', chips: noChips };
}

/** Null when it lets everything through, or is another fleet's. */
export function filterOf(filter: BlockFilter | null, fleet: FleetId): BlockFilter | null {
  if (filter?.fleet !== fleet) return null;
  const isOpen = filter.text.trim() === '' && chipKinds.every((kind) => filter.chips[kind].length === 0); // prettier-ignore
  return isOpen ? null : filter;
}

export function toggled(filter: BlockFilter, kind: ChipKind, value: string): BlockFilter {
  const before = filter.chips[kind];
  const now = before.includes(value) ? before.filter((each) => each !== value) : [...before, value];
  return { ...filter, chips: { ...filter.chips, [kind]: now } };
}

/** @returns a question that is asked of many blocks: what does not depend on them is worked out once. */
export function fits(filter: BlockFilter | null): (block: Block) => boolean {
  if (filter === null) return () => true;
  const words = filter.text.trim().toLowerCase().split(/\s+/u).filter(Boolean);
  const wanted = chipKinds.filter((kind) => filter.chips[kind].length > 0);
  return (block) => {
    const isChosen = wanted.every((kind) =>
      valuesOf(block, kind).some((value) => filter.chips[kind].includes(value)),
    );
    if (!isChosen || words.length === 0) return isChosen;
    const text = searchedOf(block);
    return words.every((word) => text.includes(word));
  };
}

function valuesOf(block: Block, kind: ChipKind): readonly string[] {
  switch (kind) {
    case 'state':
      return [block.state.kind];
    case 'zone':
      return [block.zone];
    case 'type':
      return [typeOf(block) ?? ''];
    case 'tag':
      return tagsOf(block);
  }
}

function searchedOf(block: Block): string {
  const facts = (block.facts ?? []).map(({ fact, value }) => `${fact} ${value}`);
  const own = [block.id, block.zone, block.address ?? '', stateWord(block.state)];
  return [...own, ...facts, ...tagsOf(block)].join('\n').toLowerCase();
}

/** What can be pressed: states from the worst, the rest by how many have it. What is chosen stays, also at 0. */
export function chipsOf(
  generations: readonly Generation[],
  filter: BlockFilter | null,
): readonly Chip[] {
  const blocks = generations.flatMap((generation) => generation.blocks);
  return chipKinds.flatMap((kind) => {
    const counts = new Map<string, number>();
    for (const block of blocks) {
      for (const value of valuesOf(block, kind)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const isTold = kind === 'state' || kind === 'zone' ? true : [...counts].some(([value]) => value !== ''); // prettier-ignore
    const chosen = filter?.chips[kind] ?? [];
    for (const value of chosen) counts.set(value, counts.get(value) ?? 0);
    const rank = new Map(
      kind === 'state'
        ? blocks.map(({ state }) => [state.kind as string, blockLook(state).rank])
        : [],
    );
    // A tag that all of them have chooses nothing.
    if (kind === 'tag') {
      for (const [value, n] of counts) {
        if (n === blocks.length && !chosen.includes(value)) counts.delete(value);
      }
    }
    const sorted = [...counts].sort(
      ([a, m], [b, n]) => (rank.get(b) ?? 0) - (rank.get(a) ?? 0) || n - m || (a < b ? -1 : 1),
    );
    const isChoice = isTold && (sorted.length > (kind === 'tag' ? 0 : 1) || chosen.length > 0);
    const shown = sorted.filter(([value], index) => index < mostChips || chosen.includes(value));
    return isChoice ? shown.map(([value, n]) => ({ kind, value, blocks: n })) : [];
  });
}

export interface FilterResult {
  readonly shown: number;
  readonly all: number;
  /** Down, and left out: a filter must not make a fleet look well. */
  readonly hiddenDown: number;
}

export function resultOf(
  generations: readonly Generation[],
  filter: BlockFilter | null,
): FilterResult {
  const isShown = fits(filter);
  const blocks = generations.flatMap((generation) => generation.blocks);
  const hidden = blocks.filter((block) => !isShown(block));
  return {
    shown: blocks.length - hidden.length,
    all: blocks.length,
    hiddenDown: hidden.filter(({ state }) => blockLook(state).tone === 'bad').length,
  };
}
