/**
 * Who takes work, changed: recorded, and each server told. A cutover is recorded first and told then: what could
 * not be recorded has not happened. A revert tells at once and records beside it, on what was seen last: the
 * parameter store must never stand between a press and the servers that it is for.
 */
import type { FleetId, GenerationId, RolloutId } from '../../../../src-shared/ids.ts';
import type { Fleet } from '../../../../src-shared/fleet.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { AttachOrder, RouteOrder, RouteReceipt } from '../../port.ts';
import { changedWork, newestWord, takerOf, type WorkRecord } from '../claims/work-records.ts';
import type { SsmWork } from '../claims/ssm-work.ts';
import type { WorkWatch } from './work-watch.ts';

export interface WorkerRoutePorts {
  readonly clock: Clock;
  readonly records: SsmWork;
  readonly watch: Pick<WorkWatch, 'order' | 'orderAhead' | 'words'>;
  readonly known: (fleet: FleetId) => Fleet | undefined;
  /** `conflict` when the rollout does not hold the fleet any more. */
  readonly holds: (fleet: FleetId, rollout: RolloutId) => Promise<Result<null>>;
  /** Ends other rollouts of the fleet; answers at once with the one that was known to run. */
  readonly overtake: (fleet: FleetId, by: RolloutId) => RolloutId | null;
}

export async function routeWork(
  ports: WorkerRoutePorts,
  order: RouteOrder,
): Promise<Result<RouteReceipt>> {
  const { records, watch, known, holds } = ports;
  const { fleet, rollout, expectedRevision } = order;
  const to = takerOf(order);
  if (to === null) return fail(noShares);
  const seen = known(fleet);
  const target = seen?.generations.find(({ id }) => id === to);
  if (seen === undefined || target === undefined) return fail(unknownGeneration(to));
  if (target.rung === 'retired') return fail(nobodyThere);
  const record = recordOf(ports, seen, order, to);
  if (expectedRevision === 'any') {
    watch.orderAhead(fleet, to);
    // Also when it cannot be recorded: whoever else was at work must not go on against it, and start servers say.
    const overtook = ports.overtake(fleet, rollout);
    const written = await records.write(record, { expected: 'any', seen: watch.words(fleet) });
    if (!written.ok) return fail(toldOnly(written.fault));
    watch.order(fleet, written.value);
    return succeed(receiptOf(ports, written.value.revision, overtook));
  }
  if (!order.overtake) {
    const held = await holds(fleet, rollout);
    if (!held.ok) return held;
  }
  const written = await records.write(record, { expected: expectedRevision });
  if (!written.ok) return written;
  watch.order(fleet, written.value);
  const overtook = order.overtake ? ports.overtake(fleet, rollout) : null;
  return succeed(receiptOf(ports, written.value.revision, overtook));
}

/** Nothing is listed where there is no entry: a release only asks whether it is still what the operator saw. */
export async function attachWork(
  ports: Pick<WorkerRoutePorts, 'clock' | 'known' | 'holds'> & {
    readonly records: Pick<SsmWork, 'read'>;
  },
  { fleet, generation, rollout, expectedRevision }: AttachOrder,
): Promise<Result<RouteReceipt>> {
  const isKnown = ports.known(fleet)?.generations.some(({ id }) => id === generation) === true;
  if (!isKnown) return fail(unknownGeneration(generation));
  const held = await ports.holds(fleet, rollout);
  if (!held.ok) return held;
  const read = await ports.records.read(fleet);
  if (!read.ok) return read;
  const revision = newestWord(read.value)?.revision ?? 0;
  return revision === expectedRevision
    ? succeed(receiptOf(ports, revision, null))
    : fail(changedWork);
}

function recordOf(
  { clock }: Pick<WorkerRoutePorts, 'clock'>,
  { id, generations }: Fleet,
  { rollout, previous }: RouteOrder,
  to: GenerationId,
): WorkRecord {
  const sizes = Object.fromEntries(
    generations
      .filter((one) => one.id === to || one.id === previous)
      .map((one) => [one.id, one.size]),
  );
  const atMs = Math.round(clock.now());
  return { schema: 1, fleet: id, to, previous, sizes, rollout, atMs };
}

/** The retired one is no way back any more, and nothing else changes by it. */
export async function forgetPrevious(
  {
    records,
    watch,
    clock,
  }: Pick<WorkerRoutePorts, 'records' | 'clock'> & { readonly watch: Pick<WorkWatch, 'order'> },
  fleet: FleetId,
  generation: GenerationId,
  rollout: RolloutId,
): Promise<Result<null>> {
  const read = await records.read(fleet);
  if (!read.ok) return read;
  const [newest] = read.value;
  const record = newest?.record;
  if (newest === undefined || record === null || record === undefined) return succeed(null);
  if (record.to === generation) return fail(takesWork);
  if (record.previous !== generation) return succeed(null);
  const next = { ...record, previous: null, rollout, atMs: Math.round(clock.now()) };
  const written = await records.write(next, { expected: newest.revision });
  if (!written.ok) return written;
  watch.order(fleet, written.value);
  return succeed(null);
}

/** Another size of what is recorded, and nothing else of it. @param isMeant whether its record counts for its size */
export async function recordSize(
  {
    records,
    watch,
    clock,
  }: Pick<WorkerRoutePorts, 'records' | 'clock'> & { readonly watch: Pick<WorkWatch, 'order'> },
  { fleet, generation, rollout, size }: {
    readonly fleet: FleetId;
    readonly generation: GenerationId;
    readonly rollout: RolloutId;
    readonly size: number;
  }, // prettier-ignore
  isMeant: (record: WorkRecord) => boolean,
): Promise<Result<null>> {
  const read = await records.read(fleet);
  if (!read.ok) return read;
  const [newest] = read.value;
  const record = newest?.record ?? null;
  if (newest === undefined || record === null || !isMeant(record)) return succeed(null);
  const recorded = record.sizes[generation];
  if (recorded === undefined || recorded === size) return succeed(null);
  const sizes = { ...record.sizes, [generation]: size };
  const next = { ...record, sizes, rollout, atMs: Math.round(clock.now()) };
  const written = await records.write(next, { expected: newest.revision, isWhole: true });
  if (!written.ok) return written;
  watch.order(fleet, written.value);
  return succeed(null);
}

export const takesWork: Fault = {
  code: 'conflict',
  message: 'It takes work: nothing of it was ended.',
};

function receiptOf(
  { clock }: Pick<WorkerRoutePorts, 'clock'>,
  revision: number,
  overtook: RolloutId | null,
): RouteReceipt {
  return { revision, atMs: clock.now(), overtook };
}

const noShares: Fault = {
  code: 'bad-input',
  message: 'This fleet has no entry: work is taken by one generation, never by shares.',
};

const nobodyThere: Fault = {
  code: 'refused',
  message: 'It is retired: nobody is there to take work.',
};

function unknownGeneration(id: GenerationId): Fault {
  return { code: 'not-found', message: `The fleet has no generation ${plain(id, 80)}.` };
}

/** Servers follow, and other panels do not know it yet. */
function toldOnly(fault: Fault): Fault {
  return {
    ...fault,
    code: fault.code === 'bad-input' || fault.code === 'not-found' ? fault.code : 'unknown-outcome',
    message: `The servers were told, but it could not be recorded which generation takes work: ${fault.message}`,
  };
}
