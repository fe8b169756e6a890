/**
 * Ends servers that fetch their work: told to stop, waited for until they were seen to be idle, terminated. Ours
 * alone, and only what no record gives work to, read right before (rules 8 and 9). Where an auto scaling group starts
 * them it is that group that ends them: it would start others in their place.
 */
import type { Instance } from '@aws-sdk/client-ec2';
import { asBlockId, type BlockId, type FleetId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { BlockOrder, GenerationOrder } from '../../port.ts';
import { newestWord } from '../claims/work-records.ts';
import { endMember } from '../groups/change-size.ts';
import { endOverlap } from '../groups/overlap.ts';
import { endGroup } from '../groups/retire-scaled.ts';
import { isOver } from '../launch/end-servers.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { terminate } from '../launch/terminate.ts';
import { instancesByFilter } from '../discover/instance-rows.ts';
import { attempt } from '../session/clients.ts';
import {
  idsOf,
  notShown,
  ownWorkers,
  workerGround,
  workersNow,
  type OwnWorkers,
  type OwnWorkersPorts,
  type WorkersNow,
} from './own-workers.ts';
import { changedSize, countsForAll, sizeOf } from './size-workers.ts';
import { forgetPrevious, recordSize, takesWork } from './worker-route.ts';
import { workerSides, type WorkerSidesPorts } from './worker-sides.ts';
import type { WorkWatch } from './work-watch.ts';

export interface WorkerEndPorts
  extends OwnWorkersPorts, WorkerSidesPorts, Pick<LaunchPorts, 'note'> {
  readonly records: OwnWorkersPorts['records'];
  readonly watch: Pick<WorkWatch, 'drain' | 'view' | 'putBack' | 'order'>;
}

/** Between two looks at the record while servers finish: a revert may go there. */
const watchPauseMs = 1000;

export async function retireWorkers(
  ports: WorkerEndPorts,
  order: GenerationOrder,
): Promise<Result<null>> {
  const { records, clock } = ports;
  const { fleet, generation, rollout } = order;
  const own = ownWorkers(ports.groupingOf(fleet), generation);
  if (!own.ok) return own;
  const first = await workersNow(ports, order, own.value);
  if (!first.ok) return first;
  const forgotten = await forgetPrevious(ports, fleet, generation, rollout);
  if (!forgotten.ok) return forgotten;
  const blocks = idsOf(first.value.servers);
  const stopped = new AbortController();
  const gotWork = async (): Promise<boolean> => {
    for (;;) {
      await clock.delay(watchPauseMs, stopped.signal);
      if (stopped.signal.aborted) return false;
      const read = await records.read(fleet);
      if (read.ok && newestWord(read.value)?.record?.to === generation) return true;
    }
  };
  const drained = Promise.all(
    blocks.map((id) => ports.watch.drain(fleet, id, drainMsOf(ports, fleet))),
  ).then(() => false);
  const isTaken = await Promise.race([drained, gotWork()]);
  stopped.abort();
  const ended = isTaken
    ? fail(gotWorkAgain)
    : await endIdle(ports, order, own.value, first.value.servers);
  if (!ended.ok) {
    ports.watch.putBack(fleet, blocks);
    return ended;
  }
  const sides = await workerSides(ports, fleet, generation);
  // The retirement is over, and AWS ends the hold by itself at its time.
  if (sides.ok) await endOverlap(ports, fleet, sides.value);
  return succeed(null);
}

async function endIdle(
  ports: WorkerEndPorts,
  order: GenerationOrder,
  own: OwnWorkers,
  servers: readonly Instance[],
): Promise<Result<null>> {
  const { fleet, generation } = order;
  // What is not seen to be idle is not ended: not reachable is not idle.
  const busy = whyBusy(ports, fleet, servers);
  if (busy !== null) return fail(busy);
  const [last, read] = await Promise.all([
    workersNow(ports, order, own),
    ports.records.read(fleet),
  ]);
  if (!last.ok) return last;
  if (!read.ok) return read;
  if (newestWord(read.value)?.record?.to === generation) return fail(takesWork);
  if (own.scaling !== null) {
    // Of a group all of them end, also one that it has started meanwhile.
    const more = whyBusy(ports, fleet, last.value.servers);
    if (more !== null) return fail(more);
    const { scaling } = last.value;
    if (scaling === null) return succeed(null);
    return endGroup(workerGround(ports, order, own, own.scaling), scaling);
  }
  const known = new Set(idsOf(servers));
  // One that started meanwhile was never told: the next press ends it.
  return terminate(
    ports,
    last.value.servers.filter(({ InstanceId }) => known.has(asBlockId(InstanceId ?? ''))),
  );
}

/**
 * One server, replaced by another, or one less: what it does not finish in time is said, and it ends all the same. With a
 * size the generation has that from then on; `conflict` when it is not one less than before.
 */
export async function endWorker(ports: WorkerEndPorts, order: BlockOrder): Promise<Result<null>> {
  const { fleet, block } = order;
  const seen = await attempt(() => instancesByFilter(ports.clients.ec2, [block]));
  if (!seen.ok) return seen;
  const [server] = seen.value;
  if (server === undefined) return fail(notShown(block));
  if (isOver(server)) return succeed(null);
  const grouping = ports.groupingOf(fleet);
  const group = grouping?.groups.find(({ instances }) => instances.some(({ id }) => id === block));
  const own = group === undefined ? fail(notShown(block)) : ownWorkers(grouping, group.id);
  if (!own.ok) return own;
  const { scaling } = own.value;
  const finish = async (): Promise<void> => {
    if (server.State?.Name === 'running') await finishWork(ports, fleet, block);
  };
  const ended =
    scaling === null
      ? await endAlone(ports, order, own.value, finish)
      : await endMember(workerGround(ports, order, own.value, scaling), order, finish);
  if (!ended.ok && ended.fault.code !== 'unknown-outcome') ports.watch.putBack(fleet, [block]);
  return ended;
}

/** Started by us alone: nobody starts another one in its place. */
async function endAlone(
  ports: WorkerEndPorts,
  order: BlockOrder,
  own: OwnWorkers,
  finish: () => Promise<void>,
): Promise<Result<null>> {
  const { fleet, block, rollout, size } = order;
  const generation = own.group.id;
  const whyNot = (now: WorkersNow): Fault | null =>
    size === undefined || sizeOf(now) === size + 1
      ? null
      : changedSize(own.group.name, now, size + 1);
  const first = await workersNow(ports, order, own);
  if (!first.ok) return first;
  const changed = whyNot(first.value);
  if (changed !== null) return fail(changed);
  await finish();
  const last = await workersNow(ports, order, own);
  if (!last.ok) return last;
  const since = whyNot(last.value);
  if (since !== null) return fail(since);
  const mine = last.value.servers.filter(({ InstanceId }) => InstanceId === block);
  if (mine.length === 0) return fail(notShown(block));
  if (size !== undefined) {
    // Before the end: recorded with its old size it would read as one block short from then on.
    const meant = await recordSize(ports, { fleet, generation, rollout, size }, countsForAll);
    if (!meant.ok) return meant;
  }
  return terminate(ports, mine);
}

async function finishWork(ports: WorkerEndPorts, fleet: FleetId, block: BlockId): Promise<void> {
  await ports.watch.drain(fleet, block, drainMsOf(ports, fleet));
  if (isIdle(ports, fleet, block)) return;
  const work = ports.watch.view(fleet, block);
  const left =
    work?.kind === 'seen'
      ? `it still had ${String(work.busy)} in hand`
      : 'it was not seen to be idle, so work may be lost';
  ports.note(`At the end of the drain of ${plain(block, 40)}, ${left}.`, fleet);
}

/** Null: each of those that run was seen to be idle. */
function whyBusy(
  ports: WorkerEndPorts,
  fleet: FleetId,
  servers: readonly Instance[],
): Fault | null {
  const running = idsOf(servers.filter(({ State }) => State?.Name === 'running'));
  const open = running.filter((id) => !isIdle(ports, fleet, id));
  const [first] = open;
  return first === undefined ? null : notIdle(ports, fleet, first, open.length);
}

function isIdle({ watch }: Pick<WorkerEndPorts, 'watch'>, fleet: FleetId, block: BlockId): boolean {
  const work = watch.view(fleet, block);
  return work?.kind === 'seen' && !work.taking && work.busy === 0;
}

function drainMsOf({ groupingOf }: WorkerEndPorts, fleet: FleetId): number {
  return groupingOf(fleet)?.declared?.drainMs ?? 0;
}

const gotWorkAgain: Fault = {
  code: 'conflict',
  message: 'It was given work while it finished: none of its servers was ended.',
};

function notIdle({ watch }: WorkerEndPorts, fleet: FleetId, block: BlockId, count: number): Fault {
  const work = watch.view(fleet, block);
  const what =
    work?.kind === 'seen'
      ? work.taking
        ? 'it still takes work'
        : `it still has ${String(work.busy)} in hand`
      : `its hook does not answer. ${work?.kind === 'unknown' ? plain(work.reason, 200) : ''}`.trim();
  const more = count > 1 ? ` ${String(count - 1)} more are not idle either.` : '';
  return {
    code: 'refused',
    message: `${plain(block, 40)} is not seen to be idle, so nothing was ended: ${what.replace(/\.$/u, '')}.${more}`,
    todo: 'Wait until it is, or stop that server in AWS, and retire again.',
  };
}
