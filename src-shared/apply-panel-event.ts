/**
 * One delta applied to a snapshot. Main keeps its state with it and the window its mirror, so that
 * snapshot plus deltas cannot differ from a later snapshot.
 */
import { assertNever } from './assert-never.ts';
import { hasMoved, isUnmetRevert } from './unmet-revert.ts';
import type { Outcome, PanelEvent, PanelSnapshot, TimelineEvent } from './panel.ts';

/** Kept of the timeline; the journal keeps all. */
const timelineLimit = 500;
const switchTimesPerFleet = 50;

export type Applied =
  | { readonly kind: 'applied'; readonly snapshot: PanelSnapshot }
  /** Contained in the snapshot already. */
  | { readonly kind: 'known' }
  /** At least one delta is missing: only a new snapshot is the truth. */
  | { readonly kind: 'gap' };

export function applyEvent(snapshot: PanelSnapshot, event: PanelEvent): Applied {
  if (event.sequence <= snapshot.sequence) return { kind: 'known' };
  if (event.sequence > snapshot.sequence + 1) return { kind: 'gap' };
  return {
    kind: 'applied',
    snapshot: { ...snapshot, ...changeOf(snapshot, event), sequence: event.sequence },
  };
}

function changeOf(snapshot: PanelSnapshot, event: PanelEvent): Partial<PanelSnapshot> {
  switch (event.kind) {
    case 'link':
      return { link: event.link, observedAtMs: event.observedAtMs };
    case 'fleet': {
      const isKnown = snapshot.fleets.some((fleet) => fleet.id === event.fleet.id);
      return {
        observedAtMs: event.observedAtMs,
        fleets: isKnown
          ? snapshot.fleets.map((fleet) => (fleet.id === event.fleet.id ? event.fleet : fleet))
          : [...snapshot.fleets, event.fleet],
      };
    }
    case 'fleet-removed':
      return { fleets: snapshot.fleets.filter((fleet) => fleet.id !== event.fleet) };
    case 'traffic':
      return {
        observedAtMs: event.observedAtMs,
        fleets: snapshot.fleets.map((fleet) =>
          fleet.id === event.fleet ? { ...fleet, traffic: event.traffic } : fleet,
        ),
      };
    case 'images':
      return { images: event.images };
    case 'progress':
      return { progress: event.progress };
    case 'outcome':
      return { outcomes: withOutcome(snapshot.outcomes, event.outcome) };
    case 'timeline':
      return { timeline: withEvents(snapshot.timeline, event.events, event.order) };
    case 'sample-traffic':
      return { sampleTraffic: event.sampleTraffic };
    case 'switch-time':
      return {
        switchTimes: [...snapshot.switchTimes, event.time].slice(-switchTimesPerFleet),
      };
    case 'settings':
      return { settings: event.settings };
    case 'versions':
      return { versions: { ...snapshot.versions, host: event.host } };
    case 'band':
      return { band: event.band };
    case 'load':
      return { load: event.load };
    case 'yards':
      return { yards: event.yards };
    case 'tests':
      return { tests: event.tests };
    case 'markers':
      return { markers: event.markers };
    case 'worker-fleets':
      return { workerFleets: event.workerFleets };
    case 'capabilities':
      return { capabilities: event.capabilities };
    default:
      return assertNever(event, 'panel event');
  }
}

/** The last one of each fleet, and after it a revert that failed before it and still stands. */
function withOutcome(known: readonly Outcome[], outcome: Outcome): Outcome[] {
  const isOfFleet = (other: Outcome): boolean => other.fleet === outcome.fleet;
  const unmet = hasMoved(outcome)
    ? []
    : known.filter((other) => isOfFleet(other) && isUnmetRevert(other));
  return [...known.filter((other) => !isOfFleet(other)), outcome, ...unmet];
}

/**
 * What happens now comes on top in the order in which it is told: with the clock set back, a sort by
 * time would bury it. History is sorted in by its times.
 */
function withEvents(
  known: readonly TimelineEvent[],
  events: readonly TimelineEvent[],
  order: 'on-top' | 'by-time',
): TimelineEvent[] {
  const told = new Set(events.map((event) => event.id));
  const rest = known.filter((event) => !told.has(event.id));
  const newestFirst = [...events].reverse();
  const all = [...newestFirst, ...rest];
  if (order === 'by-time') all.sort((a, b) => b.atMs - a.atMs);
  return all.slice(0, timelineLimit);
}
