/** Which auto scaling groups have to keep their size while two generations are up, where servers fetch their work. */
import type { Fleet } from '../../../../src-shared/fleet.ts';
import type { FleetId, GenerationId } from '../../../../src-shared/ids.ts';
import { succeed, type Result } from '../../../../src-shared/result.ts';
import { newestWord } from '../claims/work-records.ts';
import type { SsmWork } from '../claims/ssm-work.ts';
import type { KeepHeldPorts } from '../groups/keep-held.ts';
import type { Sides } from '../groups/overlap.ts';
import type { WorkerGrouping } from './group-workers.ts';

export interface WorkerSidesPorts {
  readonly records: Pick<SsmWork, 'read'>;
  /** Of the last look. */
  readonly groupingOf: (fleet: FleetId) => WorkerGrouping | undefined;
  readonly known: (fleet: FleetId) => Fleet | undefined;
}

/** By the record as it is now. @param without a generation that is not one of the two sides */
export async function workerSides(
  { records, groupingOf, known }: WorkerSidesPorts,
  fleet: FleetId,
  without: GenerationId,
): Promise<Result<Sides>> {
  const groups = (groupingOf(fleet)?.groups ?? []).filter(
    ({ id, scaling }) => id !== without && scaling.length > 0,
  );
  if (groups.length === 0) return succeed({ serving: [], beside: [] });
  const read = await records.read(fleet);
  if (!read.ok) return read;
  const record = newestWord(read.value)?.record ?? null;
  // Never recorded: whoever the servers say takes work.
  const takers = record === null ? takersIn(known(fleet)) : [record.to];
  const behind = (isServing: boolean): Sides['serving'] =>
    groups
      .filter(({ id }) => takers.includes(id) === isServing)
      .flatMap(({ scaling }) => scaling.map(({ group }) => group));
  return succeed({ serving: behind(true), beside: behind(false) });
}

/** By what was last seen. */
export function heldWorkers({
  groupingOf,
  known,
}: Pick<WorkerSidesPorts, 'groupingOf' | 'known'>): Pick<KeepHeldPorts, 'behindOf' | 'servingOf'> {
  return {
    behindOf: (fleet) => {
      const grouping = groupingOf(fleet);
      if (grouping === undefined) return null;
      return (generation) => grouping.groups.find(({ id }) => id === generation)?.scaling ?? [];
    },
    servingOf: (fleet) => {
      const seen = known(fleet);
      return seen === undefined ? null : takersIn(seen);
    },
  };
}

function takersIn(fleet: Fleet | undefined): readonly GenerationId[] {
  const weights = fleet?.split.weights ?? [];
  return weights.flatMap(({ generation, weight }) => (weight > 0 ? [generation] : []));
}
