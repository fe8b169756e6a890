/** Ways of looking at the blocks of a fleet, and what is said of those that are not in view. */
import type { BlockState, Fleet } from '../../src-shared/fleet.ts';
import { asFleetId, asGenerationId } from '../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
import { awsFleet, awsSnapshot, ownGeneration } from './aws-fixtures.ts';
import { aFleet, aGeneration, aSnapshot, galleryNowMs, storefront } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';
import { releasing } from './release-fixtures.ts';

const unhealthy: BlockState = { kind: 'unhealthy', reason: 'Health checks failed with 503.' };
const starting: BlockState = { kind: 'starting', detail: 'first health check' };
const noChips = { state: [], zone: [], type: [], tag: [] };

/** Of two types, several ages, with tags, known to AWS's console. */
function mixedFleet(): Fleet {
  const ids = ['shop-web-v001/73e2d6bc24d8a067', 'shop-web-v002/83e2d6bc24d8a068'] as const;
  const generations = ids.map((id, index) => {
    const generation = ownGeneration(index + 1, {
      size: 24,
      states: index === 0 ? [unhealthy] : [starting, unhealthy, unhealthy],
    });
    return {
      ...generation,
      id: asGenerationId(id),
      number: index + 1,
      blocks: generation.blocks.map((block) => ({
        ...block,
        generation: asGenerationId(id),
        launchedAtMs: galleryNowMs - ([4, 40, 900, 20_000][block.slot % 4] ?? 4) * 60_000,
        facts: [
          { fact: 'Instance type', value: block.slot % 3 === 0 ? 't3.medium' : 't3.small' },
          ...(block.facts ?? []).slice(1),
          { fact: 'Auto scaling group', value: `shop-web-v00${String(index + 1)}` },
          { fact: 'Tag team', value: 'checkout' },
          { fact: 'Tag slice', value: block.slot % 2 === 0 ? 'even' : 'odd' },
        ],
      })),
    };
  });
  const fleet = awsFleet({ generations, serves: 1, previous: null });
  return {
    ...fleet,
    id: asFleetId('app.shop-web.50dc6c495c0c9188.f2f7dc8efc522ab2'),
    split: {
      ...fleet.split,
      weights: generations.map(({ id }, index) => ({
        generation: id,
        weight: index === 0 ? 100 : 0,
      })),
    },
    previous: null,
  };
}

const mixed = mixedFleet();
const mixedSnapshot = awsSnapshot([mixed]);

function large(blockSize: NonNullable<PanelSnapshot['settings']['blockSize']>, size: number) {
  const snapshot = aSnapshot([
    aFleet({
      generations: [aGeneration(1, { size }), aGeneration(2, { size })],
      change: { floor: size },
    }),
  ]);
  return { snapshot: { ...snapshot, settings: { ...snapshot.settings, blockSize } } };
}

const limited = {
  callsPerMinute: 38,
  reading: null,
  throttling: {
    services: ['Elastic Load Balancing', 'EC2'],
    sinceMs: galleryNowMs - 70_000,
    refused: 14,
    looksEveryMs: 20_000,
    keptForRevert: 10,
  },
};
const calm = { callsPerMinute: 124, reading: null, throttling: null };

const three = [aGeneration(1), aGeneration(2), aGeneration(3)];

export const fleetViewStates: Readonly<Record<string, GalleryState>> = {
  'rows-by-zone': { snapshot: mixedSnapshot },
  'rows-by-type': { snapshot: mixedSnapshot, view: { grouping: 'type' } },
  'rows-by-age': { snapshot: mixedSnapshot, view: { grouping: 'age' } },
  'rows-by-age-table': { snapshot: mixedSnapshot, view: { grouping: 'age', isTable: true } },
  'rows-by-age-local': { snapshot: aSnapshot([aFleet()]), view: { grouping: 'age' } },
  'filter-open': { snapshot: mixedSnapshot, view: { isFilterOpen: true } },
  'filter-in-use': {
    snapshot: mixedSnapshot,
    view: {
      isFilterOpen: true,
      blockFilter: {
        ...{ fleet: mixed.id, text: '' },
        chips: { ...noChips, state: ['healthy'], zone: ['eu-west-1a'] },
      },
    },
  },
  'filter-closed-in-use': {
    snapshot: mixedSnapshot,
    view: {
      grouping: 'type',
      blockFilter: { fleet: mixed.id, text: '', chips: { ...noChips, state: ['unhealthy'] } },
    },
  },
  'filter-fits-none': {
    snapshot: aSnapshot([aFleet()]),
    view: {
      isFilterOpen: true,
      blockFilter: { fleet: storefront, text: 'eu-central-1', chips: noChips },
    },
  },
  'block-in-console': {
    snapshot: mixedSnapshot,
    view: { block: mixed.generations[0]?.blocks[0]?.id ?? null, isInspectorOpen: true },
  },
  'blocks-small': large('small', 40),
  'blocks-medium': large('medium', 40),
  'blocks-large': large('large', 12),
  'blocks-large-no-room': large('large', 200),
  'aws-calls': { snapshot: awsSnapshot([mixed], { load: calm }) },
  'aws-limited': { snapshot: awsSnapshot([mixed], { load: limited }) },
  'aws-limited-nothing-left': {
    snapshot: awsSnapshot([mixed], {
      load: {
        ...limited,
        throttling: { ...limited.throttling, looksEveryMs: null, refused: 1, keptForRevert: 0 },
      },
    }),
  },
  'aws-limited-unseen': {
    snapshot: awsSnapshot([mixed], {
      load: limited,
      link: {
        kind: 'stale',
        sinceMs: galleryNowMs - 42_000,
        reason:
          'AWS throttles Elastic Load Balancing since 14:01:03 UTC. It is looked at again by itself; a revert goes all the same.',
      },
    }),
  },
  'aws-first-look': {
    snapshot: awsSnapshot([], {
      link: { kind: 'starting' },
      observedAtMs: null,
      load: { callsPerMinute: 61, reading: { servers: 3000, of: 10_214 }, throttling: null },
    }),
  },
  'traffic-elsewhere': {
    snapshot: aSnapshot([
      aFleet({ generations: three, serves: 1, seen: { 1: 0.88, 3: 0.12 }, previous: null }),
    ]),
    view: { lane: three[1]?.id ?? null },
  },
  'release-nobody-healthy': {
    snapshot: releasing({
      ...{ now: 3, title: 'v002 has 10 % of the traffic', because: 'v002 waits for your press' },
      steps: [{ percent: 10, pauseMs: null }],
      share: 10,
      offers: [{ kind: 'pass', place: 2 }, { kind: 'hold' }],
      candidate: aGeneration(2, { states: [unhealthy, unhealthy, unhealthy, unhealthy] }),
    }),
  },
};
