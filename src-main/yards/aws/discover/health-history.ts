/**
 * Healthy is what we saw N times in a row over T seconds, not what AWS says once: one passed check after
 * registration is enough for AWS, and a group whose targets all fail is served nevertheless.
 *
 * The one exception is a group that this panel sees for the first time and that serves, or is the way
 * back: there AWS's word counts at once. A panel that was just opened by a tired operator must not
 * show the fleet as starting and the revert as not ready for ten seconds. What waits for a cutover
 * is never believed at first sight, so the guard of a cutover always rests on our own observations.
 */
import type { Marked } from '../../../clock/age.ts';
import type { Belief } from './health-of.ts';

export interface HealthRules {
  readonly observations: number;
  readonly overMs: number;
  /** After a longer pause (sleep, no network) nothing is in a row any more. */
  readonly longestGapMs: number;
}

export const healthRules: HealthRules = { observations: 3, overMs: 5000, longestGapMs: 120_000 };

interface Sight {
  readonly state: string;
  /** When the state was first seen without a break; monotonic milliseconds, as all times but `since...`. */
  readonly firstMs: number;
  /** The same moment as epoch milliseconds, kept: computed anew with each look it would never be the same. */
  readonly sinceMs: number;
  /** Observations in a row with this state. */
  readonly times: number;
  readonly lastMs: number;
  /** Healthy and taken at AWS's word when its group was first seen. */
  readonly isTaken: boolean;
  /**
   * When it was first seen healthy, as epoch milliseconds; null while it is not. `unseen`, for good: this panel did not look
   * on from before, or it waited for a rule to name its group, which is no start.
   */
  readonly startedAtMs: number | null | 'unseen';
}

interface GroupSight {
  /** When its targets were first read without a long gap; epoch milliseconds. */
  readonly sinceMs: number;
  readonly lastMs: number;
  /** By target key. */
  readonly targets: ReadonlyMap<string, Sight>;
}

/** By target group ARN. */
export type HealthHistory = ReadonlyMap<string, GroupSight>;

export const noHistory: HealthHistory = new Map();

export interface SeenGroup {
  readonly arn: string;
  /** It has weight, or it is where a revert leads. */
  readonly isTrustedAtFirstSight: boolean;
  readonly targets: readonly { readonly key: string; readonly state: string }[];
}

/**
 * The history after one more successful reading. A failed reading is never passed in and changes
 * nothing; a group that is missing in this one keeps what was seen of it until the gap is too long.
 * @param at of the reading; one not newer than the last changes nothing.
 */
export function observed(
  history: HealthHistory,
  groups: readonly SeenGroup[],
  at: Marked,
  rules: HealthRules = healthRules,
): HealthHistory {
  const { monotonicMs } = at;
  const next = new Map(
    [...history].filter(([, sight]) => monotonicMs - sight.lastMs <= rules.longestGapMs),
  );
  for (const group of groups) {
    const before = next.get(group.arn);
    if (before !== undefined && before.lastMs >= monotonicMs) continue;
    const isTaken = before === undefined && group.isTrustedAtFirstSight;
    // Only what is listed goes on: a target that was let go and comes back has to earn it again.
    const targets = group.targets.map(({ key, state }) => {
      const last = before?.targets.get(key);
      const started = last?.startedAtMs ?? (history.size === 0 ? 'unseen' : null);
      const startedAtMs = startedIn(started, state, at.atMs);
      return [key, { ...sightOf(last, state, at, isTaken), startedAtMs }] as const;
    });
    next.set(group.arn, {
      sinceMs: before?.sinceMs ?? at.atMs,
      lastMs: monotonicMs,
      targets: new Map(targets),
    });
  }
  return next;
}

function startedIn(
  before: Sight['startedAtMs'],
  state: string,
  atMs: number,
): Sight['startedAtMs'] {
  if (before !== null) return before;
  if (state === 'unused') return 'unseen';
  return state === 'healthy' ? atMs : null;
}

function sightOf(
  before: Sight | undefined,
  state: string,
  at: Marked,
  isTaken: boolean,
): Omit<Sight, 'startedAtMs'> {
  const { monotonicMs: lastMs, atMs: sinceMs } = at;
  if (before?.state === state) return { ...before, times: before.times + 1, lastMs };
  const isAtWord = state === 'healthy' && isTaken;
  return { state, firstMs: lastMs, sinceMs, times: 1, lastMs, isTaken: isAtWord };
}

/** Names a target in its group; the port tells apart what is registered there twice. */
export function targetKey(id: string, port: number | null): string {
  return `${id} ${String(port)}`;
}

export function beliefIn(
  history: HealthHistory,
  groupArn: string,
  key: string,
  rules: HealthRules = healthRules,
): Belief {
  const sight = history.get(groupArn)?.targets.get(key);
  const needed = rules.observations;
  if (sight?.state !== 'healthy') return { kind: 'waiting', seen: 0, needed };
  const isLong = sight.times >= needed && sight.lastMs - sight.firstMs >= rules.overMs;
  if (isLong || sight.isTaken) return { kind: 'believed' };
  // Three looks within a second are not three over five seconds: say one less than needed.
  return { kind: 'waiting', seen: Math.min(sight.times, needed - 1), needed };
}

/** Since when it has been in its state, as far as this panel saw; null when it never saw it. */
export function stateSinceMs(history: HealthHistory, groupArn: string, key: string): number | null {
  return history.get(groupArn)?.targets.get(key)?.sinceMs ?? null;
}

/** When this panel saw it healthy for the first time since it was started; null when it did not look on. */
export function startedAtMs(history: HealthHistory, groupArn: string, key: string): number | null {
  const started = history.get(groupArn)?.targets.get(key)?.startedAtMs ?? null;
  return started === 'unseen' ? null : started;
}

/** Since when this panel has seen what is in the group; null when it never did. */
export function groupSinceMs(history: HealthHistory, groupArn: string): number | null {
  return history.get(groupArn)?.sinceMs ?? null;
}
