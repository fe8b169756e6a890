/** The registered targets of one group as blocks. */
import type { Block, Fact } from '../../../../src-shared/fleet.ts';
import { asBlockId, type BlockId, type GenerationId } from '../../../../src-shared/ids.ts';
import { blockOfPort, factOfTag, instanceFacts } from '../../../../src-shared/instance-facts.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { compare } from './fingerprint.ts';
import { freshOf, replacementIn } from './fresh-members.ts';
import { scalingOf } from './scaling-of.ts';
import { beliefIn, stateSinceMs, targetKey, type HealthHistory } from './health-history.ts';
import { healthOf } from './health-of.ts';
import {
  replacesTag,
  scalingGroupTag,
  statefulTag,
  templateIdTag,
  templateVersionTag,
  type AwsReading,
  type Instance,
  type ReadTarget,
  type TargetGroup,
} from './reading.ts';

export interface BlockContext {
  readonly reading: AwsReading;
  readonly history: HealthHistory;
  readonly generation: GenerationId;
  /** Some rule names the group, at whatever weight. */
  readonly isGroupInUse: boolean;
}

/** Oldest launch first. Empty when the group's targets were not read. */
export function blocksOf(group: TargetGroup, context: BlockContext): readonly Block[] {
  const { reading } = context;
  const targets = [...(reading.targets[group.arn] ?? [])].sort((a, b) => {
    const [one, other] = [launchOf(a, reading), launchOf(b, reading)];
    return one - other || compare(a.id, b.id) || (a.port ?? 0) - (b.port ?? 0);
  });
  const replacements = replacementsIn(group, reading);
  const seen = new Map<string, number>();
  for (const { id } of targets) seen.set(id, (seen.get(id) ?? 0) + 1);
  return targets.map((target, slot): Block => {
    const key = targetKey(target.id, target.port);
    const instance = reading.instances[target.id];
    const launchedAtMs = instance?.launchedAtMs ?? 0;
    const isDouble = (seen.get(target.id) ?? 0) > 1;
    return {
      // Registered under several ports it is several servers on one machine.
      id: asBlockId(plain(isDouble ? blockOfPort(target.id, target.port) : target.id, 120)),
      generation: context.generation,
      slot,
      zone: plain(instance?.zone ?? '', 40),
      state: healthOf({
        target,
        isGroupInUse: context.isGroupInUse,
        instance,
        belief: beliefIn(context.history, group.arn, key),
      }),
      sinceMs: stateSinceMs(context.history, group.arn, key) ?? reading.atMs,
      launchedAtMs,
      ...(instance === undefined || instance.privateAddress === null
        ? {}
        : { address: plain(`${instance.privateAddress}:${String(target.port ?? '')}`, 80) }),
      ...(instance === undefined
        ? {}
        : {
            facts: instanceFactsOf(instance),
            ...statefulOf(instance),
            ...replacing(instance, seen, replacements),
          }),
    };
  });
}

/** While the old one is there, the fresh one is meant to take its place. */
function replacing(
  { id, tags }: Instance,
  listed: ReadonlyMap<string, number>,
  replacements: ReadonlyMap<string, string>,
): { readonly replaces?: BlockId } {
  const old = tags[replacesTag] ?? replacements.get(id);
  return old !== undefined && listed.has(old) ? { replaces: asBlockId(plain(old, 120)) } : {};
}

/** In auto scaling groups, by the mark that the group carries: the old one of each fresh one. */
function replacementsIn(group: TargetGroup, reading: AwsReading): ReadonlyMap<string, string> {
  return new Map(
    scalingOf(group, reading).flatMap(({ group: one }) => {
      const mark = replacementIn(one);
      if (mark === null) return [];
      const [fresh] = freshOf(
        mark,
        one.instances.flatMap(({ id }) => reading.instances[id] ?? []),
      );
      return fresh === undefined ? [] : [[fresh, mark.replaces] as const];
    }),
  );
}

function launchOf(target: ReadTarget, reading: AwsReading): number {
  return reading.instances[target.id]?.launchedAtMs ?? 0;
}

/** As the operator tagged it: the tag's value says why. */
export function statefulOf({ tags }: Pick<Instance, 'tags'>): Pick<Block, 'stateful'> {
  const why = tags[statefulTag];
  return why === undefined ? {} : { stateful: plain(why, 200) };
}

export function instanceFactsOf(instance: Instance): Fact[] {
  return factList([
    [instanceFacts.state, instance.state],
    [instanceFacts.type, instance.type],
    [instanceFacts.image, instance.imageId],
    ['Launch template', templateOf(instance)],
    [instanceFacts.scalingGroup, instance.tags[scalingGroupTag]],
    ['Subnet', instance.subnetId],
    ['Security groups', instance.securityGroups.join(', ')],
    ['Instance profile', instance.profile],
    ['Private address', instance.privateAddress],
    ['Public address', instance.publicAddress],
    ['Name', instance.tags['Name']],
    ...ownTags(instance),
  ]);
}

/** Each look tells them of each server: more than anybody filters by would only make looks larger. */
const tagsTold = 8;

/** The operator's own tags by name; those of AWS and ours stand in facts of their own. */
function ownTags({ tags }: Instance): (readonly [string, string])[] {
  return Object.entries(tags)
    .filter(([key]) => key !== 'Name' && !/^(?:aws|blockyard):/u.test(key))
    .sort(([a], [b]) => compare(a, b))
    .slice(0, tagsTold)
    .map(([key, value]) => [factOfTag(plain(key, 60)), value] as const);
}

/** `lt-0abc version 3`; null when it was not started from one. */
export function templateOf(instance: Instance): string | null {
  const id = instance.tags[templateIdTag];
  if (id === undefined) return null;
  const version = instance.tags[templateVersionTag];
  return version === undefined ? id : `${id} version ${version}`;
}

/** What is not there is not told. */
export function factList(facts: readonly (readonly [string, string | null | undefined])[]): Fact[] {
  return facts.flatMap(([fact, value]) =>
    value === null || value === undefined || value === '' ? [] : [{ fact, value: plain(value) }],
  );
}
