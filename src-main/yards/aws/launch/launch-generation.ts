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
import type { Observed } from '../discover/observe.ts';
import { scalingGroupTag, templateTag, type TargetGroup } from '../discover/reading.ts';
import { planAttachment } from '../route/plan-attachment.ts';
import { registerTargets } from './end-servers.ts';
import { groupName, templateName } from './launch-names.ts';
import type { LaunchPorts } from './launch-ports.ts';
import { makeGroup } from './make-group.ts';
import { findTemplate, makeTemplate, type MadeTemplate } from './make-template.ts';
import { inheritedTags, ownTags } from './own-tags.ts';
import { readServers } from './read-servers.ts';
import { runServers, untilRunning } from './run-servers.ts';
import { spreadOver, templateDataOf, versionText, type ServersBefore } from './template-data.ts';
import { tagsOf } from '../discover/read-elb-rows.ts';

export async function launchGeneration(
  ports: LaunchPorts,
  order: LaunchGenerationOrder,
): Promise<Result<GenerationId>> {
  const { clients, clock, holds, last } = ports;
  const { fleet, rollout, number, token, image, size } = order;
  const observed = last();
  const grouping = observed?.groupings.find(({ id }) => id === fleet);
  if (observed === null || grouping === undefined) {
    return fail({ code: 'unreachable', message: 'The last look at AWS did not show this fleet.' });
  }
  const before = modelOf(grouping, observed, number);
  if (!before.ok) return before;
  const { group: model, ids, port } = before.value;
  const [held, servers] = await Promise.all([holds(fleet, rollout), readServers(clients.ec2, ids)]);
  if (!held.ok) return held;
  if (!servers.ok) return servers;
  const data = templateDataOf(servers.value, image);
  if (!data.ok) return data;

  const { name } = nameOfFleet(grouping, observed.reading);
  const tags = ownTags({ name, fleet, number, rollout });
  const template = await templateFor(ports, order, {
    name: templateName(grouping.name, number),
    description: versionText(name, number),
    data: data.value,
    spread: spreadOver(subnetsOf(servers.value), size),
    ...{ tags, rollout, token },
  });
  if (!template.ok) return template;
  const { id: templateId, spread } = template.value;
  const made = await makeGroup(clients, {
    name: groupName(grouping.name, number),
    like: model.arn,
    tags: { ...tags, [templateTag]: templateId },
    rollout,
  });
  if (!made.ok) return made;
  const group = made.value;

  const holding = await holds(fleet, rollout);
  if (!holding.ok) return holding;
  const attached = await ports.writeRules({ fleet, rollout, group }, ({ rules }) =>
    planAttachment(rules, group.arn),
  );
  if (!attached.ok) return attached;
  const ran = await runServers(clients, {
    template: templateId,
    tags: { ...serverTags(servers.value), ...tags },
    launchedBy: rollout,
    interfaces: data.value.NetworkInterfaces ?? [],
    ...{ spread, size, token },
  });
  if (!ran.ok) return ran;
  const { ids: fresh, refused } = ran.value;
  const started = await untilRunning({ ec2: clients.ec2, clock }, fresh);
  if (!started.ok) return started;
  const { running, ended } = started.value;
  // Also beside one that ended: unregistered they would run and be seen by nobody.
  const targets = running.map((id) => ({ id, port }));
  const registered = await registerTargets(clients, group.arn, targets);
  if (!registered.ok) return registered;
  const fault = refused ?? ended;
  return fault === null ? succeed(generationIdOfGroup(group.arn)) : fail(fault);
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
}

/** The newest generation that has servers: the plan says so. */
function modelOf(grouping: FleetGrouping, { reading }: Observed, number: number): Result<Model> {
  const numbered = numberGroups([...grouping.attached, ...grouping.idle], (group) =>
    oldestLaunchMs(group, reading),
  );
  const newest = [...numbered]
    .filter((one) => one.number !== number)
    .sort((a, b) => b.number - a.number)
    .map(({ group }): Model => {
      const targets = reading.targets[group.arn] ?? [];
      const ports = new Set(targets.map(({ port }) => port));
      const [port = null] = ports;
      return {
        group,
        ids: [...new Set(targets.map(({ id }) => id))],
        port: ports.size === 1 ? port : null,
      };
    })
    .find(({ ids }) => ids.length > 0);
  if (newest === undefined) {
    const message = 'The fleet has no servers that the recipe could be taken from.';
    return fail({ code: 'refused', message });
  }
  const scaled = newest.ids.find(
    (id) => reading.instances[id]?.tags[scalingGroupTag] !== undefined,
  );
  if (scaled !== undefined) {
    return fail({
      code: 'refused',
      message: `The servers before belong to the auto scaling group ${reading.instances[scaled]?.tags[scalingGroupTag] ?? ''}: this version launches servers without one only.`,
      todo: 'Launch the generation in AWS and cut over to it here.',
    });
  }
  return succeed(newest);
}

function subnetsOf({ instances }: ServersBefore): readonly string[] {
  return instances.flatMap(({ SubnetId }) => SubnetId ?? []);
}

/** What all of them are tagged with alike. */
function serverTags({ instances }: ServersBefore) {
  const [first = {}, ...others] = instances.map(({ Tags }) => inheritedTags(tagsOf(Tags)));
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) => others.every((each) => each[key] === value)),
  );
}
