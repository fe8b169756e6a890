/** From one observation to the fleets on the screen, remembering what has to be remembered. Pure. */
import type { Fleet } from '../../../../src-shared/fleet.ts';
import type { FleetId } from '../../../../src-shared/ids.ts';
import { fingerprintOf } from './fingerprint.ts';
import { fleetOf, isTrustedAtFirstSight, type FleetMemory } from './fleet-of.ts';
import type { FleetGrouping } from './group-fleets.ts';
import { noHistory, observed, targetKey, type HealthHistory } from './health-history.ts';
import { generationIdOfGroup } from './fleet-id.ts';
import { keepMissing, nothingShown, type Shown } from './keep-missing.ts';
import type { Observed } from './observe.ts';

export interface DiscoveryState {
  readonly history: HealthHistory;
  readonly shown: Shown;
  readonly splits: ReadonlyMap<FleetId, { readonly revision: number; readonly sinceMs: number }>;
}

export const nothingDiscovered: DiscoveryState = {
  history: noHistory,
  shown: nothingShown,
  splits: new Map(),
};

/** What the yard knows of a fleet beside AWS's answers; the time of the split is remembered here. */
export type Remembered = Omit<FleetMemory, 'splitSinceMs'>;

/** For a reading that succeeded; a failed one is not passed in, and everything stays as it was. */
export function discovered(
  state: DiscoveryState,
  { reading, monotonicMs, groupings }: Observed,
  remembered: (grouping: FleetGrouping) => Remembered,
): DiscoveryState & { readonly fleets: readonly Fleet[] } {
  const known = groupings.map((grouping) => ({ grouping, memory: remembered(grouping) }));
  const seen = known.flatMap(({ grouping, memory }) =>
    [...grouping.attached, ...grouping.idle].flatMap((group) => {
      const targets = reading.targets[group.arn];
      if (targets === undefined) return [];
      return {
        arn: group.arn,
        isTrustedAtFirstSight: isTrustedAtFirstSight(group, grouping, memory.previous),
        targets: targets.map(({ id, port, state: is }) => ({
          key: targetKey(id, port),
          state: is,
        })),
      };
    }),
  );
  const history = observed(state.history, seen, { atMs: reading.atMs, monotonicMs });
  const splits = new Map(
    groupings.map(({ id, rules }) => {
      const revision = fingerprintOf(rules);
      const before = state.splits.get(id);
      const sinceMs = before?.revision === revision ? before.sinceMs : reading.atMs;
      return [id, { revision, sinceMs }] as const;
    }),
  );
  const fleets = known.map(({ grouping, memory }) =>
    fleetOf(grouping, reading, history, {
      ...memory,
      splitSinceMs: splits.get(grouping.id)?.sinceMs ?? reading.atMs,
    }),
  );
  const ending = new Set(
    known.flatMap(({ memory }) => [...(memory.ending ?? []), ...(memory.ended ?? [])]),
  );
  const sized = new Set<string>(
    reading.scaling.flatMap(({ group }) => group.targetGroupArns.map(generationIdOfGroup)),
  );
  const shown = keepMissing(state.shown, fleets, { atMs: monotonicMs, ending, sized });
  return { history, shown, splits, fleets: shown.fleets };
}
