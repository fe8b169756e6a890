/**
 * One more server of a generation: from its own template, in the subnet that has the fewest of them. It is marked
 * with the order it was started for, so that the same order finds it, whoever sends it and whatever was lost.
 */
import { asBlockId, type BlockId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import type { AddBlockOrder } from '../../port.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { orderTag } from '../discover/reading.ts';
import { registerTargets } from '../launch/end-servers.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { isGeneration } from '../launch/own-group.ts';
import { untilRunning } from '../launch/run-servers.ts';
import { startAnother } from '../launch/start-another.ts';
import { anotherSize, standingSize } from './standing-size.ts';

export async function addServer(
  ports: LaunchPorts,
  order: AddBlockOrder,
): Promise<Result<BlockId>> {
  const { clients, clock } = ports;
  const { fleet, generation, size, token } = order;
  const standing = await standingSize(ports, order, isGeneration(generation));
  if (!standing.ok) return standing;
  const { own, servers, targets } = standing.value;
  const before = servers.find(({ Tags }) => tagsOf(Tags)[orderTag] === token)?.InstanceId;
  if (before === undefined && standing.value.size !== size - 1) {
    return fail(anotherSize(standing.value, size - 1));
  }
  const started =
    before === undefined
      ? await startAnother(clients, {
          ...{ template: own.template, servers, marks: own.group.tags },
          ...{ rollout: order.rollout, token },
        })
      : succeed(before);
  if (!started.ok) return started;
  const id = started.value;
  const running = await untilRunning({ ec2: clients.ec2, clock }, [id]);
  if (!running.ok) return running;
  if (running.value.ended !== null) return fail(running.value.ended);
  const port = targets[0]?.port ?? own.group.port;
  const registered = await registerTargets(clients, own.group.arn, [{ id, port }]);
  if (!registered.ok) return registered;
  // Where a size is recorded this one counts from now on; with what is registered it is told already.
  const meant = await ports.setMeantSize(fleet, generation, size);
  return meant.ok ? succeed(asBlockId(id)) : meant;
}
