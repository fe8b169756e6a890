import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src-shared/fleet.ts';
import { aFleet, aGeneration, galleryNowMs, storefront } from '../../gallery/fixtures.ts';
import type { BlockFilter } from '../../store/view-store.ts';
import { cellGroups, usualSight } from './block-cell.ts';
import { chipsOf, filterOf, fits, noFilter, resultOf, toggled } from './block-filter.ts';
import { groupingsFor, groupsOf } from './block-groups.ts';
import { idsInView } from './copy-ids.tsx';

const minuteMs = 60_000;
const down = { kind: 'unhealthy', reason: 'No answer.' } as const;

function told(block: Block, type: string, more: object = {}): Block {
  return { ...block, facts: [{ fact: 'Instance type', value: type }], ...more };
}

const plainOne = aGeneration(1, { size: 6, zones: 3, states: [down] });
const typed = {
  ...plainOne,
  blocks: plainOne.blocks.map((block) => told(block, block.slot < 2 ? 't3.large' : 't3.small')),
};

describe('rows of blocks', () => {
  it('are those of zones, types or ages, each with all that belongs there', () => {
    const rows = (grouping: Parameters<typeof groupsOf>[1]) =>
      groupsOf(typed.blocks, grouping, galleryNowMs).map(({ caption, blocks }) => [
        caption,
        blocks.map(({ slot }) => slot),
      ]);
    expect(rows('zone')).toEqual([
      ['zone-a', [0, 3]],
      ['zone-b', [1, 4]],
      ['zone-c', [2, 5]],
    ]);
    expect(rows('type')).toEqual([
      ['t3.large', [0, 1]],
      ['t3.small', [2, 3, 4, 5]],
    ]);
    expect(rows('age')).toEqual([['up to 10 min old', [0, 1, 2, 3, 4, 5]]]);
  });

  it('put ages in order, and say of a time that is not told that it is not', () => {
    const ages = [-5, 9, 11, 61, 1441, 10_081];
    const blocks = ages.map((age, slot) => ({
      ...told(plainOne.blocks[slot] as Block, 't3'),
      launchedAtMs: galleryNowMs - age * minuteMs,
    }));
    const unknown = { ...(blocks[0] as Block), slot: 9, launchedAtMs: 0 };
    expect(
      groupsOf([unknown, ...blocks], 'age', galleryNowMs).map(({ caption }) => caption),
    ).toEqual([
      'up to 10 min old',
      'up to 1 h old',
      'up to 1 day old',
      'up to 7 days old',
      'older than 7 days',
      'age not told',
    ]);
  });

  it('are offered where they tell blocks apart', () => {
    expect(groupingsFor([plainOne])).toEqual(['zone', 'age']);
    expect(groupingsFor([typed])).toEqual(['zone', 'type', 'age']);
    const twoImages = typed.blocks.map((block) => ({
      ...block,
      facts: [{ fact: 'AMI', value: block.slot === 0 ? 'ami-1' : 'ami-2' }],
    }));
    expect(groupingsFor([{ ...typed, blocks: twoImages }])).toEqual(['zone', 'age', 'image']);
  });
});

describe('the filter of blocks', () => {
  const only = (chips: Partial<BlockFilter['chips']>, text = ''): BlockFilter => ({
    ...noFilter(storefront),
    text,
    chips: { ...noFilter(storefront).chips, ...chips },
  });
  const slots = (filter: BlockFilter | null) =>
    typed.blocks.filter(fits(filter)).map(({ slot }) => slot);

  it('takes chips of a kind as alternatives, and kinds and words together', () => {
    expect(slots(null)).toHaveLength(6);
    expect(slots(only({ state: ['unhealthy'] }))).toEqual([0]);
    expect(slots(only({ zone: ['zone-a', 'zone-b'] }))).toEqual([0, 1, 3, 4]);
    expect(slots(only({ zone: ['zone-a', 'zone-b'], type: ['t3.small'] }))).toEqual([3, 4]);
    expect(slots(only({ type: ['t3.small'] }, 'ZONE-C healthy'))).toEqual([2, 5]);
    expect(slots(only({ tag: ['team=checkout'] }))).toEqual([]);
  });

  it('filters by tags where the yard tells them', () => {
    const facts = [{ fact: 'Tag team', value: 'checkout' }];
    const block = { ...(typed.blocks[3] as Block), facts };
    expect(fits(only({ tag: ['team=checkout'] }))(block)).toBe(true);
    expect(fits(only({ tag: ['team=billing'] }))(block)).toBe(false);
    const both = { ...typed, blocks: [block, typed.blocks[4] as Block] };
    expect(chipsOf([both], null)).toContainEqual({
      kind: 'tag',
      value: 'team=checkout',
      blocks: 1,
    });
  });

  it('is none when empty, and none of another fleet', () => {
    expect(filterOf(noFilter(storefront), storefront)).toBeNull();
    expect(filterOf(only({ zone: ['a'] }), aFleet({}).id)).not.toBeNull();
    const other = { ...only({ zone: ['a'] }), fleet: 'other' as BlockFilter['fleet'] };
    expect(filterOf(other, storefront)).toBeNull();
    const on = toggled(noFilter(storefront), 'zone', 'a');
    expect(filterOf(on, storefront)).toBe(on);
    expect(filterOf(toggled(on, 'zone', 'a'), storefront)).toBeNull();
  });

  it('offers what there is with its count, the worst state first, and no choice of one', () => {
    const chips = chipsOf([typed], null).map(({ kind, value, blocks }) => [kind, value, blocks]);
    expect(chips.slice(0, 2)).toEqual([
      ['state', 'unhealthy', 1],
      ['state', 'healthy', 5],
    ]);
    expect(chips).toContainEqual(['type', 't3.small', 4]);
    expect(chipsOf([aGeneration(1)], null)).toEqual([]);
    // What is chosen stays, or it could not be taken back.
    expect(chipsOf([aGeneration(1)], only({ state: ['exited'] }))).toContainEqual({
      ...{ kind: 'state', value: 'exited', blocks: 0 },
    });
  });

  it('never hides trouble without a word', () => {
    const healthy = only({ state: ['healthy'] });
    expect(resultOf([typed], healthy)).toEqual({ shown: 5, all: 6, hiddenDown: 1 });
    expect(resultOf([typed], null)).toEqual({ shown: 6, all: 6, hiddenDown: 0 });
  });

  it('leaves the counts of a row as they are, and says how many it shows', () => {
    const sight = { ...usualSight, isShown: fits(only({ state: ['healthy'] })) };
    expect(
      cellGroups(typed, true, true, sight).map(({ note, cells }) => [note, cells.length]),
    ).toEqual([
      ['1 healthy, 1 unhealthy, 1 shown', 1],
      ['2 healthy', 2],
      ['2 healthy', 2],
    ]);
    expect(cellGroups(typed, true, true)[0]?.note).toBe('1 healthy, 1 unhealthy');
  });

  it('is what ids are copied by, row by row', () => {
    const sight = { ...usualSight, isShown: fits(only({ type: ['t3.large'] })) };
    const [first, second] = typed.blocks;
    expect(idsInView(typed, sight)).toEqual([first?.id, second?.id]);
    expect(idsInView(typed, usualSight)).toHaveLength(6);
  });
});
