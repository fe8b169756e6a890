/** What the yard remembers between two observations, so that a write can be planned without a read. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { FleetId, GenerationId } from '../../../src-shared/ids.ts';
import { holderOf, noClaims, type FleetClaims } from './claims/claim-records.ts';
import { discovered, nothingDiscovered, type Remembered } from './discover/discovery.ts';
import type { FleetGrouping } from './discover/group-fleets.ts';
import type { Observed } from './discover/observe.ts';
import { moveOf } from './move-of.ts';
import { entryViewOf, hasTraffic, type EntryView } from './route/entry-view.ts';
import type { KnownEntry } from './route/route-ports.ts';

export interface YardMemory {
  /** @param remembered beside the claims. @returns the fleets as they are to be shown. */
  readonly learn: (
    observed: Observed,
    claims: ReadonlyMap<string, FleetClaims>,
    remembered: (grouping: FleetGrouping, view: EntryView, claims: FleetClaims) => Remembered,
  ) => readonly Fleet[];
  /**
   * What AWS said after a write of ours. A look that began before that does not undo it: it may have read
   * the rules before the write, and end after it. Nor does one that for a moment still reads as before it: reads
   * may be older than a write.
   * @param atMs monotonic, as a look's `begunAtMs`.
   */
  readonly learnEntry: (entry: EntryView, atMs: number) => void;
  readonly last: () => Observed | null;
  readonly known: (fleet: FleetId) => KnownEntry | undefined;
  readonly atRevision: (fleet: FleetId, revision: number) => EntryView | undefined;
  readonly claimsOf: (fleet: FleetId) => FleetClaims;
}

/** So long reads may be older than a write of ours; the read back waits as long. */
const settleMs = 3000;

/** Contents of one entry that a plan may have been made on. */
const revisionsKept = 30;

export function createYardMemory(): YardMemory {
  let state = nothingDiscovered;
  let last: Observed | null = null;
  let claimsNow: ReadonlyMap<string, FleetClaims> = new Map();
  let fleets = new Map<FleetId, Fleet>();
  const entries = new Map<FleetId, EntryView>();
  const writes = new Map<FleetId, { readonly atMs: number; readonly before: number | null }>();
  const revisions = new Map<FleetId, Map<number, EntryView>>();

  const keepRevision = (entry: EntryView): void => {
    const kept = revisions.get(entry.fleet) ?? new Map<number, EntryView>();
    // Set anew, so that the oldest is the one that was not seen for longest.
    kept.delete(entry.revision);
    kept.set(entry.revision, entry);
    for (const oldest of kept.keys()) {
      if (kept.size <= revisionsKept) break;
      kept.delete(oldest);
    }
    revisions.set(entry.fleet, kept);
  };
  const claimsOf = (fleet: FleetId): FleetClaims => claimsNow.get(fleet) ?? noClaims;

  return {
    learn(observed, claims, remembered) {
      last = observed;
      claimsNow = claims;
      // An entry that this reading does not show stays known: a revert may still be wanted.
      const views = new Map<FleetId, EntryView>();
      for (const grouping of observed.groupings) {
        const seen = entryViewOf(grouping, observed.reading);
        keepRevision(seen);
        const written = entries.get(seen.fleet);
        const write = writes.get(seen.fleet);
        const isOlder =
          write !== undefined &&
          (observed.begunAtMs < write.atMs ||
            (seen.revision === write.before && observed.begunAtMs < write.atMs + settleMs));
        const view = isOlder && written !== undefined ? written : seen;
        views.set(grouping.id, view);
        entries.set(seen.fleet, view);
      }
      const next = discovered(state, observed, (grouping) => {
        const view = views.get(grouping.id) ?? entryViewOf(grouping, observed.reading);
        return remembered(grouping, view, claimsOf(grouping.id));
      });
      state = next;
      fleets = new Map([...fleets, ...next.fleets.map((fleet) => [fleet.id, fleet] as const)]);
      return next.fleets;
    },
    learnEntry(entry, atMs) {
      const before = entries.get(entry.fleet)?.revision ?? null;
      entries.set(entry.fleet, entry);
      // Learned again from a read back it is the same write.
      if (before !== entry.revision) writes.set(entry.fleet, { atMs, before });
      keepRevision(entry);
    },
    last: () => last,
    known(id) {
      const entry = entries.get(id);
      const fleet = fleets.get(id);
      return entry === undefined || fleet === undefined ? undefined : { entry, fleet };
    },
    atRevision: (fleet, revision) => revisions.get(fleet)?.get(revision),
    claimsOf,
  };
}

/**
 * Where a revert leads. While a cutover or a release still runs it is where that came from, from its first
 * share on; afterwards what was recorded, as long as the generation that took over has traffic in any rule: a
 * switch that was made in one rule of two has to be taken back as well. A whole revert makes that record void
 * without having to write anything.
 * @param launched generations of the fleet that the running rollout launched.
 */
export function previousIn(
  view: EntryView,
  claims: FleetClaims,
  launched: readonly GenerationId[] = [],
): GenerationId | null {
  const intent = holderOf(claims)?.record.intent;
  const move = intent === undefined ? null : moveOf(intent, launched[0] ?? null);
  if (move !== null && hasTraffic(view, move.to)) {
    return move.from === move.to ? null : move.from;
  }
  const { previous: record } = claims;
  if (record === null || !hasTraffic(view, record.current)) return null;
  return record.previous === record.current ? null : record.previous;
}
