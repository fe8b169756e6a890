/**
 * Which auto scaling groups stand behind target groups. All groups of the account are asked for seldom, those that
 * are known to stand behind a fleet with each look: their size is how many blocks a generation is meant to have.
 */
import type { AwsReader } from './aws-reader.ts';
import type { Gate } from './at-once.ts';
import { pageSizes } from './call-budget.ts';
import { scalingGroupTag, scaledByTag, type Instance, type TargetGroup } from './reading.ts';
import type { ScalingDetails, ScalingGroup } from './scaling-group.ts';
import { slowFact, slowMs } from './slow-facts.ts';

export interface ScalingFacts {
  readonly groups: readonly ScalingGroup[];
  /** By name of the group. */
  readonly details: ReadonlyMap<string, ScalingDetails>;
  /** By name: why AWS does not start or end its servers. */
  readonly troubles: ReadonlyMap<string, string>;
  readonly gaps: readonly string[];
  /** How many were asked for by name, for the budget. */
  readonly asked: number;
}

type Reader = Pick<AwsReader, 'scalingGroups' | 'scalingDetails' | 'scalingTrouble'>;
const lack =
  'Which servers an auto scaling group starts and ends by itself may be told by their tags only.';
const whole = 'all';
/** Four calls for each group. */
const msPerDetails = 2800;

export function createScalingFacts(reader: Reader, gate: Gate) {
  const listing = slowFact<readonly ScalingGroup[]>({
    title: 'Auto scaling groups',
    lack,
    maxAgeMs: () => slowMs.scaling,
    batchSize: 1,
    ask: async () => [[whole, await gate(() => reader.scalingGroups(null))] as const],
  });
  const named = slowFact<ScalingGroup>({
    title: 'Auto scaling groups',
    lack,
    // With each look: a size that is a minute old would be decided on.
    maxAgeMs: () => 0,
    batchSize: pageSizes.autoscaling,
    ask: async (names) =>
      (await gate(() => reader.scalingGroups(names))).map((group) => [group.name, group] as const),
  });
  const more = createScalingMore(reader, gate);

  return async (
    targetGroups: readonly TargetGroup[],
    instances: readonly Instance[],
    nowMs: number,
  ): Promise<ScalingFacts> => {
    const arns = new Set(targetGroups.map(({ arn }) => arn));
    const list = await listing.of(arns.size === 0 ? [] : [whole], nowMs);
    const standsBehind = ({ targetGroupArns }: ScalingGroup): boolean =>
      targetGroupArns.some((arn) => arns.has(arn));
    const listed = (list.known.get(whole) ?? []).filter(standsBehind).map(({ name }) => name);
    const tagged = [
      ...instances.map(({ tags }) => tags[scalingGroupTag]),
      ...targetGroups.map(({ tags }) => tags[scaledByTag]),
    ].filter((name) => name !== undefined);
    const names = [...new Set([...listed, ...tagged])].sort();
    const now = await named.of(names, nowMs);
    const groups = [...now.known.values()].filter((group) => group !== null).filter(standsBehind);
    const { details, troubles, gaps } = await more(groups, nowMs);
    return {
      ...{ groups, details, troubles },
      gaps: [...new Set([list.gap, now.gap, ...gaps])].filter((gap) => gap !== null),
      asked: names.length,
    };
  };
}

export type ScalingMore = Pick<ScalingFacts, 'details' | 'troubles' | 'gaps'>;

/** What groups do by themselves, asked for seldom, and why those that lack servers do not start them. */
export function createScalingMore(
  reader: Pick<Reader, 'scalingDetails' | 'scalingTrouble'>,
  gate: Gate,
): (groups: readonly ScalingGroup[], nowMs: number) => Promise<ScalingMore> {
  let seen = new Map<string, ScalingGroup>();
  const details = slowFact<ScalingDetails>({
    title: 'Policies, scheduled actions and hooks of auto scaling groups',
    lack: 'What a group does by itself, and until when it is held, may be missing or old.',
    maxAgeMs: (count) => Math.max(slowMs.scaling, count * msPerDetails),
    batchSize: 1,
    ask: (names) =>
      Promise.all(
        names
          .flatMap((name) => seen.get(name) ?? [])
          .map(async (group) => {
            return [group.name, await gate(() => reader.scalingDetails(group))] as const;
          }),
      ),
  });
  const troubles = slowFact<string>({
    title: 'What auto scaling groups are at',
    lack: 'Why a server does not start may be missing.',
    maxAgeMs: () => slowMs.scalingTrouble,
    batchSize: 1,
    ask: (names) =>
      Promise.all(
        names.map(async (name) => [name, await gate(() => reader.scalingTrouble(name))] as const),
      ),
  });

  return async (groups, nowMs) => {
    seen = new Map(groups.map((group) => [group.name, group]));
    const names = groups.map(({ name }) => name);
    const short = groups.filter(({ instances, sizes }) => instances.length < sizes.desired);
    const [more, why] = await Promise.all([
      details.of(names, nowMs),
      troubles.of(
        short.map(({ name }) => name),
        nowMs,
      ),
    ]);
    return {
      ...{ details: present(more.known), troubles: present(why.known) },
      gaps: [more.gap, why.gap].filter((gap) => gap !== null),
    };
  };
}

function present<Value>(known: ReadonlyMap<string, Value | null>): ReadonlyMap<string, Value> {
  return new Map(
    [...known].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])),
  );
}
