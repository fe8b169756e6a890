/** Takes servers that we launched out of service and ends them: deregistered, drained, terminated. */
import { TerminateInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import {
  DeregisterTargetsCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { inBatches } from '../discover/aws-reader.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { recordOf, type ReadTarget, type TargetGroup } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import type { LaunchPorts } from './launch-ports.ts';

const over = new Set(['shutting-down', 'terminated']);
const drainPauseMs = 2000;
/** Of one call that registers or deregisters: AWS names no bound; its own controller sends as many. */
const targetsPerCall = 200;

export function isOver({ State }: Instance): boolean {
  return over.has(State?.Name ?? '');
}

type Clients = Pick<LaunchPorts['clients'], 'elbWrites'>;

export function registerTargets(
  { elbWrites }: Clients,
  group: string,
  targets: readonly Pick<ReadTarget, 'id' | 'port'>[],
): Promise<Result<null>> {
  return attempt(async () => {
    for (const batch of inBatches(targets, targetsPerCall)) {
      const Targets = batch.map(asTarget);
      await elbWrites.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets }));
    }
    return null;
  });
}

function asTarget({ id, port }: Pick<ReadTarget, 'id' | 'port'>) {
  return port === null ? { Id: id } : { Id: id, Port: port };
}

/**
 * Until AWS lists them no more: what they still answer is waited for.
 * @param gotTraffic asked all the while: a revert may go there in the middle, and then they are put back.
 */
export async function takeOut(
  { clients, clock }: LaunchPorts,
  group: TargetGroup,
  targets: readonly ReadTarget[],
  gotTraffic: () => Promise<boolean>,
): Promise<Result<null>> {
  const reader = createElbReader(clients.elb);
  const ids = new Set(targets.map(({ id }) => id));
  const sent = await attempt(async () => {
    for (const batch of inBatches(targets, targetsPerCall)) {
      const Targets = batch.map(asTarget);
      const command = new DeregisterTargetsCommand({ TargetGroupArn: group.arn, Targets });
      await clients.elbWrites.send(command);
    }
  });
  if (!sent.ok) return sent;
  const delayMs = group.attributes?.deregistrationDelayMs ?? 300_000;
  const endMs = clock.monotonicMs() + delayMs + 20_000;
  for (;;) {
    if (await gotTraffic()) return putBack(clients, group, targets);
    const listed = await attempt(() => reader.targets(group.arn));
    if (listed.ok && listed.value.every(({ id }) => !ids.has(id))) return succeed(null);
    if (clock.monotonicMs() > endMs) {
      const message = listed.ok
        ? `Servers are still listed ${Math.round(delayMs / 1000)} s after they were deregistered.`
        : listed.fault.message;
      return fail({ code: 'unknown-outcome', message });
    }
    await clock.delay(drainPauseMs);
  }
}

async function putBack(
  clients: Clients,
  { arn }: TargetGroup,
  targets: readonly ReadTarget[],
): Promise<Result<null>> {
  const back = await registerTargets(clients, arn, targets);
  if (!back.ok) return back;
  const message =
    'It got traffic while it was drained: its servers are registered again, and none was ended.';
  return fail({ code: 'conflict', message });
}

/** A thousand ids is the most that one call takes. */
export async function terminate(
  { clients }: LaunchPorts,
  servers: readonly Instance[],
): Promise<Result<null>> {
  const InstanceIds = servers.flatMap(({ InstanceId }) => InstanceId ?? []);
  if (InstanceIds.length === 0) return succeed(null);
  const ended = await attempt(() =>
    clients.ec2Writes.send(new TerminateInstancesCommand({ InstanceIds })),
  );
  if (!ended.ok) return ended;
  const answered = recordOf(
    (ended.value.TerminatingInstances ?? []).map((one) => [
      one.InstanceId ?? '',
      one.CurrentState?.Name ?? '',
    ]),
  );
  const stays = InstanceIds.filter((id) => !over.has(answered[id] ?? ''));
  if (stays.length === 0) return succeed(null);
  const message = `AWS does not say that ${plain(stays.join(', '), 120)} end.`;
  return fail({ code: 'unknown-outcome', message });
}
