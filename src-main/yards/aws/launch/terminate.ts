/**
 * Ends servers that we launched, and says which of them AWS does not end: one that it does not know fails a
 * whole call, and one that is protected fails it for its zone while others end.
 */
import {
  DescribeInstanceAttributeCommand,
  TerminateInstancesCommand,
  type Instance,
} from '@aws-sdk/client-ec2';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { inBatches } from '../discover/aws-reader.ts';
import { callsAtOnce } from '../discover/call-budget.ts';
import { recordOf } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import { isOver, overStates } from './end-servers.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { instancesByFilter } from '../discover/instance-rows.ts';

/** The most ids that one call takes. */
const serversPerCall = 1000;

type Clients = Pick<LaunchPorts['clients'], 'ec2' | 'ec2Writes'>;

/** @param servers as AWS described them right before. What fails may have ended some: ask again to go on. */
export async function terminate(
  { clients }: { readonly clients: Clients },
  servers: readonly Instance[],
): Promise<Result<null>> {
  const ids = servers.flatMap(({ InstanceId }) => InstanceId ?? []);
  for (const batch of inBatches(ids, serversPerCall)) {
    const ended = await endAll(clients, batch);
    if (!ended.ok) return ended;
  }
  return succeed(null);
}

async function endAll(clients: Clients, ids: readonly string[]): Promise<Result<null>> {
  const ended = await attempt(() =>
    clients.ec2Writes.send(new TerminateInstancesCommand({ InstanceIds: [...ids] })),
  );
  if (!ended.ok) return fail(await whyNot(clients, ids, ended.fault));
  const answered = recordOf(
    (ended.value.TerminatingInstances ?? []).map((one) => [
      one.InstanceId ?? '',
      one.CurrentState?.Name ?? '',
    ]),
  );
  const stays = ids.filter((id) => !overStates.has(answered[id] ?? ''));
  if (stays.length === 0) return succeed(null);
  return fail({ code: 'unknown-outcome', message: `AWS does not say that ${named(stays)} end.` });
}

async function whyNot(clients: Clients, ids: readonly string[], fault: Fault): Promise<Fault> {
  // "Not found" does not mean gone: whoever asks again describes anew, and ends what is there then.
  if (fault.code === 'not-found') {
    const message = `AWS did not find one of ${named(ids)} just now, and so ended none of them.`;
    return { ...fault, code: 'unknown-outcome', message };
  }
  if (fault.where !== 'OperationNotPermitted') return fault;
  const seen = await attempt(async () => {
    const left = (await instancesByFilter(clients.ec2, ids)).filter((one) => !isOver(one));
    const leftIds = left.flatMap(({ InstanceId }) => InstanceId ?? []);
    return { left: leftIds.length, shielded: await protectedOf(clients, leftIds) };
  });
  if (!seen.ok || seen.value.shielded.length === 0) return fault;
  const { left, shielded } = seen.value;
  const verb = shielded.length === 1 ? 'is' : 'are';
  return {
    ...fault,
    code: 'refused',
    message: `AWS ends ${String(ids.length - left)} of ${String(ids.length)} servers: ${named(shielded)} ${verb} protected against termination.`,
    todo: 'Switch that protection off in AWS, then retire it again.',
  };
}

async function protectedOf(
  { ec2 }: Pick<Clients, 'ec2'>,
  ids: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const batch of inBatches(ids, callsAtOnce)) {
    const answers = await Promise.all(
      batch.map((InstanceId) =>
        ec2.send(
          new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'disableApiTermination' }),
        ),
      ),
    );
    found.push(...batch.filter((_, at) => answers[at]?.DisableApiTermination?.Value === true));
  }
  return found;
}

function named(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).map((id) => plain(id, 40));
  const more = ids.length > shown.length ? ` and ${String(ids.length - shown.length)} more` : '';
  return `${shown.join(', ')}${more}`;
}
