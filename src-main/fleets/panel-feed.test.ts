import { describe, expect, it } from 'vitest';
import { localCapabilities } from '../../src-shared/capabilities.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asFleetId, asGenerationId, asYardId, type GenerationId } from '../../src-shared/ids.ts';
import type { PanelEvent } from '../../src-shared/panel.ts';
import type { GenerationTraffic } from '../../src-shared/traffic.ts';
import { noTraffic } from '../../src-shared/no-traffic.ts';
import { createPanelFeed, type FeedStart, type PanelFeed } from './panel-feed.ts';

const start: FeedStart = {
  yard: asYardId('local'),
  markers: [],
  band: { yardName: 'This machine', kind: 'local', detail: '', account: null },
  capabilities: localCapabilities,
  settings: { theme: 'system', onQuit: 'keep-yard' },
  self: { name: 'ana', host: 'desk', panel: 'p-1' },
  versions: { app: '0.1.0', electron: '33', host: null },
};

function aFleet(change: Partial<Fleet> = {}): Fleet {
  return {
    id: asFleetId('storefront'),
    name: 'storefront',
    entry: {
      kind: 'http',
      url: 'http://127.0.0.1:8480',
      state: { kind: 'listening' },
      marker: 'header',
      pinnedForMs: null,
      rules: ['the entry'],
      notes: [],
    },
    floor: 4,
    generations: [],
    split: {
      revision: 1,
      weights: [{ generation: asGenerationId('storefront-v001'), weight: 100 }],
      changedAtMs: 1,
    },
    previous: null,
    rollout: null,
    traffic: noTraffic,
    ...change,
  };
}

function servedBy(generation: GenerationId): GenerationTraffic {
  return {
    ...{ generation, share: 1, requestsPerSecond: 9, errorsPerSecond: 0, inFlight: 0 },
    ...{ p50Ms: 1, p95Ms: 2, p99Ms: 3, webSockets: 0, requests: 90, errors: 0 },
    ...{ responsesSinceSplit: 90, firstResponseSinceSplitAtMs: 20 },
  };
}

function recorded(): { feed: PanelFeed; events: PanelEvent[] } {
  const events: PanelEvent[] = [];
  return { feed: createPanelFeed(start, (event) => events.push(event)), events };
}

describe('panel feed', () => {
  it('keeps what was in flight when a count ended, beside the count that began after it', () => {
    const { feed, events } = recorded();
    const [generation] = aFleet().split.weights.map(({ generation: id }) => id);
    if (generation === undefined) throw new Error('The fixture serves nobody.');
    const inFlight = { ...servedBy(generation), inFlight: 5 };
    const counting = { ...noTraffic, sinceMs: 10, requests: 90, generations: [inFlight] };
    feed.showObservation([aFleet({ traffic: counting })], [], 1000);
    feed.showObservation([aFleet({ traffic: counting })], [], 1500);
    const anew = { ...noTraffic, sinceMs: 4000, requests: 3 };
    feed.showObservation([aFleet({ traffic: anew })], [], 4200);
    feed.showObservation([aFleet({ traffic: { ...anew, requests: 8 } })], [], 4700);
    const gap = { fromMs: 1500, inFlight: 5 };
    expect(feed.snapshot().fleets[0]?.traffic).toEqual({ ...anew, requests: 8, gap });
    expect(events.map(({ kind }) => kind)).toEqual(['fleet', 'traffic', 'traffic']);
  });

  it('sends traffic alone when only traffic changed, and nothing when nothing did', () => {
    const { feed, events } = recorded();
    feed.showObservation([aFleet()], [], 1);
    feed.showObservation([aFleet({ traffic: { ...noTraffic, requestsPerSecond: 3 } })], [], 2);
    feed.showObservation([aFleet({ traffic: { ...noTraffic, requestsPerSecond: 3 } })], [], 3);
    expect(events.map((event) => event.kind)).toEqual(['fleet', 'traffic']);
    expect(feed.snapshot().fleets[0]?.traffic.requestsPerSecond).toBe(3);
    expect(feed.snapshot().observedAtMs).toBe(3);
  });

  it('numbers its deltas without a gap, and the snapshot carries the last number', () => {
    const { feed, events } = recorded();
    feed.showLink({ kind: 'live' });
    feed.showObservation([aFleet()], [], 1);
    feed.showObservation([], [], 2);
    feed.addSwitchTime({ fleet: asFleetId('storefront'), ms: 12, isRevert: true, atMs: 0 });
    expect(events.map((event) => event.sequence)).toEqual([1, 2, 3, 4]);
    expect(feed.snapshot().sequence).toBe(4);
    expect(events[2]).toMatchObject({ kind: 'fleet-removed', fleet: 'storefront' });
  });

  it('keeps the timeline newest first, once per event, and bounded', () => {
    const { feed, events } = recorded();
    const event = (n: number) => ({
      id: `e${String(n)}`,
      atMs: n,
      fleet: null,
      rollout: null,
      severity: 'info' as const,
      title: 'x',
      detail: '',
      by: 'ana',
    });
    feed.addEvents(
      Array.from({ length: 600 }, (_, n) => event(n)),
      'on-top',
    );
    feed.addEvents([event(599)], 'on-top');
    expect(events).toHaveLength(1);
    expect(feed.snapshot().timeline).toHaveLength(500);
    expect(feed.snapshot().timeline[0]?.id).toBe('e599');
  });
});
