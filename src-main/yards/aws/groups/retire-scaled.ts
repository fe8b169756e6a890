/**
 * Ends a generation that an auto scaling group of ours fills: the group is to have no server and may have none,
 * AWS drains and ends them, the empty group is deleted (never with servers in it), and only then the target group
 * leaves the rules. With nothing else up beside what serves the overlap is over, and the hold with it.
 */
import {
  DeleteAutoScalingGroupCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';

import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { GenerationOrder } from '../../port.ts';
import { scheduledOf } from '../discover/read-asg-details.ts';
import type { ScalingGroup, ScalingSizes } from '../discover/scaling-group.ts';
import { planDetachment } from '../route/plan-attachment.ts';
import { attempt } from '../session/clients.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import type { OwnGroup } from '../launch/own-group.ts';
import { endOverlap, sidesOf } from './overlap.ts';
import { readGroupNow } from './read-group.ts';
import type { ScaledGround } from './scaled-ground.ts';

export async function retireScaled(
  ports: LaunchPorts,
  order: GenerationOrder,
  own: OwnGroup,
  ground: ScaledGround,
): Promise<Result<null>> {
  const { fleet, generation } = order;
  const first = await ground.standing('all');
  if (!first.ok) return first;
  const forgotten = await ports.forgetWayBack(fleet, generation);
  if (!forgotten.ok) return forgotten;
  // Reverts ask for no claim: one may have gone there since.
  const ready = await ground.standing('all');
  if (!ready.ok) return ready;
  if (ready.value !== null) {
    const ended = await endGroup(ground, ready.value);
    if (!ended.ok) return ended;
  }
  const out = await ports.writeRules(order, ({ rules }) => planDetachment(rules, own.group.arn));
  if (!out.ok) return out;
  const sides = await sidesOf(ports, fleet, own.group.arn);
  // The retirement is over, and AWS ends the hold by itself at its time.
  if (sides.ok) await endOverlap(ports, fleet, sides.value);
  return succeed(null);
}

/** It is emptied and deleted. @param scaling read right before */
export async function endGroup(ground: ScaledGround, scaling: ScalingGroup): Promise<Result<null>> {
  const quiet = await suspendSchedules(ground, scaling);
  if (!quiet.ok) return quiet;
  const emptied = await emptyGroup(ground, scaling);
  if (!emptied.ok) return emptied;
  const last = await ground.standing('all');
  return last.ok ? deleteGroup(ground, scaling.name) : last;
}

const pauseMs = 2000;

/**
 * Scheduled actions of its own, of the operator, raise its largest size again and start servers: between the last
 * server and the end of the group, and then AWS deletes no group. Not deleted but suspended, because traffic that
 * comes meanwhile takes all of it back.
 */
async function suspendSchedules(
  ground: ScaledGround,
  { name, suspended }: ScalingGroup,
): Promise<Result<null>> {
  if (suspended.includes(schedules) || !(await mayStartSoon(ground, name))) return succeed(null);
  return attempt(async () => {
    await ground.clients.autoScalingWrites.send(
      new SuspendProcessesCommand({ AutoScalingGroupName: name, ScalingProcesses: [schedules] }),
    );
    return null;
  });
}

/** Far longer than a retirement takes that nothing holds up. */
const soonMs = 3_600_000;

/** What could not be read, or says no time that holds for it, may. */
async function mayStartSoon(
  { clients, clock, drainMs }: ScaledGround,
  name: string,
): Promise<boolean> {
  const read = await attempt(() => scheduledOf(clients.autoScaling, name));
  if (!read.ok) return true;
  const untilMs = clock.now() + drainMs + soonMs;
  return read.value.some(
    ({ Recurrence, StartTime }) =>
      Recurrence !== undefined || StartTime === undefined || StartTime.getTime() < untilMs,
  );
}

const schedules = 'ScheduledActions';

async function emptyGroup(
  ground: ScaledGround,
  { name, sizes, suspended }: ScalingGroup,
): Promise<Result<null>> {
  const { clients, clock, drainMs } = ground;
  const isEmptied = sizes.max === 0 && sizes.desired === 0;
  // None at most: no policy of its own can start another one meanwhile.
  const sent = isEmptied ? succeed(null) : await resize(ground, name, nothing);
  if (!sent.ok) return sent;
  const endMs = clock.monotonicMs() + drainMs + 30_000;
  for (;;) {
    if (await ground.isServing())
      return isEmptied ? fail(emptied(name)) : backTo(ground, { name, sizes, suspended });
    const [now, listed] = await Promise.all([
      readGroupNow(clients.autoScaling, name),
      ground.listed(),
    ]);
    const left = now.ok ? (now.value?.group.instances.length ?? 0) : null;
    if (left === 0 && listed.ok && listed.value.length === 0) return succeed(null);
    if (clock.monotonicMs() > endMs) {
      const count = left === null ? 'Nobody knows how many servers' : `${left} servers`;
      const message = `${count} of ${plain(name, 60)} are still there ${Math.round(drainMs / 1000)} s after it was to have none.`;
      return fail({ code: 'unknown-outcome', message });
    }
    await clock.delay(pauseMs);
  }
}

/** An earlier attempt emptied it: how large it was, nobody knows here. */
function emptied(name: string): Fault {
  return {
    code: 'conflict',
    message: `It got traffic after its auto scaling group ${plain(name, 60)} was set to no servers, and is not ended; nor can it serve.`,
    todo: 'Revert, or cut over to another generation; or set the sizes of the group in AWS, and resume its scheduled actions.',
  };
}

const nothing: ScalingSizes = { min: 0, desired: 0, max: 0 };

async function backTo(
  ground: ScaledGround,
  { name, sizes, suspended }: Pick<ScalingGroup, 'name' | 'sizes' | 'suspended'>,
): Promise<Result<null>> {
  const back = await resize(ground, name, sizes);
  if (!back.ok) return back;
  // Suspended before by others, or by a retirement that broke off: the notes of the generation say so.
  const resumed = suspended.includes(schedules) ? succeed(null) : await resume(ground, name);
  if (!resumed.ok) return resumed;
  const message = 'It got traffic while it was emptied: its group is to have its servers again, and starts what is missing.'; // prettier-ignore
  return fail({ code: 'conflict', message });
}

function resume({ clients }: ScaledGround, AutoScalingGroupName: string): Promise<Result<null>> {
  return attempt(async () => {
    await clients.autoScalingWrites.send(
      new ResumeProcessesCommand({ AutoScalingGroupName, ScalingProcesses: [schedules] }),
    );
    return null;
  });
}

function resize(
  { clients }: ScaledGround,
  AutoScalingGroupName: string,
  { min, desired, max }: ScalingSizes,
): Promise<Result<null>> {
  return attempt(async () => {
    await clients.autoScalingWrites.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName,
        MinSize: min,
        DesiredCapacity: desired,
        MaxSize: max,
      }),
    );
    return null;
  });
}

/** Servers and targets are gone, but AWS may still be at the end of the last one. */
const busy: ReadonlySet<string> = new Set(['ResourceInUse', 'ScalingActivityInProgress']);
const deleteWithinMs = 20_000;

async function deleteGroup(
  { clients, clock }: ScaledGround,
  AutoScalingGroupName: string,
): Promise<Result<null>> {
  const endMs = clock.monotonicMs() + deleteWithinMs;
  for (;;) {
    const sent = await attempt(() =>
      clients.autoScalingWrites.send(
        new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: false }),
      ),
    );
    if (sent.ok) return succeed(null);
    if (!busy.has(sent.fault.where ?? '')) return sent;
    if (clock.monotonicMs() > endMs) return fail({ ...sent.fault, code: 'unknown-outcome' });
    await clock.delay(pauseMs);
  }
}
