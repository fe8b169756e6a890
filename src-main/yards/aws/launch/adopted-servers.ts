/**
 * Which servers a generation of ours has: those started from its own template, and, where it was adopted, those
 * that were there then. Tags can be copied by anybody; when a server was first started is AWS's own word. Pure.
 */
import type { Instance } from '@aws-sdk/client-ec2';
import { tagsOf } from '../discover/read-elb-rows.ts';
import {
  adoptedTag,
  rolloutTag,
  scalingGroupTag,
  templateIdTag,
  templateTag,
  templateVersionTag,
  type Tags,
} from '../discover/reading.ts';

export interface Belonging {
  /** The rollout that launched or adopted its generation. */
  readonly launchedBy: string;
  /** Its launch template; null: its tag is gone. */
  readonly template: string | null;
  /** When the newest server that was adopted had first started, epoch milliseconds; null: it was launched by us. */
  readonly adoptedUntilMs: number | null;
  /** Absent: no auto scaling group of others was adopted with it. */
  readonly pinned?: Pinned;
}

/** What an auto scaling group that was adopted starts its servers from: a template of theirs, by number. */
export interface Pinned {
  /** Its name. */
  readonly scaling: string;
  readonly template: string;
  readonly version: string;
}

export function belongsTo(
  server: Instance,
  { launchedBy, template, adoptedUntilMs, pinned }: Belonging,
): boolean {
  const tags = tagsOf(server.Tags);
  // A filter that an endpoint does not know must not make other servers ours.
  if (tags[rolloutTag] !== launchedBy) return false;
  if (template !== null && tags[templateIdTag] === template) return true;
  if (pinned !== undefined) {
    // Others can start servers from that template, too: only AWS can say that its group did.
    return (
      tags[scalingGroupTag] === pinned.scaling &&
      tags[templateIdTag] === pinned.template &&
      tags[templateVersionTag] === pinned.version
    );
  }
  return adoptedUntilMs !== null && firstStartMs(server) <= adoptedUntilMs;
}

/**
 * Epoch milliseconds; infinite where AWS does not say. `LaunchTime` moves with each start of a stopped server,
 * the times at which its interfaces and disks were attached stay.
 */
export function firstStartMs({
  LaunchTime,
  NetworkInterfaces = [],
  BlockDeviceMappings = [],
}: Instance): number {
  const attached = [
    ...NetworkInterfaces.map(({ Attachment }) => Attachment?.AttachTime),
    ...BlockDeviceMappings.map(({ Ebs }) => Ebs?.AttachTime),
  ];
  const times = [LaunchTime, ...attached].flatMap((time) => time?.getTime() ?? []);
  return Math.min(...times.filter((time) => Number.isFinite(time)));
}

/** @param tags of a target group. Null: the generation behind it was not adopted. */
export function adoptionOf(tags: Tags): Belonging | null {
  const launchedBy = tags[rolloutTag];
  const adoptedUntilMs = adoptedUntilOf(tags[adoptedTag]);
  if (launchedBy === undefined || adoptedUntilMs === null) return null;
  return { launchedBy, template: tags[templateTag] ?? null, adoptedUntilMs };
}

/** For the tag: to the millisecond, as it is compared. */
export function adoptedText(servers: readonly Instance[]): string {
  return new Date(Math.max(...servers.map(firstStartMs))).toISOString();
}

/** Null where the tag is not there, or is none of ours. */
export function adoptedUntilOf(text: string | undefined): number | null {
  const atMs = Date.parse(text ?? '');
  return Number.isFinite(atMs) ? atMs : null;
}

/** Of the tags of a target group: the group that fills it, and `lt-0abc 3`. Null where either is not there. */
export function pinnedOf(scaling: string | undefined, text: string | undefined): Pinned | null {
  const [template = '', version = ''] = (text ?? '').split(' ');
  if (scaling === undefined || template === '' || !isNumbered(version)) return null;
  return { scaling, template, version };
}

export function pinnedText({ template, version }: Pick<Pinned, 'template' | 'version'>): string {
  return `${template} ${version}`;
}

/** Neither `$Latest` nor `$Default`, which can be another one tomorrow. */
export function isNumbered(version: string): boolean {
  return /^[1-9]\d*$/u.test(version);
}
