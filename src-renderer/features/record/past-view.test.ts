import { expect, it } from 'vitest';
import type { FleetPicture } from '../../../src-shared/fleet-picture.ts';
import { pictureOf } from '../../../src-shared/fleet-picture.ts';
import { aFleet, aGeneration, generationId, imageId } from '../../gallery/fixtures.ts';
import { aRecord, aTakenBackRelease, anUncountedRecord } from '../../gallery/record-fixtures.ts';
import { boardHeight, lanesOfRecord, pastCells, pastRole, pastTraffic } from './past-view.ts';

const labels = (record: ReturnType<typeof aRecord>): string[] =>
  lanesOfRecord(record.audit).map(({ label }) => label);

function sightOf(record: ReturnType<typeof aRecord>, index: number): FleetPicture {
  const sight = record.audit.sights.at(index);
  if (sight === undefined) throw new Error('There is no such sight.');
  return sight.picture;
}

it('keeps the same two lanes for the whole record, old left and new right', () => {
  expect(labels(aRecord())).toEqual(['v001', 'v002']);
  const back = { kind: 'revert', from: generationId(2), to: generationId(1) } as const;
  expect(labels(aRecord({ intent: back }))).toEqual(['v001', 'v002']);
  // Launched on the way: it is no lane of the first picture, and is one all the same.
  expect(labels(aTakenBackRelease())).toEqual(['v002', 'v003']);
  expect(labels(anUncountedRecord())).toEqual(['v001']);
  const { recipe } = aGeneration(2);
  const launch = { kind: 'launch', image: imageId(2), number: 2, size: 4, recipe } as const;
  expect(labels(aRecord({ intent: launch }))).toEqual(['v001', 'v002']);
  expect(labels(aRecord({ sights: [] }))).toEqual([]);
});

it('gives all boards of a record one height, by the most that stood there', () => {
  const lanes = lanesOfRecord(aTakenBackRelease().audit);
  expect(lanes.map(({ blocks }) => blocks)).toEqual([4, 4]);
  expect(boardHeight(lanes)).toBe(96);
  expect(boardHeight(lanesOfRecord(anUncountedRecord().audit))).toBeGreaterThan(120);
});

it('draws what was counted, and what was sent where nothing was', () => {
  const record = aTakenBackRelease();
  const lanes = lanesOfRecord(record.audit);
  const seen = pastTraffic(sightOf(record, 4), lanes);
  expect(seen.isCounted).toBe(true);
  expect(seen.sides.map(({ share }) => share)).toEqual([0.75, 0.25]);
  expect(seen.sides[1]?.facts.map((fact) => fact.replace('\u00a0', ' '))).toEqual([
    '60 req/s',
    '4.00 % errors',
  ]);
  const silent = pastTraffic(sightOf(aRecord(), 1), lanesOfRecord(aRecord().audit));
  expect([silent.isCounted, silent.sides.map(({ share }) => share)]).toEqual([false, [0, 1]]);
  expect(silent.note).toBe('The split sent 100 % to v002; no requests were seen.');
  const uncounted = pastTraffic(sightOf(anUncountedRecord(), 0), []);
  expect(uncounted.note).toContain('not counted here');
});

it('shows a third generation with weight, and says who was what', () => {
  const fleet = aFleet({
    generations: [aGeneration(1), aGeneration(2), aGeneration(3)],
    ...{ serves: 3, previous: 1, total: 0 },
  });
  const picture = pictureOf(fleet);
  const { sides } = pastTraffic(picture, lanesOfRecord(aRecord().audit));
  expect(sides.map(({ label, share }) => [label, share])).toEqual([
    ['v001', 0],
    ['v002', 0],
    ['v003', 1],
  ]);
  expect([1, 2, 3].map((number) => pastRole(picture, generationId(number)))).toEqual([
    'previous',
    null,
    'current',
  ]);
});

it('draws blocks by zone in words of the past', () => {
  const picture = sightOf(anUncountedRecord(), 0);
  const [generation] = picture.generations;
  if (generation === undefined) throw new Error('There is no generation.');
  const groups = pastCells(generation, 'v001', true);
  expect(groups.map(({ caption, cells }) => [caption, cells.length])).toEqual([
    ['zone-a', 20],
    ['zone-b', 20],
    ['zone-c', 20],
  ]);
  expect(groups[0]?.cells[0]?.text).toBe('v001 slot 0, was healthy');
});
