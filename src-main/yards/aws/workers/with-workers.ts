/** The yard of an account with its fleets without an entry beside those behind load balancers. */
import type { FleetId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import type { Yard, YardObservation } from '../../port.ts';
import { notHere } from './worker-fleet-of.ts';
import type { WorkerFleets } from './worker-fleets.ts';
import type { DescribeWorkers } from '../describe/describe-workers.ts';
import type { CheckWorkerPermissions } from './worker-permissions.ts';

export interface WithWorkers {
  readonly workers: WorkerFleets;
  /** The last look was throttled: nothing more is asked. */
  readonly isBackingOff: () => boolean;
  /** What was noticed, by now: what is told of the servers comes after the look beside them. */
  readonly notices: () => YardObservation['notices'];
  readonly describe: DescribeWorkers | undefined;
  readonly permissions: CheckWorkerPermissions;
  /** The last check before the wire, and news afterwards. */
  readonly told: <Value>(act: () => Promise<Result<Value>>) => Promise<Result<Value>>;
  /** The same of a write that looks wait a moment for. */
  readonly written: <Value>(
    act: () => Promise<Result<Value>>,
    isRevert: boolean,
  ) => Promise<Result<Value>>;
}

export function withWorkers<Account extends Yard & { readonly close: () => void }>(
  yard: Account,
  { workers, isBackingOff, notices, describe, permissions, told, written }: WithWorkers,
): Account {
  const choose = <Order extends { readonly fleet: FleetId }, Answer>(
    order: Order,
    own: (order: Order) => Answer,
    other: (order: Order) => Answer,
  ): Answer => (workers.owns(order.fleet) ? own(order) : other(order));

  const refusedHere = Promise.resolve(fail({ code: 'refused', message: notHere } as const));

  const observe = async (): Promise<Result<YardObservation>> => {
    const reading = isBackingOff() ? null : workers.read();
    const seen = await yard.observe();
    if (!seen.ok) return seen;
    const read = await (reading ?? workers.read());
    // Without credentials nothing of the account is seen. Else what fails here must not blind the other fleets.
    if (!read.ok && read.fault.code === 'signed-out') return read;
    const fleets = read.ok ? await workers.learn(read.value) : await workers.unread(read.fault);
    const { images } = seen.value;
    const begun = [seen.value.begunAtMs, read.ok ? read.value.begunAtMs : undefined];
    const known = new Set(images.map(({ id }) => id));
    return succeed({
      ...seen.value,
      begunAtMs: Math.min(...begun.filter((each) => each !== undefined)),
      notices: notices(),
      fleets: [...seen.value.fleets, ...fleets],
      images: [...images, ...workers.images().filter(({ id }) => !known.has(id))],
    });
  };

  return {
    ...yard,
    observe,
    route: (order) =>
      choose(
        order,
        () => written(() => workers.route(order), order.expectedRevision === 'any'),
        (other) => yard.route(other),
      ),
    attach: (order) =>
      choose(
        order,
        () => written(() => workers.attach(order), false),
        (other) => yard.attach(other),
      ),
    launchGeneration: (order) =>
      choose(
        order,
        () => told(() => workers.launch(order)),
        (other) => yard.launchGeneration(other),
      ),
    launchBlock: (order) =>
      choose(
        order,
        () => told(() => workers.launchBlock(order)),
        (other) => yard.launchBlock(other),
      ),
    addBlock: (order) =>
      choose(
        order,
        () => told(() => workers.addBlock(order)),
        (other) => yard.addBlock(other),
      ),
    adoptGeneration: (order) =>
      choose(
        order,
        () => refusedHere,
        (other) => yard.adoptGeneration(other),
      ),
    stopGeneration: (order) =>
      choose(
        order,
        () => refusedHere,
        (other) => yard.stopGeneration(other),
      ),
    startGeneration: (order) =>
      choose(
        order,
        () => refusedHere,
        (other) => yard.startGeneration(other),
      ),
    terminateBlock: (order) =>
      choose(
        order,
        () => told(() => workers.endBlock(order)),
        (other) => yard.terminateBlock(other),
      ),
    retireGeneration: (order) =>
      choose(
        order,
        () => told(() => workers.retire(order)),
        (other) => yard.retireGeneration(other),
      ),
    describeGeneration: (fleet, generation) => {
      const grouping = workers.groupingOf(fleet);
      return grouping === undefined || describe === undefined
        ? yard.describeGeneration(fleet, generation)
        : describe(grouping, generation);
    },
    checkPermissions: async (fleet) => {
      const grouping = fleet === null ? undefined : workers.groupingOf(fleet);
      return grouping === undefined ? yard.checkPermissions(fleet) : permissions(grouping);
    },
    probe: (fleet, through) =>
      workers.owns(fleet)
        ? Promise.resolve(
            fail({ code: 'refused', message: 'This fleet has no entry that could be asked.' }),
          )
        : yard.probe(fleet, through),
    close: () => {
      workers.close();
      yard.close();
    },
  };
}
