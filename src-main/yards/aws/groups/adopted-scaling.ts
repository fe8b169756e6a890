/** What an adoption writes down of an auto scaling group: its version whole, and in tags what that does not hold. Pure. */
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { RequestLaunchTemplateData, ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';

import { plain } from '../../../../src-shared/wording.ts';
import { mixedTexts } from '../discover/mixed-policy.ts';
import { scaledByTag, startsFromTag, type Tags } from '../discover/reading.ts';
import {
  holdIn,
  releaseAction,
  type ScalingDetails,
  type ScalingGroup,
} from '../discover/scaling-group.ts';
import { scheduledText } from '../discover/scaling-told.ts';
import { longest, tagText } from '../launch/adopted-recipe.ts';
import { pinnedText, type Pinned } from '../launch/adopted-servers.ts';

/** As it can be sent back: everything that is there, and nothing that AWS alone says of it. */
export function asWritten(template: ResponseLaunchTemplateData): RequestLaunchTemplateData {
  const { MetadataOptions: metadata, ...rest } = template;
  const options = Object.entries(metadata ?? {}).filter(([key]) => key !== 'State');
  const all = {
    ...rest,
    ...(metadata === undefined ? {} : { MetadataOptions: Object.fromEntries(options) }),
  };
  // Read and written shapes differ in their types alone; AWS takes no empty lists.
  const sent = Object.entries(all).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(sent);
}

export interface ScalingRecord {
  /** Of the launch template that holds the recipe. */
  readonly tags: Tags;
  /** What had no room in them, as half a sentence each: `3 of its policies`. */
  readonly leftOut: readonly string[];
}

export function scalingRecord(
  { group, row }: { readonly group: ScalingGroup; readonly row: Partial<AutoScalingGroup> },
  details: ScalingDetails,
  pinned: Pinned,
  nowMs: number,
): ScalingRecord {
  const { min, desired, max } = group.sizes;
  // While it is held its own smallest size is the one that comes back.
  const own = holdIn(details.scheduled, nowMs)?.min ?? min;
  const scheduled = details.scheduled.filter(({ name }) => name !== releaseAction);
  const lists: readonly (readonly [string, string, readonly string[]])[] = [
    ['blockyard:subnets', 'subnets', group.subnetIds.length > 0 ? group.subnetIds : group.zones],
    ['blockyard:mixed', 'types and prices', group.mixed === null ? [] : mixedTexts(group.mixed)],
    ['blockyard:policies', 'policies', details.policies],
    ['blockyard:scheduled', 'scheduled actions', scheduled.map(scheduledText)],
    ['blockyard:hooks', 'lifecycle hooks', details.hooks],
    ['blockyard:termination', 'termination policies', row.TerminationPolicies ?? []],
    ['blockyard:scaling-settings', 'settings', settingsOf(group, row)],
  ];
  const fitted = lists
    .filter(([, , parts]) => parts.length > 0)
    .map(([key, what, parts]) => ({ key, what, ...fit(parts) }));
  return {
    tags: {
      [scaledByTag]: group.name,
      [startsFromTag]: pinnedText(pinned),
      'blockyard:sizes': `min ${String(own)} desired ${String(desired)} max ${String(max)}`,
      'blockyard:scaling-health': tagText(`${group.health.type} after ${String(group.health.graceMs / 1000)} s`), // prettier-ignore
      ...Object.fromEntries(fitted.map(({ key, text }) => [key, text])),
    },
    leftOut: fitted.flatMap(({ what, left }) => (left > 0 ? `${String(left)} of its ${what}` : [])),
  };
}

function settingsOf({ suspended, warmPool }: ScalingGroup, row: Partial<AutoScalingGroup>) {
  const seconds = (value: number | undefined, what: string) =>
    value === undefined ? [] : [`${what} ${String(value)} s`];
  const metrics = (row.EnabledMetrics ?? []).length;
  return [
    ...seconds(row.DefaultCooldown, 'cooldown'),
    ...seconds(row.DefaultInstanceWarmup, 'warmup'),
    ...seconds(row.MaxInstanceLifetime, 'longest life'),
    ...(row.CapacityRebalance === true ? ['capacity rebalance'] : []),
    ...(row.NewInstancesProtectedFromScaleIn === true ? ['protects new servers'] : []),
    ...(row.PlacementGroup === undefined ? [] : [`placement group ${row.PlacementGroup}`]),
    ...suspended.map((process) => `${process} suspended`),
    ...(warmPool === null ? [] : ['a warm pool']),
    ...(metrics === 0 ? [] : [`${String(metrics)} metrics`]),
  ];
}

/**
 * As many whole parts as the value of a tag takes, and how many more there were. EC2 takes any character in its tags
 * (User Guide, "Tag restrictions"), so that a cron expression stays one.
 */
export function fit(parts: readonly string[]): { readonly text: string; readonly left: number } {
  const texts = parts.map((part) => plain(part, longest).replaceAll(/\s+/gu, ' ').trim());
  for (let kept = texts.length; kept > 0; kept -= 1) {
    const left = texts.length - kept;
    const more = left === 0 ? [] : [`${String(left)} more`];
    const text = [...texts.slice(0, kept), ...more].join('; ');
    if (text.length <= longest) return { text, left };
  }
  return { text: `${String(texts.length)} not written down`, left: texts.length };
}
