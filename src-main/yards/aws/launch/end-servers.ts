/** Takes servers that we launched out of service, and puts them back when traffic comes meanwhile. */
import type { Instance } from '@aws-sdk/client-ec2';
import {
  DeregisterTargetsCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { inBatches } from '../discover/aws-reader.ts';
import { createElbReader } from '../discover/read-elb.ts';
import type { ReadTarget, TargetGroup } from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import type { LaunchPorts } from './launch-ports.ts';

/** Of a server that runs no more and never will. */
export const overStates: ReadonlySet<string> = new Set(['shutting-down', 'terminated']);
const drainPauseMs = 2000;
/** Of one call that registers or deregisters: AWS names no bound; its own controller sends as many. */
const targetsPerCall = 200;

export function isOver({ State }: Instance): boolean {
  return overStates.has(State?.Name ?? '');
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
 * @param gotTraffic asked all the while: a revert may go there in the middle, and then they are put back. Null where
 *   the rest of the group goes on: then its requests say nothing of those that leave.
 */
export async function takeOut(
  { clients, clock, answeredLately }: LaunchPorts,
  group: TargetGroup,
  targets: readonly ReadTarget[],
  gotTraffic: (() => Promise<boolean>) | null,
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
  const sinceMs = clock.now();
  const answered = async (): Promise<number> =>
    gotTraffic === null ? 0 : ((await answeredLately(group, sinceMs)) ?? 0);
  for (;;) {
    if ((await gotTraffic?.()) === true) return putBack(clients, group, targets);
    const listed = await attempt(() => reader.targets(group.arn));
    const isOut = listed.ok && listed.value.every(({ id }) => !ids.has(id));
    // Where requests are counted the count has to agree (as far as it is told in time: it lags by minutes).
    if (isOut && ((await answered()) === 0 || clock.monotonicMs() > endMs)) {
      // Asked last: an entry that leads to an emptied group answers nobody.
      return (await gotTraffic?.()) === true ? putBack(clients, group, targets) : succeed(null);
    }
    if (clock.monotonicMs() > endMs) {
      const message = listed.ok
        ? `Servers are still listed ${Math.round(delayMs / 1000)} s after they were deregistered.`
        : listed.fault.message;
      return fail({ code: 'unknown-outcome', message });
    }
    await clock.delay(drainPauseMs);
  }
}

/** `conflict`, once they are registered again. */
export async function putBack(
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
