/** Starts the servers of one generation: all or none in each subnet, each order with a token of its own. */
import {
  RunInstancesCommand,
  type EC2Client,
  type Instance,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import type { RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { Clock } from '../../../clock/clock.ts';
import { instancesByFilter, instancesWhere } from '../discover/instance-rows.ts';
import { rolloutTag, type Tags } from '../discover/reading.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { belongsTo, type Belonging } from './adopted-servers.ts';
import { isOver } from './end-servers.ts';
import { clientToken } from './launch-names.ts';
import { tagList } from './own-tags.ts';
import { faultOfStart, isOpen } from './start-refusals.ts';

interface WantedServers {
  readonly template: string;
  readonly spread: readonly { readonly subnet: string; readonly count: number }[];
  readonly tags: Tags;
  readonly launchedBy: RolloutId;
  /** Of the template: AWS takes a subnet beside them only as theirs. */
  readonly interfaces: Interfaces;
  /** How many there may be in all. */
  readonly size: number;
  readonly token: string;
}

export type Interfaces = NonNullable<RequestLaunchTemplateData['NetworkInterfaces']>;

/** What came of it; some may run though others were refused. */
export interface RanServers {
  readonly ids: readonly string[];
  /** Of the first subnet that got none. */
  readonly refused: Fault | null;
}

type Clients = Pick<AwsClients, 'ec2' | 'ec2Writes'>;

export async function runServers(
  { ec2, ec2Writes }: Clients,
  wanted: WantedServers,
): Promise<Result<RanServers>> {
  const { spread, size } = wanted;
  // A repeat hours later finds a token forgotten; the tags stay.
  const before = await serversOf(ec2, { ...wanted, adoptedUntilMs: null });
  if (!before.ok) return before;
  const there = before.value.filter((one) => !isOver(one));
  const missing = spread.filter(
    ({ subnet, count }) => there.filter(({ SubnetId }) => SubnetId === subnet).length < count,
  );
  let room = size - there.length;
  const orders = missing.filter(({ count }) => {
    room -= count;
    return room >= 0;
  });
  const answers = await Promise.all(
    orders.map(async ({ subnet, count }) => ({
      subnet,
      answer: await run(ec2Writes, wanted, subnet, count),
    })),
  );
  const refusals = answers.flatMap(({ subnet, answer }) =>
    answer.ok ? [] : [{ subnet, fault: answer.fault }],
  );
  const open = refusals.find(({ fault }) => isOpen(fault));
  if (open !== undefined) return fail(faultOfStart(open, refusals));
  const fresh = answers.flatMap(({ answer }) => (answer.ok ? answer.value : []));
  const [first] = refusals;
  return succeed({
    ids: [...new Set([...idsOf(there), ...fresh])],
    refused: first === undefined ? null : faultOfStart(first, refusals),
  });
}

/** A subnet for a new server, beside the interfaces of its template or as one of theirs. */
export function placeIn(subnet: string | undefined, interfaces: Interfaces) {
  if (interfaces.length === 0) return { SubnetId: subnet };
  return {
    NetworkInterfaces: interfaces.map((one, at) =>
      (one.DeviceIndex ?? at) === 0 ? { ...one, SubnetId: subnet } : one,
    ),
  };
}

function run(
  ec2: EC2Client,
  { template, tags, token, interfaces }: WantedServers,
  subnet: string,
  count: number,
): Promise<Result<readonly string[]>> {
  return attempt(async () => {
    const out = await ec2.send(
      new RunInstancesCommand({
        LaunchTemplate: { LaunchTemplateId: template, Version: '1' },
        ...placeIn(subnet, interfaces),
        // All or none: fewer than asked for would look like a whole generation.
        MinCount: count,
        MaxCount: count,
        ClientToken: clientToken(token, subnet, String(count)),
        TagSpecifications: [
          { ResourceType: 'instance', Tags: tagList(tags) },
          { ResourceType: 'volume', Tags: tagList(tags) },
        ],
      }),
    );
    return idsOf(out.Instances ?? []);
  });
}

/** Every server of one generation of ours, registered or not, whatever state it is in: see adopted-servers.ts. */
export function serversOf(
  ec2: EC2Client,
  belonging: Belonging,
): Promise<Result<readonly Instance[]>> {
  const Filters = [{ Name: `tag:${rolloutTag}`, Values: [belonging.launchedBy] }];
  return attempt(async () => {
    const found = await instancesWhere(ec2, Filters);
    return found.filter((one) => belongsTo(one, belonging));
  });
}

export interface StartedServers {
  readonly running: readonly string[];
  /** Of the first that ended instead. */
  readonly ended: Fault | null;
}

/** Targets can be registered once they run. `unknown-outcome` when some are still on their way. */
export async function untilRunning(
  { ec2, clock }: { readonly ec2: EC2Client; readonly clock: Clock },
  ids: readonly string[],
): Promise<Result<StartedServers>> {
  let pending = ids.length;
  const endMs = clock.monotonicMs() + startingMs;
  for (;;) {
    const seen = await attempt(() => instancesByFilter(ec2, ids));
    if (seen.ok) {
      const running = seen.value.filter(({ State }) => State?.Name === 'running');
      const ended = seen.value.filter(isOver);
      pending = ids.length - running.length - ended.length;
      const [first] = ended;
      if (pending === 0) {
        return succeed({
          running: idsOf(running),
          ended: first === undefined ? null : endedAtStart(first),
        });
      }
    }
    if (clock.monotonicMs() > endMs) break;
    await clock.delay(startingPauseMs);
  }
  const message = `${pending} of ${ids.length} servers do not run yet.`;
  return fail({ code: 'unknown-outcome', message });
}

/** EC2 needs some ten to thirty seconds; the engine asks again after a minute. */
const startingMs = 50_000;
const startingPauseMs = 2000;

function endedAtStart({ InstanceId, StateReason }: Instance): Fault {
  const why = plain(StateReason?.Message ?? 'AWS does not say why', 160);
  return {
    code: 'refused',
    message: `${plain(InstanceId ?? 'A server', 40)} ended while it started: ${why}.`,
  };
}

function idsOf(instances: readonly Instance[]): readonly string[] {
  return instances.flatMap(({ InstanceId }) => InstanceId ?? []);
}
