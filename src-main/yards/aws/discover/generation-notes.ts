/** Where a generation is not what it should be: one image, one recipe, checked, and nobody else's. */
import type { Block, BlockState } from '../../../../src-shared/fleet.ts';
import { plain, roughDuration } from '../../../../src-shared/wording.ts';
import { templateOf } from './blocks-of.ts';
import { scalingNotes } from './scaling-told.ts';
import { compare } from './fingerprint.ts';
import { scalingGroupTag, type AwsReading, type Instance, type TargetGroup } from './reading.ts';

export interface NoteContext {
  readonly reading: AwsReading;
  readonly weight: number;
  readonly isGroupInUse: boolean;
  readonly enabledZones: ReadonlySet<string>;
}

export function generationNotes(
  group: TargetGroup,
  instances: readonly Instance[],
  blocks: readonly Block[],
  context: NoteContext,
): readonly string[] {
  const { reading, weight, isGroupInUse, enabledZones } = context;
  const images = distinct(instances.map(({ imageId }) => imageId));
  const templates = distinct(instances.map((one) => templateOf(one) ?? 'no launch template'));
  const scaling = distinct(instances.flatMap(({ tags }) => tags[scalingGroupTag] ?? []));
  const gone = goneImages(instances, reading);
  const outside = distinct(
    enabledZones.size === 0
      ? []
      : instances.map(({ zone }) => zone).filter((zone) => !enabledZones.has(zone)),
  );
  const { attributes } = group;
  const stickiness = attributes?.stickiness ?? null;
  const slowStartMs = attributes?.slowStartMs ?? 0;
  const notes: readonly (readonly [boolean, string])[] = [
    [
      images.length > 1,
      `Its servers were started from ${String(images.length)} images: ${list(images)}.`,
    ],
    [
      templates.length > 1,
      `Its servers were started from different templates: ${list(templates)}.`,
    ],
    [
      scaling.length > 0,
      `The auto scaling group ${list(scaling)} starts and ends its servers by itself.`,
    ],
    [
      outside.length > 0,
      `It has servers in ${list(outside)}, where the load balancer is not enabled: they get no traffic.`,
    ],
    [gone !== null, gone ?? ''],
    [!isGroupInUse, 'No rule names it, so nobody checks its health until it is attached.'],
    [!group.health.isEnabled, 'Its health checks are switched off.'],
    [reading.targets[group.arn] === undefined, 'Its servers could not be read.'],
    [
      isFailingOpen(blocks) && weight > 0,
      'All its servers that are still checked fail. The load balancer sends them requests nevertheless (it fails open); none of them counts as serving.',
    ],
    [blocks.length === 0 && weight > 0, 'It is to get traffic but has no servers.'],
    [
      stickiness !== null,
      `Clients stay with one of its servers (${plain(stickiness?.type ?? '', 40)}${forHow(stickiness?.durationMs ?? null)}).`,
    ],
    [
      slowStartMs > 0,
      `Each new server gets its full share only after ${roughDuration(slowStartMs)} (slow start).`,
    ],
  ];
  return [
    ...notes.flatMap(([holds, text]) => (holds ? [text] : [])),
    ...scalingNotes(group, reading),
  ];
}

/** What is to be said of images that AWS does not list any more; null when there are none. */
export function goneImages(
  instances: readonly Instance[],
  { missingImages }: AwsReading,
): string | null {
  const gone = distinct(instances.map(({ imageId }) => imageId)).filter((id) =>
    missingImages.includes(id),
  );
  return gone.length === 0
    ? null
    : `Its image ${list(gone)} is deregistered or no longer shared: no server can be started from it.`;
}

/** Gets no new requests anyway, or nobody knows whether it would. */
const uncounted: ReadonlySet<BlockState['kind']> = new Set([
  'unused',
  'draining',
  'unhealthy-draining',
  'stopping',
  'exited',
  'unknown',
]);

/** AWS routes to all targets of a group when none of them is healthy. */
export function isFailingOpen(blocks: readonly Block[]): boolean {
  const checked = blocks.filter(({ state }) => !uncounted.has(state.kind));
  return checked.length > 0 && checked.every(({ state }) => state.kind === 'unhealthy');
}

function forHow(durationMs: number | null): string {
  return durationMs === null ? '' : ` for ${roughDuration(durationMs)}`;
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '').sort(compare);
}

function list(values: readonly string[]): string {
  const shown = values.slice(0, 4).map((value) => plain(value, 60));
  return values.length > shown.length
    ? `${shown.join(', ')} and ${String(values.length - shown.length)} more`
    : shown.join(', ');
}
