/**
 * The rung that can be taken back: a generation of ours leaves the entry, drains, and its servers are stopped;
 * and the way back up. The group says by a tag that it has servers which it does not list: a look finds them by it.
 */
import { StartInstancesCommand, StopInstancesCommand, type Instance } from '@aws-sdk/client-ec2';
import { AddTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { GenerationOrder } from '../../port.ts';
import { inBatches } from '../discover/aws-reader.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { startedMark, stoppedTag, type ReadTarget } from '../discover/reading.ts';
import { planAttachment } from '../route/plan-attachment.ts';
import { attempt } from '../session/clients.ts';
import { isOver, registerTargets } from './end-servers.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { leaveEntry, mayEnd } from './leave-entry.ts';
import { isGeneration, ownGroup, type OwnGroup } from './own-group.ts';
import { serversOf, untilRunning } from './run-servers.ts';

/** Ids in one call that stops or starts; AWS says nothing of a bound, a request of 500 is 20 kB. */
const idsPerCall = 500;

export async function stopGeneration(
  ports: LaunchPorts,
  order: GenerationOrder,
): Promise<Result<null>> {
  const { clients } = ports;
  const may = await mayEnd(ports, order);
  if (!may.ok) return may;
  const { own, standing } = may.value;
  const hindrance = whyNotStopped(standing.servers);
  if (hindrance !== null) return fail({ code: 'refused', message: hindrance });
  const listed = portsText(standing.servers, standing.targets);
  if (!listed.ok) return listed;
  if (standing.targets.length > 0) {
    // Before they leave: from then on only this tells where they are.
    const Tags = [{ Key: stoppedTag, Value: listed.value }];
    const marked = await attempt(() =>
      clients.elbWrites.send(new AddTagsCommand({ ResourceArns: [own.group.arn], Tags })),
    );
    if (!marked.ok) return marked;
    ports.tagsChanged();
  }
  const left = await leaveEntry(ports, order, own);
  if (!left.ok) return left;
  const { servers, targets } = left.value;
  const running = servers.filter(
    ({ State }) => State?.Name === 'running' || State?.Name === 'pending',
  );
  const stopped = await attempt(async () => {
    for (const InstanceIds of inBatches(idsOf(running), idsPerCall)) {
      await clients.ec2Writes.send(new StopInstancesCommand({ InstanceIds: [...InstanceIds] }));
    }
    return null;
  });
  if (stopped.ok || stopped.fault.code === 'unknown-outcome') return stopped;
  // They run and nobody would see them: back where they were.
  const back = await registerTargets(clients, own.group.arn, targets);
  return back.ok ? stopped : back;
}

/** Whatever is stopped starts, is registered as it was, and is then checked by the load balancer at weight 0. */
export async function startGeneration(
  ports: LaunchPorts,
  { fleet, generation, rollout }: GenerationOrder,
): Promise<Result<null>> {
  const { clients, clock, holds } = ports;
  const own = ownGroup(ports, fleet, isGeneration(generation));
  if (!own.ok) return own;
  const { group } = own.value;
  const [held, servers] = await Promise.all([
    holds(fleet, rollout),
    serversOf(clients.ec2, own.value),
  ]);
  if (!held.ok) return held;
  if (!servers.ok) return servers;
  const left = servers.value.filter((one) => !isOver(one));
  if (left.length === 0) {
    return fail({ code: 'refused', message: 'AWS shows no server of it that could be started.' });
  }
  if (left.some(({ State }) => State?.Name === 'stopping')) {
    // Asked again after the next look.
    return fail({ code: 'unknown-outcome', message: 'Some of its servers are still stopping.' });
  }
  const ids = idsOf(left.filter(({ State }) => State?.Name === 'stopped'));
  const sent = await attempt(async () => {
    for (const InstanceIds of inBatches(ids, idsPerCall)) {
      await clients.ec2Writes.send(new StartInstancesCommand({ InstanceIds: [...InstanceIds] }));
    }
  });
  if (!sent.ok) return sent;
  const started = await untilRunning({ ec2: clients.ec2, clock }, idsOf(left));
  if (!started.ok) return started;
  const { running, ended } = started.value;
  const given = await portsOf(ports, own.value);
  if (!given.ok) return given;
  const targets = running.flatMap((id) => given.value.map((port) => ({ id, port })));
  const registered = await registerTargets(clients, group.arn, targets);
  if (!registered.ok) return registered;
  // Listed by a rule, or nobody would check their health.
  const isListed = ports
    .last()
    ?.groupings.some(({ attached }) => attached.some(({ arn }) => arn === group.arn));
  if (isListed !== true) {
    const listed = await ports.writeRules({ fleet, rollout, group }, ({ rules }) =>
      planAttachment(rules, group.arn),
    );
    if (!listed.ok) return listed;
  }
  const Value = `${startedMark}${given.value.map((port) => port ?? '-').join(' ')}`;
  const marked = await attempt(() =>
    clients.elbWrites.send(
      new AddTagsCommand({ ResourceArns: [group.arn], Tags: [{ Key: stoppedTag, Value }] }),
    ),
  );
  if (!marked.ok) return marked;
  ports.tagsChanged();
  return ended === null ? succeed(null) : fail(ended);
}

function idsOf(servers: readonly Instance[]): readonly string[] {
  return servers.flatMap(({ InstanceId }) => InstanceId ?? []);
}

/** What AWS would only say once they have left the entry. */
function whyNotStopped(servers: readonly Instance[]): string | null {
  const one = servers.find(
    ({ RootDeviceType, InstanceLifecycle }) =>
      RootDeviceType === 'instance-store' || InstanceLifecycle === 'spot',
  );
  if (one === undefined) return null;
  const what = one.InstanceLifecycle === 'spot' ? 'is a spot instance' : 'has no disk that stays';
  return `${plain(one.InstanceId ?? 'A server', 40)} ${what}: it cannot be stopped and started again. Nothing was stopped; retire the generation instead.`;
}

/** With which they come back: the same for all of them, or nobody could tell which is whose. */
function portsText(servers: readonly Instance[], targets: readonly ReadTarget[]): Result<string> {
  const of = idsOf(servers).map((id) =>
    targets
      .filter((target) => target.id === id)
      .map(({ port }) => (port === null ? '-' : String(port)))
      .sort()
      .join(' '),
  );
  const texts = [...new Set(of)].filter((text) => text !== '');
  const [only = '-'] = texts;
  if (texts.length < 2) return succeed(only);
  const message = `Its servers are registered with different ports (${plain(texts.join('; '), 120)}): as which they come back could not be told. Nothing was stopped.`;
  return fail({ code: 'refused', message });
}

async function portsOf(
  { clients }: LaunchPorts,
  { group }: OwnGroup,
): Promise<Result<readonly (number | null)[]>> {
  const read = await attempt(() => createElbReader(clients.elb).tags([group.arn]));
  if (!read.ok) return read;
  const said = read.value[group.arn]?.[stoppedTag] ?? '-';
  const words = said.replace(startedMark, '').split(' ');
  const numbers = words.map((word) => (/^\d{1,5}$/u.test(word) ? Number(word) : null));
  return succeed(numbers);
}
