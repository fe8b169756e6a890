/**
 * What is being replaced or added in an auto scaling group of ours. AWS names no server beforehand that a group
 * will start, so the group itself carries the mark of the change: how large it was, and which of its servers was the
 * newest. What was launched later is fresh. Pure.
 */
import { compare } from './fingerprint.ts';
import { freshTag, type Tags } from './reading.ts';
import type { ScalingGroup } from './scaling-group.ts';

export interface FreshMark {
  /** The rollout that does it. */
  readonly rollout: string;
  /** How many servers were wanted before. */
  readonly from: number;
  /** When the newest of them was launched, epoch milliseconds by AWS's clock; 0: there was none. */
  readonly newestMs: number;
  /** The server that a fresh one takes the place of; null: more are added. */
  readonly replaces: string | null;
  /** Tells the order that it was last written for from others of the same rollout; letters and digits. */
  readonly order: string;
}

/** `ROLLOUT 4 1764201234000 3fb1c09a i-0abc` */
export function freshText({ rollout, from, newestMs, order, replaces }: FreshMark): string {
  const parts = [rollout, String(from), String(newestMs), order];
  return [...parts, ...(replaces === null ? [] : [replaces])].join(' ');
}

/** Null where the tag is missing or says something else. */
export function freshMark(tags: Tags): FreshMark | null {
  const [rollout = '', from, newestMs, order, replaces = null] = (tags[freshTag] ?? '').split(' ');
  const [size, time] = [Number(from), Number(newestMs)];
  if (rollout === '' || order === undefined) return null;
  if (!Number.isInteger(size) || !Number.isInteger(time)) return null;
  return { rollout, from: size, newestMs: time, order, replaces };
}

export interface MemberTime {
  readonly id: string;
  readonly launchedAtMs: number;
}

/** In the order of their launches. */
export function freshOf(
  { newestMs }: Pick<FreshMark, 'newestMs'>,
  members: readonly MemberTime[],
): readonly string[] {
  return members
    .filter(({ launchedAtMs }) => launchedAtMs > newestMs)
    .toSorted((a, b) => a.launchedAtMs - b.launchedAtMs || compare(a.id, b.id))
    .map(({ id }) => id);
}

/** While the old server is a member: the mark stays when it is gone, and says nothing then. */
export function replacementIn({
  tags,
  instances,
}: Pick<ScalingGroup, 'tags' | 'instances'>): (FreshMark & { readonly replaces: string }) | null {
  const mark = freshMark(tags);
  if (mark?.replaces === undefined || mark.replaces === null) return null;
  const { replaces } = mark;
  return instances.some(({ id }) => id === replaces) ? { ...mark, replaces } : null;
}

/**
 * How many servers it wants, without the one more while one of them is replaced. Beyond that one it was its own policy
 * that made it larger: the mark stays on the group, and hides nothing then.
 */
export function wantedOf(group: Pick<ScalingGroup, 'tags' | 'instances' | 'sizes'>): number {
  const replacing = replacementIn(group);
  const { desired } = group.sizes;
  return replacing !== null && desired === replacing.from + 1 ? replacing.from : desired;
}

/**
 * Whether an order to replace is one that was begun, also by another rollout: its fresh server takes the place of the
 * same block. Larger by now the mark is an old one, and what a policy started would be taken for the fresh server.
 */
export function isRepeatOf(
  mark: FreshMark,
  { replaces, rollout }: { readonly replaces: string; readonly rollout: string },
  desired: number,
): boolean {
  if (mark.replaces !== replaces || desired < mark.from) return false;
  return mark.rollout === rollout || desired === mark.from + 1;
}

/** Members that a group has started for a rollout. @param known as far as they were read */
export function startedBy(
  { tags, sizes, instances }: Pick<ScalingGroup, 'tags' | 'sizes' | 'instances'>,
  rollout: string,
  known: (id: string) => Pick<MemberTime, 'launchedAtMs'> | undefined,
): readonly string[] {
  const mark = freshMark(tags);
  if (mark?.rollout !== rollout) return [];
  const members = instances.map(({ id }) => ({
    id,
    // Not read yet: the newest of them.
    launchedAtMs: known(id)?.launchedAtMs ?? Number.MAX_SAFE_INTEGER,
  }));
  return freshOf(mark, members).slice(0, Math.max(0, sizes.desired - mark.from));
}
