/**
 * Which servers make which fleet without an entry, and which of its generations: by our tags, else as the
 * operator declared it. Pure; the order of what AWS listed is without effect.
 */
import type { FleetId, GenerationId } from '../../../../src-shared/ids.ts';
import type { WorkerFleet } from '../../../../src-shared/worker-fleets.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { compare } from '../discover/fingerprint.ts';
import {
  entryTag,
  fleetTag,
  generationTag,
  scalingGroupTag,
  type Instance,
  type ReadScaling,
  type Tags,
} from '../discover/reading.ts';
import type { ScalingGroup, ScalingMember } from '../discover/scaling-group.ts';
import { groupGeneration, taggedGeneration, valueGeneration, workerFleetId } from './worker-id.ts';
import { isEnded, type OwnTemplate, type WorkerReading } from './worker-reading.ts';

export interface WorkerGroup {
  readonly id: GenerationId;
  /** As `NamedGroup`: what numbers are given by. */
  readonly arn: string;
  readonly name: string;
  readonly tags: Tags;
  readonly by: 'number' | 'group' | 'value';
  /** Without those that ended. */
  readonly instances: readonly Instance[];
  /** All there were, as far as AWS still lists them. */
  readonly ended: readonly Instance[];
  /** That start and end its servers by themselves. */
  readonly scaling: readonly ReadScaling[];
  /** Ours: it holds the number. */
  readonly template: OwnTemplate | null;
}

export interface WorkerGrouping {
  readonly id: FleetId;
  readonly name: string;
  /** Null: found by our tags, and nobody has said how its servers are told. */
  readonly declared: WorkerFleet | null;
  readonly groups: readonly WorkerGroup[];
}

/** @param registered servers that some load balancer's target group lists: a tag alone makes them no workers. */
export function groupWorkers(
  reading: WorkerReading,
  declared: readonly WorkerFleet[],
  registered: ReadonlySet<string>,
): readonly WorkerGrouping[] {
  const names = new Map(reading.scaling.map((one) => [one.group.name, one]));
  const drafts = new Map<string, Map<GenerationId, Draft>>();
  const draftOf = (fleet: string, first: Omit<Draft, 'instances' | 'scaling'>): Draft => {
    const generations = drafts.get(fleet) ?? new Map<GenerationId, Draft>();
    drafts.set(fleet, generations);
    const draft = generations.get(first.id) ?? { ...first, instances: [], scaling: new Set() };
    generations.set(first.id, draft);
    return draft;
  };
  for (const one of [...reading.instances].sort((a, b) => compare(a.id, b.id))) {
    const found = placeOf(one, declared, names, registered);
    if (found === null) continue;
    const draft = draftOf(found.fleet, found.generation);
    draft.instances.push(one);
    const scaling = names.get(one.tags[scalingGroupTag] ?? '');
    if (scaling !== undefined) draft.scaling.add(scaling);
  }
  for (const { name: fleet, servers } of declared) {
    if (!drafts.has(fleet)) drafts.set(fleet, new Map());
    if (servers.kind !== 'groups') continue;
    for (const one of reading.scaling) {
      if (!one.group.name.startsWith(servers.prefix)) continue;
      draftOf(fleet, ofGroup(fleet, one.group)).scaling.add(one);
    }
  }
  // By our tags also one without servers: what was launched where there is no room.
  for (const one of reading.scaling) {
    const own = ownTagsOf(one.group.tags);
    if (own === null || one.group.targetGroupArns.length > 0) continue;
    draftOf(own.fleet, ofNumber(own.fleet, own.number)).scaling.add(one);
  }
  for (const template of reading.templates) {
    const own = ownTagsOf(template.tags);
    if (own === null) continue;
    const draft = draftOf(own.fleet, ofNumber(own.fleet, own.number));
    draft.template ??= template;
  }
  return (
    [...drafts]
      .map(([name, generations]): WorkerGrouping => ({
        id: workerFleetId(name),
        name: plain(name, 60),
        declared: declared.find((one) => one.name === name) ?? null,
        groups: [...generations.values()]
          .map((draft): WorkerGroup => ({
            ...draft,
            instances: draft.instances.filter((one) => !isEnded(one)),
            ended: draft.instances.filter(isEnded),
            scaling: [...draft.scaling].sort((a, b) => compare(a.group.name, b.group.name)),
          }))
          .sort((a, b) => compare(a.id, b.id)),
      }))
      // A template alone is the record of a fleet that is gone.
      .filter(({ declared: own, groups }) => own !== null || groups.some(hasServers))
      .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id))
  );
}

function hasServers({ instances, scaling }: WorkerGroup): boolean {
  return instances.length > 0 || scaling.length > 0;
}

interface Draft extends Pick<WorkerGroup, 'id' | 'arn' | 'name' | 'tags' | 'by'> {
  readonly instances: Instance[];
  readonly scaling: Set<ReadScaling>;
  template: OwnTemplate | null;
}

type First = Omit<Draft, 'instances' | 'scaling'>;

/** As its auto scaling group lists it. */
export function memberOf(
  { scaling }: Pick<WorkerGroup, 'scaling'>,
  server: string,
): ScalingMember | null {
  const members = scaling.flatMap(({ group }) => group.instances);
  return members.find(({ id }) => id === server) ?? null;
}

/** Our number, and no entry that it would belong to; null without. */
export function ownTagsOf(tags: Tags): { readonly fleet: string; readonly number: number } | null {
  const fleet = tags[fleetTag]?.trim() ?? '';
  const text = tags[generationTag]?.trim() ?? '';
  const number = /^v?\d{1,6}$/u.test(text) ? Number(text.replace('v', '')) : 0;
  return fleet === '' || number === 0 || tags[entryTag] !== undefined ? null : { fleet, number };
}

function placeOf(
  one: Instance,
  declared: readonly WorkerFleet[],
  groups: ReadonlyMap<string, ReadScaling>,
  registered: ReadonlySet<string>,
): { readonly fleet: string; readonly generation: First } | null {
  const own = ownTagsOf(one.tags);
  const isDeclared = own !== null && declared.some(({ name }) => name === own.fleet);
  if (own !== null && (isDeclared || !registered.has(one.id))) {
    return { fleet: own.fleet, generation: ofNumber(own.fleet, own.number) };
  }
  for (const { name: fleet, servers } of declared) {
    if (servers.kind === 'groups') {
      const group = groups.get(one.tags[scalingGroupTag] ?? '')?.group;
      if (group?.name.startsWith(servers.prefix) === true) {
        return { fleet, generation: ofGroup(fleet, group) };
      }
    }
    if (servers.kind === 'servers' && one.tags[servers.key] === servers.value) {
      const { generation } = servers;
      const value = generation.kind === 'image' ? one.imageId : (one.tags[generation.key] ?? '');
      return { fleet, generation: ofValue(fleet, value === '' ? 'none' : value) };
    }
  }
  return null;
}

function ofNumber(fleet: string, number: number): First {
  const id = taggedGeneration(fleet, number);
  const tags = { [generationTag]: String(number) };
  return { id, arn: id, name: id, tags, by: 'number', template: null };
}

function ofGroup(fleet: string, group: ScalingGroup): First {
  const { name, tags } = group;
  const own = ownTagsOf(tags);
  // Its servers carry the tag as well, where the group passes it on.
  if (own?.fleet === fleet) return ofNumber(fleet, own.number);
  const id = groupGeneration(group);
  return { id, arn: id, name, tags, by: 'group', template: null };
}

function ofValue(fleet: string, value: string): First {
  const id = valueGeneration(fleet, value);
  return { id, arn: id, name: value, tags: {}, by: 'value', template: null };
}
