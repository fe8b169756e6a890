/**
 * A generation of EC2 servers beside those that run: its template claims the number, its target group is
 * attached at weight 0, its servers start, and are registered once they run. Every step finds what it
 * made before, so that the same order can be repeated after a crash or a lost answer (rule 7).
 */
import type { GenerationId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import type { LaunchGenerationOrder } from '../../port.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { nameOfFleet } from '../discover/fleet-name.ts';
import type { FleetGrouping } from '../discover/group-fleets.ts';
import { oldestLaunchMs } from '../discover/generation-of.ts';
import { numberGroups } from '../discover/generation-numbers.ts';
import { createElbReader } from '../discover/read-elb.ts';
import type { Observed } from '../discover/observe.ts';
import { plain } from '../../../../src-shared/wording.ts';
import {
  scaledByTag,
  scalingGroupTag,
  templateTag,
  type TargetGroup,
} from '../discover/reading.ts';
import { scalingOf } from '../discover/scaling-of.ts';
import { withoutTypes, withVolumeTags } from '../groups/mixed-types.ts';
import { makeScalingGroup } from '../groups/make-scaling-group.ts';
import { modelGroup } from '../groups/model-group.ts';
import { holdServing, sidesOf } from '../groups/overlap.ts';
import { planAttachment } from '../route/plan-attachment.ts';
import { attempt } from '../session/clients.ts';
import { adoptionOf } from './adopted-servers.ts';
import { registerTargets } from './end-servers.ts';
import { groupName, templateName } from './launch-names.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { recipeOfServers, recordedRecipe, serverTags, whyUntyped } from './launch-recipe.ts';
import { makeGroup } from './make-group.ts';
import { findTemplate, makeTemplate, type MadeTemplate } from './make-template.ts';
import { ownTags } from './own-tags.ts';
import { protectImage } from './protect-image.ts';
import { readServers } from './read-servers.ts';
import { runServers, untilRunning } from './run-servers.ts';
import { spreadOver, versionText } from './template-data.ts';

export async function launchGeneration(
  ports: LaunchPorts,
  order: LaunchGenerationOrder,
): Promise<Result<GenerationId>> {
  const { clients, clock, holds, last, numberTaken } = ports;
  const { fleet, rollout, number, token, image, size } = order;
  const observed = last();
  const grouping = observed?.groupings.find(({ id }) => id === fleet);
  if (observed === null || grouping === undefined) {
    return fail({ code: 'unreachable', message: 'The last look at AWS did not show this fleet.' });
  }
  const before = modelOf(grouping, observed, order);
  if (!before.ok) return before;
  const { group: model, ids, port, scaledBy, retired } = before.value;
  const [held, read] = await Promise.all([
    holds(fleet, rollout),
    readServers(clients.ec2, ids, adoptionOf(model.tags)),
  ]);
  if (!held.ok) return held;
  if (!read.ok) return read;
  const ownName = templateName(grouping.name, number);
  const liked =
    scaledBy === null
      ? succeed(null)
      : await modelGroup(ports, order, { before: scaledBy, name: ownName, fills: 1 });
  if (!liked.ok) return liked;
  const scaling = liked.value;
  const servers = scaling === null ? read.value : withoutTypes(read.value, scaling);
  const recipe =
    retired === null
      ? recipeOfServers(servers, image)
      : await recordedRecipe(clients.ec2, { template: retired.tags[templateTag] ?? null, name: retired.name }, image); // prettier-ignore
  if (!recipe.ok) return recipe;
  const { data, subnets } = recipe.value;
  const untyped = scaling === null ? whyUntyped(data) : null;
  if (untyped !== null) return fail(untyped);

  const { name } = nameOfFleet(grouping, observed.reading);
  const tags = ownTags({ name, fleet, number, rollout });
  const template = await templateFor(ports, order, {
    name: ownName,
    description: versionText(name, number),
    data: scaling === null ? data : withVolumeTags(data, tags),
    // An auto scaling group chooses the subnets by itself.
    spread: scaling === null ? spreadOver(subnets, size) : [],
    ...{ tags, rollout, token },
  });
  if (template.ok || template.fault.code === 'conflict') numberTaken(fleet, number);
  if (!template.ok) return template;
  const { id: templateId, spread, wasThere } = template.value;
  const made = await makeGroup(clients, {
    name: groupName(grouping.name, number),
    like: model.arn,
    tags: {
      ...tags,
      [templateTag]: templateId,
      ...(scaling === null ? {} : { [scaledByTag]: ownName }),
    },
    rollout,
    mayExist: wasThere,
  });
  if (!made.ok) return made;
  const group = made.value;

  await protectImage(ports, fleet, image);

  const holding = await holds(fleet, rollout);
  if (!holding.ok) return holding;
  const attached = await ports.writeRules({ fleet, rollout, group }, ({ rules }) =>
    planAttachment(rules, group.arn),
  );
  if (!attached.ok) return attached;
  const sides = await sidesOf(ports, fleet, null);
  if (!sides.ok) return sides;
  const serving = await holdServing(ports, fleet, sides.value);
  if (!serving.ok) return serving;
  if (scaling !== null) {
    const filled = await makeScalingGroup(ports, {
      ...{ name: ownName, template: templateId, size, tags, rollout, before: scaling },
      target: [model.arn, group.arn],
    });
    return filled.ok ? succeed(generationIdOfGroup(group.arn)) : filled;
  }
  const ran = await runServers(clients, {
    template: templateId,
    tags: { ...serverTags(servers), ...tags },
    launchedBy: rollout,
    interfaces: data.NetworkInterfaces ?? [],
    ...{ spread, size, token },
  });
  if (!ran.ok) return ran;
  const { ids: fresh, refused } = ran.value;
  const started = await untilRunning({ ec2: clients.ec2, clock }, fresh);
  if (!started.ok) return started;
  const { running, ended } = started.value;
  // Also beside one that ended: unregistered they would run and be seen by nobody.
  const listed = wasThere ? await listedIn(clients, group) : new Set();
  const targets = running.filter((id) => !listed.has(id)).map((id) => ({ id, port }));
  const registered = await registerTargets(clients, group.arn, targets);
  if (!registered.ok) return registered;
  const fault = refused ?? ended;
  return fault === null ? succeed(generationIdOfGroup(group.arn)) : fail(fault);
}

/** By the order of before; where it cannot be told they are registered once more, which changes nothing. */
async function listedIn(
  { elb }: Pick<LaunchPorts['clients'], 'elb'>,
  { arn }: TargetGroup,
): Promise<ReadonlySet<string>> {
  const listed = await attempt(() => createElbReader(elb).targets(arn));
  const inService = listed.ok ? listed.value.filter(({ state }) => !/draining/u.test(state)) : [];
  return new Set(inService.map(({ id }) => id));
}

/** Whether the group will find a place in the rules is asked before anything is made. */
async function templateFor(
  { clients, read }: LaunchPorts,
  { fleet }: Pick<LaunchGenerationOrder, 'fleet'>,
  wanted: Parameters<typeof makeTemplate>[1],
): Promise<Result<MadeTemplate>> {
  const before = await findTemplate(clients, wanted);
  if (!before.ok) return before;
  if (before.value !== null) return succeed(before.value);
  const entry = await read(fleet);
  if (!entry.ok) return entry;
  const [hindrance] = entry.value.hindrances;
  if (hindrance !== undefined) return fail({ code: 'refused', message: hindrance });
  const placed = planAttachment(entry.value.rules, 'arn:of-the-new-one');
  return placed.ok ? makeTemplate(clients, wanted) : placed;
}

interface Model {
  readonly group: TargetGroup;
  readonly ids: readonly string[];
  /** That all its servers are registered with; null: not one and the same. */
  readonly port: number | null;
  /** The auto scaling group that all its servers belong to; null: they belong to none. */
  readonly scaledBy: string | null;
  /** The generation whose recorded recipe is used instead of that of these servers; null: theirs is. */
  readonly retired: TargetGroup | null;
}

/** The one that the order names, else the newest generation that has servers: the plan says so. */
function modelOf(
  grouping: FleetGrouping,
  { reading }: Observed,
  { number, recipeOf }: Pick<LaunchGenerationOrder, 'number' | 'recipeOf'>,
): Result<Model> {
  const named = [...grouping.attached, ...grouping.idle].find(
    ({ arn }) => generationIdOfGroup(arn) === recipeOf,
  );
  if (recipeOf !== undefined && named === undefined) {
    const message = `The last look at AWS did not show ${plain(recipeOf, 80)}, whose recipe was to be used.`;
    return fail({ code: 'not-found', message });
  }
  if (named !== undefined && reading.targets[named.arn] === undefined) {
    const message = `The servers of ${plain(named.name, 60)}, whose recipe was to be used, could not be read.`;
    return fail({ code: 'unreachable', message });
  }
  // Retired it has nothing but its record: how its group is filled and checked is then taken from the newest.
  const isWhole = named !== undefined && (reading.targets[named.arn] ?? []).length > 0;
  const retired = named === undefined || isWhole ? null : named;
  const numbered = numberGroups([...grouping.attached, ...grouping.idle], (group) =>
    oldestLaunchMs(group, reading),
  );
  const newest = [...numbered]
    .filter((one) => one.number !== number && (!isWhole || one.group === named))
    .sort((a, b) => b.number - a.number)
    .map(({ group }): Model => {
      const targets = reading.targets[group.arn] ?? [];
      const ports = new Set(targets.map(({ port }) => port));
      const [port = null] = ports;
      return {
        group,
        ids: [...new Set(targets.map(({ id }) => id))],
        port: ports.size === 1 ? port : null,
        ...{ scaledBy: null, retired },
      };
    })
    .find(({ ids }) => ids.length > 0);
  if (newest === undefined) {
    const message = 'The fleet has no servers that the recipe could be taken from.';
    return fail({ code: 'refused', message });
  }
  const behind = scalingOf(newest.group, reading).map(({ group }) => group.name);
  const tagged = newest.ids.map((id) => reading.instances[id]?.tags[scalingGroupTag] ?? null);
  const [scaledBy = null, ...others] = new Set([...behind, ...tagged]);
  if (others.length > 0) {
    const names = [scaledBy, ...others].map((one) => (one === null ? 'none' : plain(one, 60)));
    return fail({
      code: 'refused',
      message: `The servers before belong to different auto scaling groups (${names.join(', ')}): which one is meant cannot be told.`,
      todo: 'Let one auto scaling group start all of them, or none.',
    });
  }
  return succeed({ ...newest, scaledBy });
}
