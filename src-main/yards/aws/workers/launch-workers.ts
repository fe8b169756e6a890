/**
 * A generation of servers that fetch their work, beside those that run: its template claims the number, its servers
 * start with our tags, one by one or by an auto scaling group of its own where the one before has one. Every step finds
 * what it made before, so that the same order can be repeated (rule 7).
 */
import type { BlockId, FleetId, GenerationId } from '../../../../src-shared/ids.ts';
import { asBlockId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { LaunchBlockOrder, LaunchGenerationOrder } from '../../port.ts';
import { scaledByTag, scalingGroupTag } from '../discover/reading.ts';
import { replaceMember } from '../groups/change-size.ts';
import { makeScalingGroup } from '../groups/make-scaling-group.ts';
import { withoutTypes, withVolumeTags } from '../groups/mixed-types.ts';
import { modelGroup } from '../groups/model-group.ts';
import { holdServing } from '../groups/overlap.ts';
import type { GroupNow } from '../groups/read-group.ts';
import { templateName } from '../launch/launch-names.ts';
import {
  recipeOfServers,
  recordedRecipe,
  serverTags,
  whyUntyped,
  type LaunchRecipe,
} from '../launch/launch-recipe.ts';
import { makeTemplate } from '../launch/make-template.ts';
import { ownTags } from '../launch/own-tags.ts';
import { readServers } from '../launch/read-servers.ts';
import { freshRunning } from '../launch/replace-server.ts';
import { runServers, untilRunning } from '../launch/run-servers.ts';
import { spreadOver, versionText, type ServersBefore } from '../launch/template-data.ts';
import type { WorkerGroup, WorkerGrouping } from './group-workers.ts';
import {
  notSeen,
  ownWorkers,
  workerGround,
  workersNow,
  type OwnWorkersPorts,
} from './own-workers.ts';
import { workerSides, type WorkerSidesPorts } from './worker-sides.ts';
import { taggedGeneration } from './worker-id.ts';

export interface WorkerLaunchPorts extends OwnWorkersPorts, WorkerSidesPorts {
  readonly records: OwnWorkersPorts['records'];
  /** As a look numbers them. */
  readonly numberOf: (fleet: FleetId, generation: GenerationId) => number;
  /** For the timeline. */
  readonly note: (text: string, fleet: FleetId) => void;
  /** A template of ours was made: the next look reads them anew. */
  readonly templateMade: () => void;
}

export async function launchWorkers(
  ports: WorkerLaunchPorts,
  order: LaunchGenerationOrder,
): Promise<Result<GenerationId>> {
  const { clients, holds } = ports;
  const { fleet, rollout, number, token, size } = order;
  const grouping = ports.groupingOf(fleet);
  if (grouping === undefined) return fail(notSeen);
  const found = modelOf(ports, grouping, order);
  if (!found.ok) return found;
  const { model, scaledBy } = found.value;
  const ids = model.instances.map(({ id }) => id);
  const [held, servers] = await Promise.all([holds(fleet, rollout), readServers(clients.ec2, ids)]);
  if (!held.ok) return held;
  if (!servers.ok) return servers;
  const ownName = templateName(grouping.name, number);
  const liked =
    scaledBy === null
      ? succeed(null)
      : await modelGroup(ports, order, { before: scaledBy, name: ownName, fills: 0 });
  if (!liked.ok) return liked;
  const scaling = liked.value;
  const recipe = await recipeFor(ports, order, found.value, { servers: servers.value, scaling });
  if (!recipe.ok) return recipe;
  const { data, subnets } = recipe.value;
  const untyped = scaling === null ? whyUntyped(data) : null;
  if (untyped !== null) return fail(untyped);
  const name = nameOf(grouping);
  const tags = ownTags({ name, fleet: null, number, rollout });
  const template = await makeTemplate(clients, {
    name: ownName,
    description: versionText(name, number),
    data: scaling === null ? data : withVolumeTags(data, tags),
    // An auto scaling group chooses the subnets by itself.
    spread: scaling === null ? spreadOver(subnets, size) : [],
    tags: { ...tags, ...(scaling === null ? {} : { [scaledByTag]: ownName }) },
    ...{ rollout, token },
  });
  if (!template.ok) return template;
  ports.templateMade();
  const { id: templateId, spread } = template.value;
  const holding = await holds(fleet, rollout);
  if (!holding.ok) return holding;
  const sides = await workerSides(ports, fleet, taggedGeneration(name, number));
  if (!sides.ok) return sides;
  const serving = await holdServing(ports, fleet, sides.value);
  if (!serving.ok) return serving;
  const started =
    scaling === null
      ? await startAll(ports, {
          template: templateId,
          tags: { ...serverTags(servers.value), ...tags },
          launchedBy: rollout,
          interfaces: data.NetworkInterfaces ?? [],
          ...{ spread, size, token },
        })
      : await makeScalingGroup(ports, {
          ...{ name: ownName, template: templateId, target: null, size, tags, rollout },
          before: scaling,
        });
  return started.ok ? succeed(taggedGeneration(name, number)) : started;
}

async function startAll(
  { clients, clock }: Pick<WorkerLaunchPorts, 'clients' | 'clock'>,
  wanted: Parameters<typeof runServers>[1],
): Promise<Result<null>> {
  const ran = await runServers(clients, wanted);
  if (!ran.ok) return ran;
  const started = await untilRunning({ ec2: clients.ec2, clock }, ran.value.ids);
  if (!started.ok) return started;
  const fault = ran.value.refused ?? started.value.ended;
  return fault === null ? succeed(null) : fail(fault);
}

/** One fresh server beside the one that it is to replace. */
export async function launchWorker(
  ports: OwnWorkersPorts,
  order: LaunchBlockOrder,
): Promise<Result<BlockId>> {
  const { fleet, generation, replaces, token } = order;
  const own = ownWorkers(ports.groupingOf(fleet), generation);
  if (!own.ok) return own;
  const { scaling, template } = own.value;
  if (scaling !== null) return replaceMember(workerGround(ports, order, own.value, scaling), order);
  const now = await workersNow(ports, order, own.value);
  if (!now.ok) return now;
  const fresh = await freshRunning(ports, now.value.servers, { replaces, token, template });
  return fresh.ok ? succeed(asBlockId(fresh.value)) : fresh;
}

interface Model {
  /** Has servers. */
  readonly model: WorkerGroup;
  /** The auto scaling group that starts all its servers; null: none starts any. */
  readonly scaledBy: string | null;
  /** The generation whose recorded recipe is used instead of that of these servers; null: theirs is. */
  readonly retired: WorkerGroup | null;
}

/** The one that the order names, else the newest generation that has servers: the plan says so. */
function modelOf(
  { numberOf }: Pick<WorkerLaunchPorts, 'numberOf'>,
  grouping: WorkerGrouping,
  { number, recipeOf }: Pick<LaunchGenerationOrder, 'number' | 'recipeOf'>,
): Result<Model> {
  const named = grouping.groups.find(({ id }) => id === recipeOf);
  if (recipeOf !== undefined && named === undefined) {
    const message = `The last look at AWS did not show ${plain(recipeOf, 80)}, whose recipe was to be used.`;
    return fail({ code: 'not-found', message });
  }
  const isWhole = named !== undefined && named.instances.length > 0;
  const own = taggedGeneration(nameOf(grouping), number);
  const [model] = grouping.groups
    .filter(({ id, instances }) => id !== own && instances.length > 0)
    .filter((each) => !isWhole || each === named)
    .sort((a, b) => numberOf(grouping.id, b.id) - numberOf(grouping.id, a.id));
  if (model === undefined) {
    const message = 'The fleet has no servers that the recipe could be taken from.';
    return fail({ code: 'refused', message });
  }
  const tagged = model.instances.map(({ tags }) => tags[scalingGroupTag] ?? null);
  const behind = model.scaling.map(({ group }) => group.name);
  const [scaledBy = null, ...others] = new Set([...behind, ...tagged]);
  if (others.length === 0) {
    return succeed({ model, scaledBy, retired: isWhole ? null : (named ?? null) });
  }
  const names = [scaledBy, ...others].map((one) => (one === null ? 'none' : plain(one, 60)));
  return fail({
    code: 'refused',
    message: `The servers before belong to different auto scaling groups (${names.join(', ')}): which one is meant cannot be told.`,
    todo: 'Let one auto scaling group start all of them, or none.',
  });
}

function recipeFor(
  { clients }: Pick<WorkerLaunchPorts, 'clients'>,
  { image }: Pick<LaunchGenerationOrder, 'image'>,
  { retired }: Model,
  { servers, scaling }: { readonly servers: ServersBefore; readonly scaling: GroupNow | null },
): Promise<Result<LaunchRecipe>> {
  if (retired === null) {
    const known = scaling === null ? servers : withoutTypes(servers, scaling);
    return Promise.resolve(recipeOfServers(known, image));
  }
  const { name, template } = retired;
  return recordedRecipe(clients.ec2, { name, template: template?.id ?? null }, image);
}

/** As our tag says it: what is declared, or what was found. */
function nameOf({ declared, name }: WorkerGrouping): string {
  return declared?.name ?? name;
}
