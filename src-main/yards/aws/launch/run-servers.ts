/** Starts the servers of one generation: all or none in each subnet, each order with a token of its own. */
import {
  DescribeInstancesCommand,
  RunInstancesCommand,
  type EC2Client,
  type Instance,
} from '@aws-sdk/client-ec2';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { Clock } from '../../../clock/clock.ts';
import { allPages, inBatches } from '../discover/aws-reader.ts';
import { batchSizes } from '../discover/call-budget.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import { entryTag, rolloutTag, type Tags } from '../discover/reading.ts';
import { attempt, type AwsClients } from '../session/clients.ts';
import { isOver } from './end-servers.ts';
import { clientToken } from './launch-names.ts';
import { tagList, type OwnMarks } from './own-tags.ts';

interface WantedServers {
  readonly template: string;
  readonly spread: readonly { readonly subnet: string; readonly count: number }[];
  readonly tags: Tags;
  readonly marks: OwnMarks;
  readonly token: string;
}

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
  const { spread, marks } = wanted;
  // A repeat hours later finds a token forgotten; the tags stay.
  const before = await serversOf(ec2, marks);
  if (!before.ok) return before;
  const answers = await Promise.all(
    spread.map(async ({ subnet, count }) => {
      const there = before.value.filter((one) => one.SubnetId === subnet && !isOver(one));
      if (there.length >= count) return { subnet, answer: succeed(idsOf(there)) };
      return { subnet, answer: await run(ec2Writes, wanted, subnet, count) };
    }),
  );
  const refusals = answers.flatMap(({ subnet, answer }) =>
    answer.ok ? [] : [{ subnet, fault: answer.fault }],
  );
  const open = refusals.find(({ fault }) => fault.code === 'unknown-outcome');
  if (open !== undefined) return fail(open.fault);
  const ids = answers.flatMap(({ answer }) => (answer.ok ? answer.value : []));
  const [first] = refusals;
  return succeed({ ids, refused: first === undefined ? null : shortOf(first.fault, refusals) });
}

function run(
  ec2: EC2Client,
  { template, tags, token }: WantedServers,
  subnet: string,
  count: number,
): Promise<Result<readonly string[]>> {
  return attempt(async () => {
    const out = await ec2.send(
      new RunInstancesCommand({
        LaunchTemplate: { LaunchTemplateId: template, Version: '1' },
        SubnetId: subnet,
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

/** AWS names the zones that have room in its message, which is cut out of faults: told by subnet. */
function shortOf(fault: Fault, refusals: readonly { readonly subnet: string }[]): Fault {
  const where = refusals.map(({ subnet }) => plain(subnet, 40)).join(', ');
  const isShort = /Insufficient|LimitExceeded/u.test(fault.where ?? '');
  const message = isShort
    ? `AWS has no room for the servers in ${where}: ${fault.message}`
    : `No server was started in ${where}: ${fault.message}`;
  return {
    ...fault,
    message,
    ...(isShort ? { todo: 'Try again later, or with another type or zone.' } : {}),
  };
}

/** Every server that a launch made for this fleet, registered or not, whatever state it is in. */
export function serversOf(
  ec2: EC2Client,
  { fleet, rollout }: Pick<OwnMarks, 'fleet' | 'rollout'>,
): Promise<Result<readonly Instance[]>> {
  const Filters = [
    { Name: `tag:${rolloutTag}`, Values: [rollout] },
    { Name: `tag:${entryTag}`, Values: [fleet] },
  ];
  return attempt(async () => {
    const found = await allPages(async (NextToken) => {
      const out = await ec2.send(
        new DescribeInstancesCommand({ Filters, MaxResults: 1000, NextToken }),
      );
      const items = (out.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
      return { items, next: out.NextToken };
    });
    // A filter that an endpoint does not know must not make other servers ours.
    return found.filter((one) => tagsOf(one.Tags)[rolloutTag] === rollout);
  });
}

/** Targets can be registered once they run. */
export async function untilRunning(
  { ec2, clock }: { readonly ec2: EC2Client; readonly clock: Clock },
  ids: readonly string[],
): Promise<Result<null>> {
  let pending = ids.length;
  const endMs = clock.monotonicMs() + startingMs;
  for (;;) {
    const states = await attempt(async () => {
      const answers = await Promise.all(
        inBatches(ids, batchSizes.filter).map((batch) =>
          ec2.send(
            new DescribeInstancesCommand({
              Filters: [{ Name: 'instance-id', Values: [...batch] }],
            }),
          ),
        ),
      );
      return answers
        .flatMap(({ Reservations }) => Reservations ?? [])
        .flatMap(({ Instances }) => Instances ?? []);
    });
    if (states.ok) {
      const ended = states.value.find(isOver);
      if (ended !== undefined) return fail(endedAtStart(ended));
      pending = ids.length - states.value.filter(({ State }) => State?.Name === 'running').length;
      if (pending === 0) return succeed(null);
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
