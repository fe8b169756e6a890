/** From one reading to the fleets without an entry, remembering what has to be remembered. Pure. */
import type { Fleet } from '../../../../src-shared/fleet.ts';
import type { FleetId } from '../../../../src-shared/ids.ts';
import { asBlockId } from '../../../../src-shared/ids.ts';
import { noHistory, observed, type HealthHistory } from '../discover/health-history.ts';
import { keepMissing, nothingShown, type Shown } from '../discover/keep-missing.ts';
import { memberOf, type WorkerGrouping } from './group-workers.ts';
import { workerFleetOf, type WorkerMemory } from './worker-fleet-of.ts';
import { workerState } from './worker-health.ts';
import type { WorkerReading } from './worker-reading.ts';

export interface WorkersKnown {
  readonly history: HealthHistory;
  readonly shown: Shown;
  readonly words: ReadonlyMap<FleetId, { readonly revision: number; readonly sinceMs: number }>;
  readonly fleets: readonly Fleet[];
}

export const noWorkers: WorkersKnown = {
  history: noHistory,
  shown: nothingShown,
  words: new Map(),
  fleets: [],
};

export type WorkersRemembered = Omit<WorkerMemory, 'sinceMs'>;

/** For a reading that succeeded; a failed one is not passed in, and everything stays as it was. */
export function discoverWorkers(
  state: WorkersKnown,
  reading: WorkerReading,
  groupings: readonly WorkerGrouping[],
  remembered: (grouping: WorkerGrouping) => WorkersRemembered,
): WorkersKnown {
  const known = groupings.map((grouping) => ({ grouping, memory: remembered(grouping) }));
  const seen = known.flatMap(({ grouping, memory }) =>
    grouping.groups.map((group) => {
      const record = memory.word?.record;
      return {
        arn: group.id,
        isTrustedAtFirstSight: record?.to === group.id || record?.previous === group.id,
        targets: group.instances.map((instance) => ({
          key: instance.id,
          state: workerState({
            instance,
            checks: reading.checks === null ? 'unread' : (reading.checks[instance.id] ?? null),
            work: memory.view(asBlockId(instance.id)),
            hasHook: grouping.declared !== null,
            member: memberOf(group, instance.id),
          }).kind,
        })),
      };
    }),
  );
  const history = observed(state.history, seen, reading);
  const words = new Map(
    known.map(({ grouping: { id }, memory: { word } }) => {
      const revision = word?.revision ?? 0;
      const before = state.words.get(id);
      const sinceMs = before?.revision === revision ? before.sinceMs : reading.atMs;
      return [id, { revision, sinceMs: word?.record?.atMs ?? sinceMs }] as const;
    }),
  );
  const fleets = known.map(({ grouping, memory }) =>
    workerFleetOf(grouping, reading, history, {
      ...memory,
      sinceMs: words.get(grouping.id)?.sinceMs ?? reading.atMs,
    }),
  );
  const shown = keepMissing(withoutEnded(state.shown, groupings), fleets, {
    atMs: reading.monotonicMs,
    ending: new Set(),
  });
  return { history, shown, words, fleets: shown.fleets };
}

/** AWS says for certain that they ended: nobody looks for them again. */
function withoutEnded(before: Shown, groupings: readonly WorkerGrouping[]): Shown {
  const ended = new Set(
    groupings.flatMap(({ groups }) => groups.flatMap((group) => group.ended.map(({ id }) => id))),
  );
  if (ended.size === 0) return before;
  return {
    ...before,
    fleets: before.fleets.map((fleet) => ({
      ...fleet,
      generations: fleet.generations.map((generation) => ({
        ...generation,
        blocks: generation.blocks.filter(({ id }) => !ended.has(id)),
      })),
    })),
  };
}
