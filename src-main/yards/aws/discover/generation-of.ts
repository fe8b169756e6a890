/** One target group with its servers as a generation. */
import type { Block, Generation, Recipe } from '../../../../src-shared/fleet.ts';
import type { BlockStart } from '../../../../src-shared/block-start-schema.ts';
import { startsTold } from '../../../../src-shared/block-starts.ts';
import { asBlockId, asImageId } from '../../../../src-shared/ids.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { isLeavingTarget, sizeOf } from '../scale/size-of.ts';
import { blocksOf, factList, templateOf, type BlockContext } from './blocks-of.ts';
import { compare } from './fingerprint.ts';
import { generationNotes, goneImages } from './generation-notes.ts';
import { groupSinceMs, startedAtMs, targetKey } from './health-history.ts';
import { accountOfArn, imageKeepingOf } from './image-keeping.ts';
import type { NumberedGroup } from './generation-numbers.ts';
import { isScaledByOthers, scalingOf, wantedBy } from './scaling-of.ts';
import { usualHoldMs } from './scaling-group.ts';
import { scalingFactsOf, startsAnewOf } from './scaling-told.ts';
import {
  rolloutTag,
  scalingGroupTag,
  type AwsReading,
  type Instance,
  type TargetGroup,
} from './reading.ts';
import { unlistedBlocks } from './unlisted-servers.ts';
import { whyNotAdopted } from './why-not-adopted.ts';

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
  const blocks = [...blocksOf(group, context), ...unlistedBlocks(group, context)];
  const instances = instancesOf(group, reading);
  const gone = goneImages(instances, reading);
  const wasRead = reading.targets[group.arn] !== undefined;
  return {
    id: context.generation,
    number,
    ...(label === null ? {} : { label }),
    image: asImageId(mostCommon(instances.map(({ imageId }) => imageId)) ?? 'unknown'),
    recipe: recipeOf(group, instances, reading),
    notes: [...notes, ...generationNotes(group, instances, blocks, context)],
    size: shownSize(group, blocks, context),
    launchedAtMs: launchOf(group, instances, context),
    rung: rungOf(blocks, wasRead, group, context),
    ...(context.isGroupInUse ? {} : { isAttached: false }),
    ...(gone === null ? {} : { imageTrouble: { kind: 'gone', text: gone } as const }),
    ...(group.tags[rolloutTag] === undefined || isScaledByOthers(group, reading)
      ? foreignOf(group, instances, reading)
      : notStoppedOf(instances)),
    ...keepingOf(group, instances, reading),
    // Each traffic write finds at least half of a hold, or sets a whole one.
    ...(wantedBy(group, reading) === null ? {} : { keepsSizeForMs: usualHoldMs / 2 }),
    ...startsAnewOf(scalingOf(group, reading)),
    // An account remembers what serves and what served before it, and no more.
    ...(weight > 0 || context.isPrevious ? { hasServed: true } : {}),
    ...startsOf(group, context),
    blocks,
  };
}

/** An account tells when a server was launched and what its health is now: what lies between, only who looks on. */
function startsOf(
  { arn }: TargetGroup,
  { reading, history }: GenerationContext,
): Pick<Generation, 'starts'> {
  const seen = (reading.targets[arn] ?? []).flatMap(({ id, port }): BlockStart[] => {
    const launchedAtMs = reading.instances[id]?.launchedAtMs;
    const healthyAtMs = startedAtMs(history, arn, targetKey(id, port));
    if (launchedAtMs === undefined || healthyAtMs === null || healthyAtMs < launchedAtMs) return [];
    const healthyMs = healthyAtMs - launchedAtMs;
    return [{ block: asBlockId(id), launchedAtMs, healthyMs, runningMs: null, firstResponseMs: null }]; // prettier-ignore
  });
  const starts = startsTold(seen, 'panel');
  return starts === undefined ? {} : { starts };
}

/** A fresh block beside the one that it replaces makes it no larger; what leaves as a whole is as large as it is until it is gone. */
function shownSize(
  group: TargetGroup,
  blocks: readonly Block[],
  { reading, meantSize, isPrevious }: GenerationContext,
): number {
  const wanted = wantedBy(group, reading);
  if (wanted === null) {
    const all = reading.targets[group.arn] ?? [];
    const targets = all.every(isLeavingTarget) ? all.map((one) => ({ ...one, state: '' })) : all;
    const tagsOf = (id: string) => reading.instances[id]?.tags;
    // Stopped, it lists none: all that are kept come back.
    const kept = reading.unlisted?.[group.arn]?.length ?? 0;
    const listed = blocks.length === 0 ? 0 : sizeOf({ targets, tagsOf, meantSize });
    const shown = Math.max(kept, listed);
    return Math.max(shown, meantSize ?? 0);
  }
  // The way back is as large as when it last served, whatever its auto scaling group made of it.
  return isPrevious ? Math.max(wanted, meantSize ?? 0) : wanted;
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
  group: TargetGroup,
  { weight, meantSize, isGroupInUse, reading }: GenerationContext,
): Generation['rung'] {
  const isOurs = group.tags[rolloutTag] !== undefined;
  const isStopped = (reading.unlisted?.[group.arn] ?? []).length > 0;
  // What serves is never called stopped: one empty list must not take its revert away.
  if (isStopped && weight === 0) return 'stopped';
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
  const listed = (reading.targets[group.arn] ?? []).map(({ id }) => id);
  const ids = new Set([...listed, ...(reading.unlisted?.[group.arn] ?? [])]);
  return [...ids].sort(compare).flatMap((id) => reading.instances[id] ?? []);
}

/** Null when nobody knows; a tie goes to the server launched from either first. */
export function oldestLaunchMs(group: TargetGroup, reading: AwsReading): number | null {
  const launches = instancesOf(group, reading).map((one) => one.launchedAtMs);
  return launches.length === 0 ? null : Math.min(...launches);
}

function foreignOf(
  group: TargetGroup,
  instances: readonly Instance[],
  reading: AwsReading,
): Pick<Generation, 'isForeign' | 'whyNotAdopted'> {
  const why = whyNotAdopted(group, instances, reading);
  return { isForeign: true, ...(why === null ? {} : { whyNotAdopted: why }) };
}

/** Whoever stops a server of an auto scaling group has it replaced by another. */
function notStoppedOf(instances: readonly Instance[]): Pick<Generation, 'whyNotStopped'> {
  const scaled = instances.find(({ tags }) => tags[scalingGroupTag] !== undefined);
  if (scaled === undefined) return {};
  const name = plain(scaled.tags[scalingGroupTag] ?? '', 60);
  return {
    whyNotStopped: `Its servers belong to the auto scaling group ${name}, which would start others: retire it instead.`,
  };
}

function keepingOf(
  { arn }: TargetGroup,
  instances: readonly Instance[],
  { images }: AwsReading,
): Pick<Generation, 'imageKeeping'> {
  const image = images.find(({ id }) => id === mostCommon(instances.map((one) => one.imageId)));
  const imageKeeping = imageKeepingOf(image, accountOfArn(arn));
  return imageKeeping === undefined ? {} : { imageKeeping };
}

function recipeOf(group: TargetGroup, instances: readonly Instance[], reading: AwsReading): Recipe {
  const { health, attributes } = group;
  const each = (read: (one: Instance) => string | null | undefined) =>
    [...new Set(instances.map(read).filter((one) => one !== null && one !== undefined))]
      .sort(compare)
      .join(', ');
  const check = [health.protocol, health.path, health.matcher].filter((one) => one !== null);
  const { stickiness = null, slowStartMs = 0 } = attributes ?? {};
  const scaled = scalingFactsOf(group, reading);
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
    facts: [
      ...factList([
        ['Target group', group.name],
        ['Protocol and port', [group.protocol, group.port].filter((one) => one !== null).join(' ')],
        ['Health check', health.isEnabled ? check.join(' ') : 'off'],
        ['Stickiness to a target', stickiness?.type],
        ['Slow start', slowStartMs > 0 ? `${String(slowStartMs / 1000)} s` : null],
        ['Instance type', each(({ type }) => type)],
        ['Launch template', each(templateOf)],
        [
          'Auto scaling group',
          scaled.length > 0 ? null : each(({ tags }) => tags[scalingGroupTag]),
        ],
        ['Subnets', each(({ subnetId }) => subnetId)],
        ['Security groups', each(({ securityGroups }) => securityGroups.join(', '))],
        ['Instance profile', each(({ profile }) => profile)],
      ]),
      ...scaled,
    ],
  };
}

export function mostCommon(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
  return best === undefined || best[0] === '' ? null : plain(best[0], 120);
}
