/**
 * Keeps what the window should show and turns each change into the smallest delta. The window mirrors
 * it: whatever order things happen in, snapshot plus deltas is the same as a later snapshot.
 */
import type { AccountLoad } from '../../src-shared/account-load.ts';
import { applyEvent } from '../../src-shared/apply-panel-event.ts';
import { gapAfter } from '../../src-shared/count-gap.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { FleetId } from '../../src-shared/ids.ts';
import type { Image } from '../../src-shared/image.ts';
import type { YardCapabilities } from '../../src-shared/capabilities-schema.ts';
import type {
  Band,
  Markers,
  Outcome,
  PanelEvent,
  PanelSnapshot,
  Progress,
  SampleTraffic,
  Settings,
  TimelineEvent,
  YardLink,
  SwitchTime,
} from '../../src-shared/panel.ts';
import type { Traffic } from '../../src-shared/traffic.ts';
import { createRolloutOrder } from './rollout-order.ts';
import type { TestEntries } from '../../src-shared/test-entry.ts';
import type { WorkerFleet } from '../../src-shared/worker-fleets.ts';

/** A delta before its sequence number; distributive, so that each variant keeps its own fields. */
type Unnumbered<Event> = Event extends { readonly sequence: number }
  ? Omit<Event, 'sequence'>
  : never;

export interface PanelFeed {
  readonly snapshot: () => PanelSnapshot;
  readonly showLink: (link: YardLink) => void;
  readonly showObservation: (
    fleets: readonly Fleet[],
    images: readonly Image[],
    observedAtMs: number,
  ) => void;
  readonly showProgress: (progress: readonly Progress[]) => void;
  readonly showOutcome: (outcome: Outcome) => void;
  /** Newest last. History is sorted in by its times, news goes on top. */
  readonly addEvents: (events: readonly TimelineEvent[], order: 'on-top' | 'by-time') => void;
  readonly addSwitchTime: (time: SwitchTime) => void;
  readonly showSampleTraffic: (sampleTraffic: readonly SampleTraffic[]) => void;
  readonly showSettings: (settings: Settings) => void;
  readonly showHostVersion: (host: string | null) => void;
  readonly showBand: (band: Band) => void;
  readonly showLoad: (load: AccountLoad) => void;
  readonly showCapabilities: (capabilities: YardCapabilities) => void;
  readonly showMarkers: (markers: Markers) => void;
  readonly showTests: (tests: TestEntries) => void;
  readonly showWorkerFleets: (declared: readonly WorkerFleet[]) => void;
}

export type FeedStart = Pick<
  PanelSnapshot,
  | 'yard'
  | 'band'
  | 'capabilities'
  | 'settings'
  | 'versions'
  | 'markers'
  | 'tests'
  | 'workerFleets'
  | 'self'
>;

/** `sequence` and `yards` of the snapshot are this feed's own; who shows several numbers them anew. */
export function createPanelFeed(start: FeedStart, push: (event: PanelEvent) => void): PanelFeed {
  let state: PanelSnapshot = {
    ...start,
    sequence: 0,
    yards: [],
    link: { kind: 'starting' },
    observedAtMs: null,
    fleets: [],
    images: [],
    progress: [],
    outcomes: [],
    timeline: [],
    sampleTraffic: [],
    switchTimes: [],
  };
  const rollouts = createRolloutOrder();
  const shown = new Map<FleetId, { standing: string; traffic: string }>();
  /** What was counted last, and when that was seen; also of fleets that a host shows only later in its start. */
  const counts = new Map<FleetId, { readonly traffic: Traffic; readonly seenAtMs: number }>();

  const emit = (event: Unnumbered<PanelEvent>): void => {
    const numbered: PanelEvent = { ...event, sequence: state.sequence + 1 };
    const applied = applyEvent(state, numbered);
    if (applied.kind === 'applied') state = applied.snapshot;
    push(numbered);
  };

  const withGap = (fleet: Fleet, observedAtMs: number): Fleet => {
    const before = counts.get(fleet.id);
    const gap =
      before === undefined ? null : gapAfter(before.traffic, before.seenAtMs, fleet.traffic);
    const traffic = gap === null ? fleet.traffic : { ...fleet.traffic, gap };
    counts.set(fleet.id, { traffic, seenAtMs: observedAtMs });
    return traffic === fleet.traffic ? fleet : { ...fleet, traffic };
  };

  const showFleet = (seen: Fleet, observedAtMs: number): void => {
    const fleet = withGap(seen, observedAtMs);
    // Traffic changes each second, the rest seldom: compared apart so that the usual delta is small.
    const { traffic, ...rest } = fleet;
    const standing = JSON.stringify(rest);
    const counted = JSON.stringify(traffic);
    const before = shown.get(fleet.id);
    shown.set(fleet.id, { standing, traffic: counted });
    if (before?.standing !== standing) {
      emit({ kind: 'fleet', fleet, observedAtMs });
    } else if (before.traffic !== counted) {
      emit({ kind: 'traffic', fleet: fleet.id, traffic, observedAtMs });
    }
  };

  return {
    snapshot: () => state,
    showLink: (link) => {
      if (JSON.stringify(link) === JSON.stringify(state.link)) return;
      emit({ kind: 'link', link, observedAtMs: state.observedAtMs });
    },
    showObservation: (fleets, images, observedAtMs) => {
      state = { ...state, observedAtMs };
      for (const fleet of fleets) showFleet(fleet, observedAtMs);
      const isGone = (known: Fleet): boolean => !fleets.some((fleet) => fleet.id === known.id);
      for (const { id } of state.fleets.filter(isGone)) {
        shown.delete(id);
        emit({ kind: 'fleet-removed', fleet: id });
      }
      if (JSON.stringify(images) !== JSON.stringify(state.images)) {
        emit({ kind: 'images', images: [...images] });
      }
    },
    showProgress: (progress) => {
      // Whoever looks for "the" progress of a fleet finds what was pressed last.
      const sorted = [...rollouts.newestFirst(progress)];
      if (JSON.stringify(sorted) === JSON.stringify(state.progress)) return;
      emit({ kind: 'progress', progress: sorted });
    },
    showOutcome: (outcome) => {
      if (rollouts.isOldNews(outcome)) return;
      emit({ kind: 'outcome', outcome });
    },
    addEvents: (events, order) => {
      const known = new Set(state.timeline.map((event) => event.id));
      const fresh = events.filter((event) => !known.has(event.id));
      if (fresh.length > 0) emit({ kind: 'timeline', events: fresh, order });
    },
    addSwitchTime: (time) => {
      emit({ kind: 'switch-time', time });
    },
    showSampleTraffic: (sampleTraffic) => {
      if (JSON.stringify(sampleTraffic) === JSON.stringify(state.sampleTraffic)) return;
      emit({ kind: 'sample-traffic', sampleTraffic: [...sampleTraffic] });
    },
    showSettings: (settings) => {
      emit({ kind: 'settings', settings });
    },
    showHostVersion: (host) => {
      if (host !== state.versions.host) emit({ kind: 'versions', host });
    },
    showBand: (band) => {
      if (JSON.stringify(band) !== JSON.stringify(state.band)) emit({ kind: 'band', band });
    },
    showLoad: (load) => {
      if (JSON.stringify(load) !== JSON.stringify(state.load)) emit({ kind: 'load', load });
    },
    showCapabilities: (capabilities) => {
      if (JSON.stringify(capabilities) === JSON.stringify(state.capabilities)) return;
      emit({ kind: 'capabilities', capabilities });
    },
    showMarkers: (markers) => {
      if (JSON.stringify(markers) !== JSON.stringify(state.markers))
        emit({ kind: 'markers', markers });
    },
    showTests: (tests) => {
      if (JSON.stringify(tests) !== JSON.stringify(state.tests)) emit({ kind: 'tests', tests });
    },
    showWorkerFleets: (declared) => {
      if (JSON.stringify(declared) === JSON.stringify(state.workerFleets)) return;
      emit({ kind: 'worker-fleets', workerFleets: [...declared] });
    },
  };
}
