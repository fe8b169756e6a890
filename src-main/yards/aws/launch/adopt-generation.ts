/**
 * Takes a generation over that others launched: the recipe of its servers is written down as its launch template,
 * and tags of ours go on the auto scaling group that fills it (where one does), on the servers and, last, on the
 * target group, which makes it ours. Each write finds what was made before, so that the same order can be repeated
 * (rule 7). Nothing that runs is changed (rule 1).
 */
import { CreateTagsCommand, type Instance } from '@aws-sdk/client-ec2';
import { AddTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { AdoptOrder } from '../../port.ts';
import { inBatches } from '../discover/aws-reader.ts';
import { nameOfFleet } from '../discover/fleet-name.ts';
import { createElbReader } from '../discover/read-elb.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';
import {
  adoptedTag,
  generationTag,
  rolloutTag,
  scaledByTag,
  startsFromTag,
  templateTag,
  type AwsReading,
  type ReadTarget,
  type Tags,
  type TargetGroup,
} from '../discover/reading.ts';
import { attempt } from '../session/clients.ts';
import {
  markScaling,
  readFilling,
  recipeOfVersion,
  type Filling,
} from '../groups/adopt-scaling.ts';
import { adoptedText, pinnedText } from './adopted-servers.ts';
import { recordedOf, whyDifferent } from './adopted-recipe.ts';
import { isOver } from './end-servers.ts';
import { templateName } from './launch-names.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { findTemplate, makeTemplate, type MadeTemplate } from './make-template.ts';
import { isOf, ownTags, tagList } from './own-tags.ts';
import { isGeneration, usedBesides, whyUsed } from './own-group.ts';
import { protectImage } from './protect-image.ts';
import { readServers } from './read-servers.ts';
import { instancesByFilter } from '../discover/instance-rows.ts';
import { templateDataOf, versionText, type ServersBefore } from './template-data.ts';

/** Of one CreateTags call. */
const idsPerCall = 1000;

export async function adoptGeneration(
  ports: LaunchPorts,
  order: AdoptOrder,
): Promise<Result<null>> {
  const { clients, holds, last } = ports;
  const { fleet, generation, number, rollout, token } = order;
  const observed = last();
  const grouping = observed?.groupings.find(({ id }) => id === fleet);
  const groups = [...(grouping?.attached ?? []), ...(grouping?.idle ?? [])];
  const group = groups.find(isGeneration(generation));
  if (observed === null || grouping === undefined || group === undefined) {
    return fail({ code: 'unreachable', message: 'The last look at AWS did not show it.' });
  }
  const whose = await whoseNow(ports, group, rollout);
  if (!whose.ok) return whose;
  if (whose.value === 'ours') return succeed(null);
  const read = await readWhole(ports, group, { number, reading: observed.reading });
  if (!read.ok) return read;
  const { before, targets, filling } = read.value;
  const image = before.instances[0]?.ImageId ?? '';
  const data =
    filling === null
      ? templateDataOf(before, image)
      : recipeOfVersion(before.template, filling.pinned, image);
  if (!data.ok) return data;

  const held = await holds(fleet, rollout);
  if (!held.ok) return held;
  const { name } = nameOfFleet(grouping, observed.reading);
  const tags = ownTags({ name, fleet, number, rollout });
  const until = adoptedText(before.instances);
  const template = await templateFor(clients, {
    name: templateName(grouping.name, number),
    description: versionText(name, number),
    data: data.value,
    spread: subnetsOf(before),
    tags: {
      ...{ ...tags, [adoptedTag]: until },
      ...recordedOf(group, targets, before),
      ...filling?.record.tags,
    },
    ...{ rollout, token },
  });
  if (!template.ok) return template;
  if (filling !== null) {
    // Before the servers that run: what it starts in between has the mark as well.
    const filler = await markScaling(ports, filling.pinned, tags);
    if (!filler.ok) return filler;
  }
  const marked = await attempt(async () => {
    const ids = before.instances.flatMap(({ InstanceId }) => InstanceId ?? []);
    for (const Resources of inBatches(ids, idsPerCall)) {
      const command = new CreateTagsCommand({ Resources: [...Resources], Tags: tagList(tags) });
      await clients.ec2Writes.send(command);
    }
    // Last: until then it is nobody's but theirs, and nothing of it can be ended.
    const own = { ...tags, [templateTag]: template.value.id, ...whatIsIts(filling, until) };
    const command = new AddTagsCommand({ ResourceArns: [group.arn], Tags: tagList(own) });
    await clients.elbWrites.send(command);
  });
  if (!marked.ok) return marked;
  ports.tagsChanged();
  if (filling !== null && filling.record.leftOut.length > 0) {
    ports.note(
      `Not everything of the auto scaling group ${plain(filling.pinned.scaling, 60)} had room in the tags of its launch template: ${filling.record.leftOut.join(', ')} stand in the group alone, and go with it when it is retired.`,
      fleet,
    );
  }
  await protectImage(ports, fleet, image);
  return succeed(null);
}

/** By what a server is known as its own from now on: see adopted-servers.ts. */
function whatIsIts(filling: Filling | null, until: string): Tags {
  if (filling === null) return { [adoptedTag]: until };
  const { pinned } = filling;
  return { [scaledByTag]: pinned.scaling, [startsFromTag]: pinnedText(pinned) };
}

/** The last look's tags may be a minute old. */
async function whoseNow(
  { clients, tagsChanged }: LaunchPorts,
  { arn, name }: TargetGroup,
  rollout: AdoptOrder['rollout'],
): Promise<Result<'ours' | 'theirs'>> {
  const read = await attempt(() => createElbReader(clients.elb).tags([arn]));
  if (!read.ok) return read;
  const tags = read.value[arn] ?? {};
  if (tags[rolloutTag] === undefined) return succeed('theirs');
  tagsChanged();
  if (isOf(rollout, tags)) return succeed('ours');
  return fail({
    code: 'conflict',
    message: `The target group ${plain(name, 60)} belongs to Blockyard already.`,
    todo: 'Look at the fleet again.',
  });
}

interface Whole {
  readonly before: ServersBefore;
  readonly targets: readonly ReadTarget[];
  /** Null: no auto scaling group fills it. */
  readonly filling: Filling | null;
}

/** Everything that forbids it is read before anything is written. */
async function readWhole(
  ports: LaunchPorts,
  group: TargetGroup,
  { number, reading }: { readonly number: number; readonly reading: AwsReading },
): Promise<Result<Whole>> {
  const { clients } = ports;
  const reader = createElbReader(clients.elb);
  const listed = await attempt(() =>
    Promise.all([reader.targets(group.arn), usedBesides(reader, group)]),
  );
  if (!listed.ok) return listed;
  const [targets, elsewhere] = listed.value;
  const ids = [...new Set(targets.map(({ id }) => id))];
  if (ids.length === 0) return fail(refused('It has no servers.'));
  if (ids.length < targets.length) {
    return fail(refused('Some of its servers are registered with several ports.'));
  }
  const seen = await attempt(() => instancesByFilter(clients.ec2, ids));
  if (!seen.ok) return seen;
  const servers = seen.value.filter((one) => !isOver(one));
  if (servers.length < ids.length) {
    const missing = ids.find((id) => servers.every(({ InstanceId }) => InstanceId !== id));
    return fail(refused(`EC2 does not show ${plain(missing ?? 'a server', 40)} of it.`));
  }
  const filled = await readFilling(ports, group, { servers, reading, number });
  if (!filled.ok) return filled;
  const filling = filled.value;
  const by = filling?.pinned.scaling ?? null;
  const used = servers.flatMap(
    (one) => whyUsed(one, elsewhere, by) ?? whyTaken(one, number) ?? [],
  )[0];
  if (used !== undefined) return fail(refused(`${used}.`));
  const idle = servers.find(({ State }) => State?.Name !== 'running');
  if (idle !== undefined) {
    const { InstanceId = '', State } = idle;
    return fail(refused(`${plain(InstanceId, 40)} of it is ${plain(State?.Name ?? 'unknown', 20)}: only servers that run are adopted.`)); // prettier-ignore
  }
  const different = whyDifferent(servers);
  if (different !== null) return fail(refused(different));
  const before = await readServers(clients.ec2, ids);
  if (!before.ok) return before;
  return before.value.instances.length === ids.length
    ? succeed({ before: before.value, targets, filling })
    : fail({ code: 'unreachable', message: 'EC2 showed some of its servers only.' });
}

/** What an adoption left that broke off is taken up; the mark of another generation is not written over. */
function whyTaken({ InstanceId = '', Tags }: Instance, number: number): string | null {
  const { [rolloutTag]: by, [generationTag]: of } = tagsOf(Tags);
  return by === undefined || of === String(number)
    ? null
    : `${plain(InstanceId, 40)} has the mark of Blockyard\u2019s generation ${plain(of ?? 'unknown', 12)}`;
}

function refused(why: string): Fault {
  return { code: 'refused', message: `${why} Nothing was written.` };
}

function subnetsOf({ instances }: ServersBefore): MadeTemplate['spread'] {
  const counts = new Map<string, number>();
  for (const { SubnetId } of instances) {
    if (SubnetId !== undefined) counts.set(SubnetId, (counts.get(SubnetId) ?? 0) + 1);
  }
  return [...counts].sort().map(([subnet, count]) => ({ subnet, count }));
}

/** Whoever launched it may have called a template of theirs so; what an adoption left that broke off is not taken up. */
const namesTried = 5;

async function templateFor(
  clients: LaunchPorts['clients'],
  wanted: Parameters<typeof makeTemplate>[1],
): Promise<Result<MadeTemplate>> {
  let answer: Result<MadeTemplate> = fail({ code: 'conflict', message: 'No name was free.' });
  for (let at = 1; at <= namesTried; at += 1) {
    const name = at === 1 ? wanted.name : `${wanted.name}-adopted${at === 2 ? '' : String(at)}`;
    const found = await findTemplate(clients, { name, rollout: wanted.rollout });
    if (found.ok && found.value !== null) return succeed(found.value);
    answer = found.ok ? await makeTemplate(clients, { ...wanted, name }) : found;
    if (answer.ok || answer.fault.code !== 'conflict') return answer;
  }
  return answer;
}
