/**
 * Ends the servers of a generation that we launched: deregistered, drained, taken out of the rules,
 * terminated. The group stays as a record, empty, and the template keeps its number. Asked again it goes
 * on where it was.
 */
import { TerminateInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import { DeregisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { asRolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { GenerationOrder } from '../../port.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { recordOf, rolloutTag, scalingGroupTag, type TargetGroup } from '../discover/reading.ts';
import { hasTraffic } from '../route/entry-view.ts';
import { planDetachment } from '../route/plan-attachment.ts';
import { attempt } from '../session/clients.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { serversOf } from './run-servers.ts';

export async function retireGeneration(
  ports: LaunchPorts,
  order: GenerationOrder,
): Promise<Result<null>> {
  const { clients, holds, last } = ports;
  const { fleet, generation, rollout } = order;
  const observed = last();
  const grouping = observed?.groupings.find(({ id }) => id === fleet);
  const group = [...(grouping?.attached ?? []), ...(grouping?.idle ?? [])].find(
    ({ arn }) => generationIdOfGroup(arn) === generation,
  );
  if (observed === null || group === undefined) {
    return fail({ code: 'unreachable', message: 'The last look at AWS did not show it.' });
  }
  const launchedBy = group.tags[rolloutTag];
  if (launchedBy === undefined) return fail(notOurs(group));
  const [held, entry, servers] = await Promise.all([
    holds(fleet, rollout),
    ports.read(fleet),
    serversOf(clients.ec2, { fleet, rollout: asRolloutId(launchedBy) }),
  ]);
  if (!held.ok) return held;
  if (!entry.ok) return entry;
  if (!servers.ok) return servers;
  if (hasTraffic(entry.value, generation)) {
    return fail({ code: 'conflict', message: 'It has traffic: nothing of it was ended.' });
  }
  const left = servers.value.filter(({ State }) => !over.has(State?.Name ?? ''));
  const elsewhere = usedElsewhere(left, group, observed.reading.targets);
  if (elsewhere !== null) return fail(elsewhere);
  const forgotten = await ports.forgetWayBack(fleet, generation);
  if (!forgotten.ok) return forgotten;
  const gone = await deregister(ports, group);
  if (!gone.ok) return gone;
  const out = await ports.writeRules({ fleet, rollout }, ({ rules }) =>
    planDetachment(rules, group.arn),
  );
  if (!out.ok) return out;
  return terminate(ports, left);
}

const over = new Set(['shutting-down', 'terminated']);

function notOurs({ name }: TargetGroup) {
  return {
    code: 'refused' as const,
    message: `The servers of ${plain(name, 60)} were not launched by Blockyard, which ends only what it launched.`,
    todo: 'End them where they were started.',
  };
}

/** Servers that somebody else's group uses, or that an auto scaling group would start again. */
function usedElsewhere(
  servers: readonly Instance[],
  { arn }: TargetGroup,
  targets: Readonly<Record<string, readonly { readonly id: string }[]>>,
) {
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
    return { code: 'refused' as const, message };
  }
  return null;
}

const drainPauseMs = 2000;

/** Until AWS lists none of its targets any more: what they still answer is waited for. */
async function deregister(
  { clients, clock }: LaunchPorts,
  group: TargetGroup,
): Promise<Result<null>> {
  const reader = createElbReader(clients.elb);
  const listed = await attempt(() => reader.targets(group.arn));
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
    const left = await attempt(() => reader.targets(group.arn));
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
async function terminate(
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
