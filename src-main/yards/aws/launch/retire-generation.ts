/**
 * Ends the servers of a generation that we launched: deregistered, drained, terminated, and only then
 * taken out of the rules. A rule that still names it is the mark that this is not finished, so that it can be
 * asked for again whatever broke it off. The group stays as a record, empty, and the template keeps its number.
 */
import { succeed, type Result } from '../../../../src-shared/result.ts';
import type { GenerationOrder } from '../../port.ts';
import { planDetachment } from '../route/plan-attachment.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { leaveEntry, mayEnd } from './leave-entry.ts';
import { terminate } from './terminate.ts';

export async function retireGeneration(
  ports: LaunchPorts,
  order: GenerationOrder,
): Promise<Result<null>> {
  const may = await mayEnd(ports, order);
  if (!may.ok) return may;
  const { own } = may.value;
  const left = await leaveEntry(ports, order, own);
  if (!left.ok) return left;
  const ended = await terminate(ports, left.value.servers);
  if (!ended.ok) return ended;
  const out = await ports.writeRules(order, ({ rules }) => planDetachment(rules, own.group.arn));
  return out.ok ? succeed(null) : out;
}
