/** Reads the one forward action that a rule can have. */
import type { Json, JsonObject } from './reading.ts';

export interface Forward {
  /** Place in the action list; the actions before it authenticate. */
  readonly index: number;
  readonly groups: readonly { readonly arn: string; readonly weight: number }[];
  /** So long a client stays with the group that it met first, in milliseconds; null: not at all. */
  readonly stickyForMs: number | null;
}

/** What AWS takes a missing weight for. */
const defaultWeight = 1;

/** Null for a rule that redirects, answers by itself, or is not understood. */
export function forwardOf(actions: readonly JsonObject[]): Forward | null {
  const index = actions.findIndex((action) => action['Type'] === 'forward');
  const action = actions[index];
  if (action === undefined) return null;
  const config = objectOf(action['ForwardConfig']);
  const listed = listOf(config?.['TargetGroups']).flatMap((one) => {
    const group = objectOf(one);
    const arn = group?.['TargetGroupArn'];
    if (typeof arn !== 'string') return [];
    const weight = group?.['Weight'];
    return [{ arn, weight: typeof weight === 'number' ? weight : defaultWeight }];
  });
  const single = action['TargetGroupArn'];
  const groups =
    listed.length > 0 || typeof single !== 'string'
      ? listed
      : [{ arn: single, weight: defaultWeight }];
  const stickiness = objectOf(config?.['TargetGroupStickinessConfig']);
  const seconds = stickiness?.['DurationSeconds'];
  const isSticky = stickiness?.['Enabled'] === true;
  return {
    index,
    groups,
    // AWS insists on a duration; without one we cannot know the end, and a week is its longest.
    stickyForMs: isSticky ? (typeof seconds === 'number' ? seconds : 604_800) * 1000 : null,
  };
}

export function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
