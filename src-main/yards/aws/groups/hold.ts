/**
 * Holds an auto scaling group at its size while two generations are up, and lets it go again. Only its smallest size
 * is raised: policies and schedules can then make it larger and no smaller. What it was comes back by a scheduled
 * action in AWS, set before the size is raised, so that it needs no panel (a pin that was forgotten once cost
 * somebody ten thousand servers for a night). The rebalancing of zones is not suspended: nothing in AWS could
 * resume it at a time, and it starts a server before it ends one.
 */
import {
  DeleteScheduledActionCommand,
  PutScheduledUpdateGroupActionCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';

import { succeed, type Result } from '../../../../src-shared/result.ts';
import { scheduledOf } from '../discover/read-asg-details.ts';
import { holdIn, releaseAction, type Hold, type ScalingGroup } from '../discover/scaling-group.ts';
import { attempt } from '../session/clients.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { readGroupNow } from './read-group.ts';

export interface HoldPorts extends Pick<LaunchPorts, 'clock' | 'holdMs'> {
  readonly clients: Pick<LaunchPorts['clients'], 'autoScaling' | 'autoScalingWrites'>;
}

export function readHold(
  { clients, clock }: Pick<HoldPorts, 'clients' | 'clock'>,
  name: string,
): Promise<Result<Hold | null>> {
  return attempt(async () => {
    const scheduled = await scheduledOf(clients.autoScaling, name);
    const rows = scheduled.map(({ ScheduledActionName, StartTime, MinSize }) => ({
      name: ScheduledActionName ?? '',
      startMs: StartTime?.getTime() ?? null,
      min: MinSize ?? null,
    }));
    return holdIn(rows, clock.now());
  });
}

/** The same again changes nothing: the size to come back is taken from the action where there is one. */
export async function holdGroup(
  ports: HoldPorts,
  { name, sizes }: Pick<ScalingGroup, 'name' | 'sizes'>,
): Promise<Result<null>> {
  const held = await readHold(ports, name);
  if (!held.ok) return held;
  const before = held.value;
  if (before === null && sizes.min >= sizes.desired) return succeed(null);
  const { clock, holdMs } = ports;
  // Half of it is left: this overlap is another one, or it takes long.
  if (before === null || before.untilMs < clock.now() + holdMs / 2) {
    const put = await comesBack(ports, name, {
      min: before?.min ?? sizes.min,
      untilMs: clock.now() + holdMs,
    });
    if (!put.ok) return put;
  }
  return sizes.min >= sizes.desired ? succeed(null) : setMin(ports, name, sizes.desired);
}

/** As it is now; nothing is done where AWS does not list it any more, or deletes it. */
export async function holdNamed(ports: HoldPorts, name: string): Promise<Result<null>> {
  const now = await readGroupNow(ports.clients.autoScaling, name);
  if (!now.ok) return now;
  const group = now.value?.group ?? null;
  return group?.status === null ? holdGroup(ports, group) : succeed(null);
}

/** Its smallest size is what it was. Nothing is done where it is not held. */
export async function releaseGroup(ports: HoldPorts, name: string): Promise<Result<null>> {
  const held = await readHold(ports, name);
  if (!held.ok) return held;
  if (held.value === null) return succeed(null);
  const back = await setMin(ports, name, held.value.min);
  if (!back.ok) return back;
  const gone = await attempt(() =>
    ports.clients.autoScalingWrites.send(
      new DeleteScheduledActionCommand({
        AutoScalingGroupName: name,
        ScheduledActionName: releaseAction,
      }),
    ),
  );
  if (gone.ok) return succeed(null);
  // Carried out in between: then AWS has taken it away.
  const now = await readHold(ports, name);
  return now.ok && now.value === null ? succeed(null) : gone;
}

/** What a hold gives back, and when: by AWS itself. */
export function comesBack(
  { clients }: Pick<HoldPorts, 'clients'>,
  name: string,
  { min, untilMs }: Hold,
): Promise<Result<null>> {
  return attempt(async () => {
    await clients.autoScalingWrites.send(
      new PutScheduledUpdateGroupActionCommand({
        AutoScalingGroupName: name,
        ScheduledActionName: releaseAction,
        StartTime: new Date(untilMs),
        // Not the others: what it has grown to until then must not shrink.
        MinSize: min,
      }),
    );
    return null;
  });
}

function setMin(
  { clients }: Pick<HoldPorts, 'clients'>,
  AutoScalingGroupName: string,
  MinSize: number,
): Promise<Result<null>> {
  return attempt(async () => {
    await clients.autoScalingWrites.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, MinSize }),
    );
    return null;
  });
}
