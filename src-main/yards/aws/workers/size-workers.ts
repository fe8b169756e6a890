/** One server more of a generation that fetches its work, or one less: both by what AWS shows of it at that moment. */
import { succeed, fail, type Fault, type Result } from '../../../../src-shared/result.ts';
import { asBlockId, type BlockId } from '../../../../src-shared/ids.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { AddBlockOrder } from '../../port.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { orderTag, replacesTag } from '../discover/reading.ts';
import { addMember } from '../groups/change-size.ts';
import { startAnother } from '../launch/start-another.ts';
import { untilRunning } from '../launch/run-servers.ts';
import { ownWorkers, workerGround, workersNow, type OwnWorkersPorts, type WorkersNow } from './own-workers.ts'; // prettier-ignore
import { recordSize } from './worker-route.ts';

export async function addWorker(
  ports: OwnWorkersPorts,
  order: AddBlockOrder,
): Promise<Result<BlockId>> {
  const { clients, clock } = ports;
  const { fleet, generation, rollout, size, token } = order;
  const own = ownWorkers(ports.groupingOf(fleet), generation);
  if (!own.ok) return own;
  const { scaling, group } = own.value;
  if (scaling !== null) return addMember(workerGround(ports, order, own.value, scaling), order);
  const now = await workersNow(ports, order, own.value);
  if (!now.ok) return now;
  const { servers } = now.value;
  const before = servers.find(({ Tags }) => tagsOf(Tags)[orderTag] === token)?.InstanceId;
  if (before === undefined && sizeOf(now.value) !== size - 1) {
    return fail(changedSize(group.name, now.value, size - 1));
  }
  const id =
    before === undefined
      ? await startAnother(clients, {
          ...{ template: own.value.template, servers, rollout, token },
          marks: tagsOf(servers[0]?.Tags),
        })
      : succeed(before);
  if (!id.ok) return id;
  const running = await untilRunning({ ec2: clients.ec2, clock }, [id.value]);
  if (!running.ok) return running;
  if (running.value.ended !== null) return fail(running.value.ended);
  const meant = await recordSize(ports, { fleet, generation, rollout, size }, countsForAll);
  return meant.ok ? succeed(asBlockId(id.value)) : meant;
}

/** Of servers that were started one by one nobody but the record knows how many there should be. */
export const countsForAll = (): boolean => true;

/** A fresh one beside the one that it replaces makes it no larger. */
export function sizeOf({ servers }: Pick<WorkersNow, 'servers'>): number {
  const here = new Set(servers.map(({ InstanceId }) => InstanceId));
  return servers.filter(({ Tags }) => !here.has(tagsOf(Tags)[replacesTag])).length;
}

export function changedSize(name: string, now: WorkersNow, expected: number): Fault {
  return {
    code: 'conflict',
    message: `${plain(name, 60)} has ${String(sizeOf(now))} servers by now, not ${String(expected)}: somebody else has changed that.`,
    todo: 'Look at the fleet again before you go on.',
  };
}
