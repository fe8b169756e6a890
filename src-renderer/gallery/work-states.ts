/** A fleet without an entry: who takes work before, during and after a cutover, and a hook that fails. */
import type { Block, Fleet, Generation } from '../../src-shared/fleet.ts';
import { asFleetId, labelOfGeneration } from '../../src-shared/ids.ts';
import { noTraffic } from '../../src-shared/no-traffic.ts';
import { previousOf } from '../../src-shared/roles.ts';
import {
  aFleet,
  aGeneration,
  anOutcome,
  aProgress,
  aRollout,
  aSnapshot,
  cutOverIntent,
  galleryNowMs,
  generationId,
  type FleetWish,
} from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const revision = 7;
const failing = '/jobs/stop gave no whole answer within 1500 ms.';

const seen = (taking: boolean, busy: number): Block['work'] => ({
  kind: 'seen',
  ...{ taking, busy, revision },
});

function runners(number: number, work: readonly Block['work'][]): Generation {
  const made = aGeneration(number, { size: work.length });
  const { id, image, size, launchedAtMs, rung, hasServed, recipe, blocks } = made;
  return {
    ...{ id, number, image, size, launchedAtMs, rung, hasServed },
    recipe: {
      ...recipe,
      work: {
        kind: 'http',
        takePath: '/jobs/take',
        stopPath: '/jobs/stop',
        statePath: '/jobs/state',
      },
    },
    blocks: blocks.map((block, slot) => {
      const does = work[slot];
      return { ...block, ...(does !== undefined && { work: does }) };
    }),
  };
}

function fleet(wish: FleetWish, change: Partial<Fleet> = {}): Fleet {
  return aFleet({
    ...wish,
    change: {
      id: asFleetId('storefront'),
      name: 'test-runners',
      floor: 3,
      entry: {
        kind: 'none',
        marker: 'work',
        pinnedForMs: null,
        rules: ['which generation takes work'],
        notes: [],
      },
      traffic: { ...noTraffic, isCounted: false },
      sampleWork: {
        isOn: true,
        queued: 2,
        running: 2,
        fetched: 1204,
        done: 1202,
        lost: 0,
        twice: 0,
      },
      ...change,
    },
  });
}

const takes = [seen(true, 1), seen(true, 0), seen(true, 1)];
const idle = [seen(false, 0), seen(false, 0), seen(false, 0)];
const before = fleet({ generations: [runners(1, takes), runners(2, idle)] });
const after = fleet({ generations: [runners(1, idle), runners(2, takes)], serves: 2, previous: 1 });
const between = fleet(
  {
    generations: [runners(1, [seen(true, 1), seen(false, 1), seen(false, 0)]), runners(2, takes)],
    serves: 2,
    previous: 1,
  },
  { rollout: aRollout(cutOverIntent) },
);
const deaf = fleet({
  generations: [
    runners(1, [{ kind: 'unknown', reason: failing }, seen(false, 0), seen(false, 0)]),
    runners(2, takes),
  ],
  serves: 2,
  previous: 1,
});
const way = previousOf(after);
const verified = anOutcome({
  text: `v002 takes all the work: all 3 healthy blocks take work, and no block of another generation does.${way === undefined ? '' : ` ${labelOfGeneration(way)} stays whole and warm as the way back.`}`,
  firstResponseMs: null,
});

/** The same in an account: nothing counts its queue. */
export function takingFleet({
  id,
  notes,
}: {
  readonly id: Fleet['id'];
  readonly notes: readonly string[];
}): Fleet {
  const { sampleWork, ...rest } = before;
  if (sampleWork === undefined) throw new Error('The fixture has no queue.');
  const late = [seen(true, 1), seen(false, 0), seen(false, 0)];
  return {
    ...rest,
    generations: [runners(1, takes), runners(2, late)],
    id,
    entry: {
      ...{ kind: 'none', marker: 'work', pinnedForMs: null },
      ...{ rules: ['which generation takes work'], notes: [...notes] },
    },
  };
}

export const workStates: Readonly<Record<string, GalleryState>> = {
  'work-steady': { snapshot: aSnapshot([before]) },
  'work-table': { snapshot: aSnapshot([before]), view: { isTable: true } },
  'work-cutting-over': {
    snapshot: aSnapshot([between], {
      progress: [
        aProgress({
          title: 'Cutting over to v002',
          waitingBecause: 'storefront-v001-0-k3f9 still takes work',
        }),
      ],
    }),
  },
  'work-verified': { snapshot: aSnapshot([after], { outcomes: [verified] }) },
  'work-hook-fails': { snapshot: aSnapshot([deaf]) },
  'work-block': {
    snapshot: aSnapshot([deaf]),
    view: { block: runners(1, idle).blocks[0]?.id ?? null, isInspectorOpen: true },
  },
  'work-lost': {
    snapshot: aSnapshot([
      fleet(
        { generations: [runners(1, takes), runners(2, idle)] },
        {
          sampleWork: {
            ...{ isOn: true, queued: 180, running: 1, fetched: 1204 },
            ...{ done: 1200, lost: 3, twice: 1 },
          },
        },
      ),
    ]),
  },
  'work-beside': {
    snapshot: aSnapshot([
      aFleet(),
      {
        ...before,
        id: asFleetId('test-runners'),
        split: { ...before.split, changedAtMs: galleryNowMs },
      },
    ]),
  },
  'work-settings': { snapshot: aSnapshot([aFleet()]), view: { screen: 'settings' } },
  'work-release': {
    snapshot: aSnapshot([before]),
    view: {
      dialog: { kind: 'release', source: { kind: 'generation', generation: generationId(2) } },
    },
  },
};
