/** What does not change in AWS is not told again: a window that is told of a change shows one. */
import { expect, test } from 'vitest';
import { awsCapabilities } from '../aws-capabilities.ts';
import { asYardId } from '../../../../src-shared/ids.ts';
import type { PanelEvent } from '../../../../src-shared/panel.ts';
import { createPanelFeed } from '../../../fleets/panel-feed.ts';
import { discovered, nothingDiscovered, type Remembered } from './discovery.ts';
import { groupFleets } from './group-fleets.ts';
import { aGroup, aReading, aRule, aTarget, anInstance, forwardTo } from './reading.fixture.ts';

const counts = { targetGroups: 0, loadBalancers: 0, listeners: [], rules: [], fleetGroups: 0, instances: 0, scalingGroups: 0 }; // prettier-ignore
const nothing: Remembered = { previous: null, rollout: null, marker: 'none', meantSizes: new Map() }; // prettier-ignore
const band = { yardName: 'Lab', kind: 'aws', detail: '', account: null } as const;

/** Looks as they come: whole milliseconds of the wall clock, fractions of the other one. */
function told(looks: readonly { readonly atMs: number; readonly state: string }[]): PanelEvent[][] {
  const events: PanelEvent[] = [];
  const feed = createPanelFeed(
    {
      ...{ yard: asYardId('lab'), band, capabilities: awsCapabilities, markers: [] },
      settings: { theme: 'system', onQuit: 'keep-yard' },
      self: { name: 'ana', host: 'desk', panel: 'p-1' },
      versions: { app: '0', electron: '0', host: null },
    },
    (event) => events.push(event),
  );
  let state = nothingDiscovered;
  return looks.map((look) => {
    const reading = aReading({
      atMs: Math.floor(look.atMs),
      groups: [aGroup('web-v1'), aGroup('web-v2'), aGroup('web-v3')],
      rules: [aRule('1', forwardTo(['web-v1', 100], ['web-v2', 0], ['web-v3', 0]))],
      targets: { 'web-v1': [aTarget('i-1')], 'web-v2': [aTarget('i-2', look.state)], 'web-v3': [] },
      instances: [anInstance('i-1'), anInstance('i-2')],
    });
    const monotonicMs = look.atMs - 1_000_000;
    const groupings = groupFleets(reading);
    const next = discovered(state, { reading, groupings, begunAtMs: 0, monotonicMs, counts }, () => nothing); // prettier-ignore
    state = next;
    feed.showObservation(next.fleets, reading.images, reading.atMs);
    return events.splice(0);
  });
}

test('A look that sees the same tells nothing of the fleet, however the clocks run', () => {
  const kinds = told([
    { atMs: 2_000_000.1, state: 'unhealthy' },
    { atMs: 2_005_000.7, state: 'unhealthy' },
    { atMs: 2_010_001.4, state: 'unhealthy' },
    { atMs: 2_015_002.9, state: 'draining' },
  ]).map((events) => events.map(({ kind }) => kind));
  // The control is the last one: a change is told.
  expect(kinds).toEqual([['fleet'], [], [], ['fleet']]);
});

test('A block is in its state since the look that saw it first', () => {
  const last = told([
    { atMs: 2_000_000.5, state: 'unhealthy' },
    { atMs: 2_005_000.5, state: 'draining' },
    { atMs: 2_010_000.5, state: 'draining' },
    { atMs: 2_015_000.5, state: 'unhealthy' },
  ]).map(([event]) => (event?.kind === 'fleet' ? event.fleet.generations : []));
  const since = last.map((generations) => generations[1]?.blocks[0]?.sinceMs);
  expect(since).toEqual([2_000_000, 2_005_000, undefined, 2_015_000]);
  // Nobody knows when a group without servers was launched: since it has been seen.
  expect(last[3]?.[2]).toMatchObject({ blocks: [], launchedAtMs: 2_000_000 });
});
