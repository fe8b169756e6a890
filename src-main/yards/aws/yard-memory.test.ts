import { expect, test } from 'vitest';
import { usualTerms } from '../../../src-shared/release.ts';
import { noClaims, type FleetClaims, type HeldRecord } from './claims/claim-records.ts';
import { groupFleets } from './discover/group-fleets.ts';
import type { Observed } from './discover/observe.ts';
import { generationIdOfGroup } from './discover/fleet-id.ts';
import { aGroup, aReading, aRule, forwardTo, groupArn } from './discover/reading.fixture.ts';
import { entryViewOf } from './route/entry-view.ts';
import { createYardMemory, previousIn } from './yard-memory.ts';

const counts = { targetGroups: 0, loadBalancers: 0, listeners: [], rules: [], fleetGroups: 0, instances: 0, scalingGroups: 0 }; // prettier-ignore
const v1 = generationIdOfGroup(groupArn('web-v1'));
const v2 = generationIdOfGroup(groupArn('web-v2'));

function look(weights: readonly [number, number], begunAtMs: number): Observed {
  const reading = aReading({
    groups: [aGroup('web-v1'), aGroup('web-v2')],
    rules: [aRule('1', forwardTo(['web-v1', weights[0]], ['web-v2', weights[1]]))],
  });
  const groupings = groupFleets(reading);
  return { reading, groupings, begunAtMs, monotonicMs: begunAtMs + 5000, counts };
}

/** What a switch to v2 left behind, its answer at 2 s; then a look that began at `begunAtMs` ends. */
function afterSwitch(late: Observed) {
  const memory = createYardMemory();
  const shown: (string | null)[] = [];
  const learn = (observed: Observed): void => {
    memory.learn(observed, new Map(), (grouping, view) => {
      const record = {
        schema: 1,
        fleet: grouping.id,
        current: v2,
        previous: v1,
        sizes: {},
      } as const;
      const previous = previousIn(view, { ...noClaims, previous: record });
      shown.push(previous);
      return { previous, rollout: null, marker: 'none', meantSizes: new Map() };
    });
  };
  learn(look([1, 0], 0));
  const switched = look([0, 1], 0);
  const [grouping] = switched.groupings;
  if (grouping === undefined) throw new Error('The reading has no fleet.');
  memory.learnEntry(entryViewOf(grouping, switched.reading), 2000);
  learn(late);
  return { entry: memory.known(grouping.id)?.entry, switched, grouping, previous: shown.at(-1) };
}

test('A look that began before our write and ends after it does not undo what AWS said of the write', () => {
  const { entry, switched, grouping, previous } = afterSwitch(look([1, 0], 1000));
  expect(entry).toEqual(entryViewOf(grouping, switched.reading));
  expect(previous).toBe(v1);
});

test('Nor does one that began just after it and still reads as before it', () => {
  const { entry, switched, grouping, previous } = afterSwitch(look([1, 0], 3000));
  expect(entry).toEqual(entryViewOf(grouping, switched.reading));
  expect(previous).toBe(v1);
  // What reads like neither is somebody else's, at once.
  expect(afterSwitch(look([1, 1], 3000)).entry).not.toEqual(entry);
});

test('Control: a look that began well after the write is believed, whoever changed it since', () => {
  const { entry, switched, grouping, previous } = afterSwitch(look([1, 0], 9000));
  expect(entry).not.toEqual(entryViewOf(grouping, switched.reading));
  expect(previous).toBeNull();
});

test('While a release runs the way back leads to whom it came from, from its first share on, launched or not', () => {
  const seen = look([90, 10], 0);
  const [grouping] = seen.groupings;
  if (grouping === undefined) throw new Error('The reading has no fleet.');
  const view = entryViewOf(grouping, seen.reading);
  const unmoved = look([1, 0], 0);
  const before = unmoved.groupings.map((one) => entryViewOf(one, unmoved.reading))[0] ?? view;
  const releasing = (candidate: unknown): FleetClaims => {
    const intent = { kind: 'release', candidate, from: v1, expectedRevision: 7, terms: usualTerms };
    const record = { kind: 'held', schema: 1, fleet: grouping.id, rollout: 'r1', intent } as unknown as HeldRecord; // prettier-ignore
    return { ...noClaims, claims: [{ number: 1, record, modifiedAtMs: 0 }] };
  };
  const existing = releasing({ kind: 'existing', generation: v2 });
  const launch = releasing({ kind: 'launch', number: 2 });
  expect(previousIn(view, existing)).toBe(v1);
  expect(previousIn(view, launch, [v2])).toBe(v1);
  // The controls: before its first share, and before what it launched is seen, it leads nowhere.
  expect(previousIn(before, existing)).toBeNull();
  expect(previousIn(view, launch, [])).toBeNull();
});
