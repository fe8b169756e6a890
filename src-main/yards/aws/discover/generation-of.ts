/** One target group with its servers as a generation. */
import type { Block, Generation, Recipe } from '../../../../src-shared/fleet.ts';
import { asImageId } from '../../../../src-shared/ids.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { blocksOf, factList, templateOf, type BlockContext } from './blocks-of.ts';
import { compare } from './fingerprint.ts';
import { generationNotes, goneImages } from './generation-notes.ts';
import { groupSinceMs } from './health-history.ts';
import type { NumberedGroup } from './generation-numbers.ts';
import {
  rolloutTag,
  scalingGroupTag,
  type AwsReading,
  type Instance,
  type TargetGroup,
} from './reading.ts';

export interface GenerationContext extends BlockContext {
  readonly weight: number;
  /** It has answered traffic before, as far as it is known: it is the way back. */
  readonly isPrevious: boolean;
  /** How many blocks it had when it last served; null when nobody recorded it. */
  readonly meantSize: number | null;
  /** Zones that each load balancer of the fleet has enabled. */
  readonly enabledZones: ReadonlySet<string>;
}

export function generationOfGroup(
  { group, number, label, notes }: NumberedGroup,
  context: GenerationContext,
): Generation {
  const { reading, weight } = context;
  const blocks = [...blocksOf(group, context)];
  const instances = instancesOf(group, reading);
  const gone = goneImages(instances, reading);
  const wasRead = reading.targets[group.arn] !== undefined;
  return {
    id: context.generation,
    number,
    ...(label === null ? {} : { label }),
    image: asImageId(mostCommon(instances.map(({ imageId }) => imageId)) ?? 'unknown'),
    recipe: recipeOf(group, instances),
    notes: [...notes, ...generationNotes(group, instances, blocks, context)],
    // A fresh block beside the one that it replaces makes it no larger.
    size: Math.max(
      blocks.filter(({ replaces }) => replaces === undefined).length,
      context.meantSize ?? 0,
    ),
    launchedAtMs: launchOf(group, instances, context),
    rung: rungOf(blocks, wasRead, group.tags[rolloutTag] !== undefined, context),
    ...(context.isGroupInUse ? {} : { isAttached: false }),
    ...(gone === null ? {} : { imageTrouble: { kind: 'gone', text: gone } as const }),
    ...(group.tags[rolloutTag] === undefined ? { isForeign: true as const } : {}),
    hasServed: weight > 0 || context.isPrevious,
    blocks,
  };
}

/** Of its oldest server. Without any nobody knows it: then since when the group has been seen. */
function launchOf(
  { arn }: TargetGroup,
  instances: readonly Instance[],
  { history, reading }: GenerationContext,
): number {
  const seenMs = groupSinceMs(history, arn) ?? reading.atMs;
  return instances.length === 0 ? seenMs : Math.min(...instances.map((one) => one.launchedAtMs));
}

/**
 * An empty group is a record, not a way back: with no blocks to count it would look complete.
 * The one that serves stays on the lane whatever it has, and what was not read is not known to be empty.
 * One that we launched leaves the rules last: listed still, its launch or its retirement is not finished.
 */
function rungOf(
  blocks: readonly Block[],
  wasRead: boolean,
  isOurs: boolean,
  { weight, meantSize, isGroupInUse }: GenerationContext,
): Generation['rung'] {
  if (isOurs && isGroupInUse && blocks.length === 0) return 'warm';
  if (blocks.length === 0 && wasRead && weight === 0 && (meantSize ?? 0) === 0) return 'retired';
  const leaving = blocks.filter(
    ({ state }) => state.kind === 'draining' || state.kind === 'unhealthy-draining',
  );
  return blocks.length > 0 && leaving.length === blocks.length && weight === 0
    ? 'draining'
    : 'warm';
}

export function instancesOf(group: TargetGroup, reading: AwsReading): readonly Instance[] {
  const ids = new Set((reading.targets[group.arn] ?? []).map(({ id }) => id));
  return [...ids].sort(compare).flatMap((id) => reading.instances[id] ?? []);
}

/** Null when nobody knows; a tie goes to the server launched from either first. */
export function oldestLaunchMs(group: TargetGroup, reading: AwsReading): number | null {
  const launches = instancesOf(group, reading).map((one) => one.launchedAtMs);
  return launches.length === 0 ? null : Math.min(...launches);
}

function recipeOf(group: TargetGroup, instances: readonly Instance[]): Recipe {
  const { health, attributes } = group;
  const each = (read: (one: Instance) => string | null | undefined) =>
    [...new Set(instances.map(read).filter((one) => one !== null && one !== undefined))]
      .sort(compare)
      .join(', ');
  const check = [health.protocol, health.path, health.matcher].filter((one) => one !== null);
  const { stickiness = null, slowStartMs = 0 } = attributes ?? {};
  return {
    env: {},
    // 300 s is AWS's default; the schema wants more than nothing.
    drainTimeoutMs: Math.max(1, attributes?.deregistrationDelayMs ?? 300_000),
    health: {
      intervalMs: Math.max(1, health.intervalMs),
      timeoutMs: Math.max(1, health.timeoutMs),
      healthyAfter: Math.max(1, health.healthyAfter),
      unhealthyAfter: Math.max(1, health.unhealthyAfter),
    },
    facts: factList([
      ['Target group', group.name],
      ['Protocol and port', [group.protocol, group.port].filter((one) => one !== null).join(' ')],
      ['Health check', health.isEnabled ? check.join(' ') : 'off'],
      ['Stickiness to a target', stickiness?.type],
      ['Slow start', slowStartMs > 0 ? `${String(slowStartMs / 1000)} s` : null],
      ['Instance type', each(({ type }) => type)],
      ['Launch template', each(templateOf)],
      ['Auto scaling group', each(({ tags }) => tags[scalingGroupTag])],
      ['Subnets', each(({ subnetId }) => subnetId)],
      ['Security groups', each(({ securityGroups }) => securityGroups.join(', '))],
      ['Instance profile', each(({ profile }) => profile)],
    ]),
  };
}

function mostCommon(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
  return best === undefined || best[0] === '' ? null : plain(best[0], 120);
}
