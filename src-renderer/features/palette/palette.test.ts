import { describe, expect, it } from 'vitest';
import {
  aFleet,
  aGeneration,
  anImage,
  aProgress,
  aSnapshot,
  aSample,
} from '../../gallery/fixtures.ts';
import { asFleetId, asYardId } from '../../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import { findEntries, longestQuery } from './find-entries.ts';
import { paletteEntries, type PaletteWish } from './palette-entries.ts';
import type { PaletteEntry } from './palette-entry.ts';

const view = { fleet: null, isFleetList: false, lane: null };

const all = (panel: PanelSnapshot, more: Partial<PaletteWish> = {}): readonly PaletteEntry[] => [
  ...paletteEntries({ panel, view, scope: 'all', withBlocks: true, ...more }),
];
const titles = (entries: Iterable<PaletteEntry>, query: string): readonly string[] =>
  findEntries(entries, query).flatMap(({ entries: best }) => best.map(({ title }) => title));

const served = aSnapshot([aFleet({ serves: 2, previous: 1 })]);

describe('what can be found', () => {
  it('is each thing once', () => {
    const ids = all(served).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('screen timeline');
    expect(ids).toContain('yard local');
    expect(ids.filter((id) => id.startsWith('block '))).toHaveLength(8);
  });

  it('leads to the button of what changes a fleet, and never does it', () => {
    const changing = all(served).filter(({ title }) =>
      /revert|cut over|hold|pause|stop|sample traffic|retire|scale|launch|release/iu.test(title),
    );
    expect(changing.length).toBeGreaterThan(6);
    for (const { title, act } of changing) {
      if (act.kind === 'settings' || act.kind === 'open-release-file') continue;
      if (act.kind !== 'view') throw new Error(`${title} does something: ${act.kind}`);
      // A control with the focus, or a dialog that has the button.
      expect(act.view.lead ?? act.view.dialog, title).toBeTruthy();
    }
  });

  it('names the way back, and says when there is none', () => {
    expect(all(served)[0]).toMatchObject({
      title: 'Revert to v001',
      act: { view: { lead: 'revert' } },
    });
    expect(all(aSnapshot([aFleet()]))[0]).toMatchObject({
      title: 'Revert',
      note: 'nothing to revert to now',
    });
  });

  it('opens no welcome while a change runs, which would give way at once', () => {
    const isOffered = (panel: PanelSnapshot): boolean =>
      all(panel).some(({ id }) => id === 'act welcome');
    expect(isOffered(served)).toBe(true);
    expect(isOffered({ ...served, progress: [aProgress()] })).toBe(false);
  });

  it('offers nothing of a generation that is always refused', () => {
    const ids = (fleet: Parameters<typeof aFleet>[0]): readonly string[] =>
      all(aSnapshot([aFleet({ serves: 2, ...fleet })])).map(({ id }) => id);
    expect(ids({})).toEqual(expect.arrayContaining(['act scale storefront-v001', 'act retire storefront-v001'])); // prettier-ignore
    const unable = ids({ change: { unable: [{ verb: 'scale', because: 'Do this in AWS.' }] } });
    expect(unable.filter((id) => id.startsWith('act scale'))).toEqual([]);
    const [first, second] = [aGeneration(1, { change: { isForeign: true } }), aGeneration(2)];
    expect(ids({ generations: [first, second] })).not.toContain('act retire storefront-v001');
  });

  it('leads to a block of another fleet with that fleet', () => {
    const other = aFleet({ change: { id: asFleetId('search'), name: 'search' } });
    const entry = all(aSnapshot([aFleet(), other])).find(({ id }) => id.startsWith('block search'));
    expect(entry?.act).toMatchObject({ view: { fleet: 'search', isInspectorOpen: true } });
  });

  it('offers no yard that is on screen as a change', () => {
    const yards = [
      ...served.yards,
      { ...served.yards[0], id: asYardId('aws-1'), name: 'shop' } as (typeof served.yards)[number],
    ];
    const entries = all({ ...served, yards }, { scope: 'yards' });
    expect(entries.map(({ act }) => act.kind)).toEqual(['view', 'yard', 'view']);
  });

  it('follows what the yard can do', () => {
    const capabilities = {
      ...served.capabilities,
      verbs: [],
      sampleTraffic: false,
      canHold: false,
    };
    const ids = all({ ...served, capabilities, sampleTraffic: [aSample()] }).map(({ id }) => id);
    expect(ids.filter((id) => /retire|launch|cut over|release|sample|pause/u.test(id))).toEqual([]);
    // The control: with them they are there.
    expect(all(served).some(({ id }) => id.startsWith('act retire'))).toBe(true);
  });
});

describe('finding', () => {
  it('takes words in any order, and puts the beginning of a title first', () => {
    expect(titles(all(served), 'slot 3 v002')[0]).toBe('v002 slot 3');
    expect(titles(all(served), 'set')[0]).toBe('Settings');
    expect(titles(all(served), 'rollback')).toEqual(['Revert to v001']);
    expect(titles(all(served), 'no such thing at all')).toEqual([]);
  });

  it('finds an image by its id, and a block by its address', () => {
    const [, image] = served.images;
    const block = aGeneration(2).blocks[1];
    expect(titles(all(served), (image?.id ?? '').slice(0, 20))).toEqual(['storefront 2.0.0']);
    expect(titles(all(served), block?.address ?? 'none')).toEqual(['v002 slot 1']);
  });

  it('answers with a bounded list of ten thousand blocks, and says how many there are', () => {
    const crowd = aSnapshot([
      aFleet({ generations: [aGeneration(1, { size: 5000 }), aGeneration(2, { size: 5000 })] }),
    ]);
    const found = findEntries(all(crowd), 'slot');
    expect(found).toMatchObject([{ group: 'Blocks', total: 10_000 }]);
    expect(found[0]?.entries).toHaveLength(20);
    // Among others a group has less room.
    const mixed = findEntries(all(crowd), 'v002');
    expect(mixed.length).toBeGreaterThan(1);
    expect(mixed.find(({ group }) => group === 'Blocks')).toMatchObject({ total: 5000 });
    expect(mixed.every(({ entries }) => entries.length <= 8)).toBe(true);
  });

  it('of ten thousand blocks makes what is shown of those that are shown', () => {
    const crowd = aSnapshot([aFleet({ generations: [aGeneration(1, { size: 10_000 })] })]);
    let made = 0;
    // The states are words of what is shown, and of the text that is read once.
    const read = all(crowd).filter(({ group }) => group === 'Blocks');
    const entries = read.map((entry) => {
      const counted = Object.create(entry) as PaletteEntry;
      for (const part of ['title', 'note', 'act', 'id'] as const) {
        const get = (): unknown => {
          made += 1;
          return entry[part];
        };
        Object.defineProperty(counted, part, { get });
      }
      return counted;
    });
    expect(findEntries(entries, 'v001')).toMatchObject([{ total: 10_000 }]);
    expect(made).toBe(0);
  });

  it('keeps no list of the blocks: none is made before a word is typed', () => {
    expect(all(served, { withBlocks: false }).some(({ group }) => group === 'Blocks')).toBe(false);
  });

  it('looks at the beginning of what was pasted only', () => {
    const looked: PaletteEntry[] = [];
    function* entries(): Generator<PaletteEntry> {
      for (const entry of all(served)) {
        looked.push(entry);
        yield entry;
      }
    }
    const megabyte = 'settings '.repeat(120_000);
    expect(megabyte.length).toBeGreaterThan(1_000_000);
    expect(titles(entries(), megabyte)).toContain('Settings');
    expect(looked).toHaveLength(all(served).length);
    // The control: what is behind the limit would have changed the answer.
    const behind = `settings${' '.repeat(longestQuery)}nothing is called so`;
    expect(titles(all(served), behind)).toContain('Settings');
    expect(titles(all(served), 'settings nothing is called so')).toEqual([]);
  });

  it('of names as hostile as they come finds what they hold', () => {
    const name = '\u202e<b>*\\d+(x';
    const image = anImage(3, { name });
    expect(titles(all({ ...served, images: [image] }), '<b>*\\d+(')).toHaveLength(1);
  });
});
