import { describe, expect, it } from 'vitest';
import { localCapabilities } from '../../src-shared/capabilities.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asFleetId, asGenerationId, asYardId } from '../../src-shared/ids.ts';
import type { PanelEvent } from '../../src-shared/panel.ts';
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

function recorded(): { feed: PanelFeed; events: PanelEvent[] } {
  const events: PanelEvent[] = [];
  return { feed: createPanelFeed(start, (event) => events.push(event)), events };
}

describe('panel feed', () => {
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
    feed.addSwitchTime({ fleet: asFleetId('storefront'), ms: 12, isRevert: true });
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
