/** Takes servers that we launched out of service and ends them: deregistered, drained, terminated. */
import { TerminateInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import { DeregisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { recordOf, scalingGroupTag, type TargetGroup } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import type { LaunchPorts } from './launch-ports.ts';

const over = new Set(['shutting-down', 'terminated']);

export function isOver({ State }: Instance): boolean {
  return over.has(State?.Name ?? '');
}

/** Servers that somebody else's group uses, or that an auto scaling group would start again. */
export function usedElsewhere(
  servers: readonly Instance[],
  { arn }: TargetGroup,
  targets: Readonly<Record<string, readonly { readonly id: string }[]>>,
): Fault | null {
  const others = new Set(
    Object.entries(targets)
      .filter(([group]) => group !== arn)
      .flatMap(([, list]) => list.map(({ id }) => id)),
  );
  for (const { InstanceId = '', Tags } of servers) {
    const group = tagsOf(Tags)[scalingGroupTag];
    const why =
      group !== undefined
        ? `belongs to the auto scaling group ${plain(group, 60)}, which would start another`
        : others.has(InstanceId)
          ? 'is registered in another target group, too'
          : null;
    if (why === null) continue;
    const message = `${plain(InstanceId, 40)} ${why}: nothing was ended.`;
    return { code: 'refused', message };
  }
  return null;
}

const drainPauseMs = 2000;

/**
 * Until AWS lists them no more: what they still answer is waited for.
 * @param only of the group's targets, by instance id; all of them when it is null.
 */
export async function deregister(
  { clients, clock }: LaunchPorts,
  group: TargetGroup,
  only: string | null,
): Promise<Result<null>> {
  const reader = createElbReader(clients.elb);
  const read = (): ReturnType<typeof reader.targets> =>
    reader
      .targets(group.arn)
      .then((targets) => targets.filter(({ id }) => only === null || id === only));
  const listed = await attempt(read);
  if (!listed.ok) return listed;
  if (listed.value.length > 0) {
    const sent = await attempt(() =>
      clients.elbWrites.send(
        new DeregisterTargetsCommand({
          TargetGroupArn: group.arn,
          Targets: listed.value.map(({ id, port }) => ({
            Id: id,
            ...(port === null ? {} : { Port: port }),
          })),
        }),
      ),
    );
    if (!sent.ok) return sent;
  }
  const delayMs = group.attributes?.deregistrationDelayMs ?? 300_000;
  const endMs = clock.monotonicMs() + delayMs + 20_000;
  for (;;) {
    const left = await attempt(read);
    if (left.ok && left.value.length === 0) return succeed(null);
    if (clock.monotonicMs() > endMs) {
      const message = left.ok
        ? `${left.value.length} servers are still listed ${Math.round(delayMs / 1000)} s after they were deregistered.`
        : left.fault.message;
      return fail({ code: 'unknown-outcome', message });
    }
    await clock.delay(drainPauseMs);
  }
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
