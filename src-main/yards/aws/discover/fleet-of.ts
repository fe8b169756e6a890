/** One grouping of rules and target groups as a fleet in the panel's words. Pure. */
import type { HttpEntry, Fleet, Rollout, Split } from '../../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../../src-shared/ids.ts';
import { noTraffic } from '../../../../src-shared/no-traffic.ts';
import type { TestEntry } from '../../../../src-shared/test-entry.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { TurnedRecord } from '../claims/turned-records.ts';
import { testNotes } from './declared-test.ts';
import { entryOf } from './entry-of.ts';
import { leftoverNotes, proofOf, rehearsalOf, turnedNotes } from './test-place.ts';
import { generationIdOfGroup } from './fleet-id.ts';
import { fingerprintOf } from './fingerprint.ts';
import { generationOfGroup, oldestLaunchMs } from './generation-of.ts';
import { numberGroups } from './generation-numbers.ts';
import type { FleetGrouping } from './group-fleets.ts';
import type { HealthHistory } from './health-history.ts';
import type { AwsReading, TargetGroup } from './reading.ts';
import { ruleText } from './rule-address.ts';
import { weightsOf } from './weights.ts';

/** What is known of the fleet beside the reading: kept in the yard (claims) or seen by this panel. */
export interface FleetMemory {
  /** Where a revert leads, by record; null when there was no cutover that anybody recorded. */
  readonly previous: GenerationId | null;
  readonly rollout: Rollout | null;
  readonly marker: HttpEntry['marker'];
  /** What the operator declared for proofs. */
  readonly test?: TestEntry | null;
  /** When this panel first saw the split as it is: AWS does not tell when it was changed. */
  readonly splitSinceMs: number;
  /** How many blocks a generation had when it last served, where that was recorded. */
  readonly meantSizes: ReadonlyMap<GenerationId, number>;
  /** Servers that were taken out of service to be ended, and whose end is not noted yet. */
  readonly ending?: readonly string[];
  /** Servers that AWS has told us it ends, by our own order. */
  readonly ended?: readonly string[];
  /** Test rules of the operator's that are turned to a candidate. */
  readonly turned?: readonly TurnedRecord[];
}

export function fleetOf(
  grouping: FleetGrouping,
  reading: AwsReading,
  history: HealthHistory,
  memory: FleetMemory,
): Fleet {
  const groups = [...grouping.attached, ...grouping.idle];
  const attached = new Set(grouping.attached.map(({ arn }) => arn));
  const { weights, notes } = weightsOf(
    grouping.rules,
    groups.map(({ arn }) => arn),
    (rule) => ruleText(rule, reading),
  );
  const enabledZones = zonesOf(grouping, reading);
  const numbered = numberGroups(groups, (group) => oldestLaunchMs(group, reading));
  const generations = numbered
    .map((one) => {
      const generation = generationIdOfGroup(one.group.arn);
      return generationOfGroup(one, {
        reading,
        history,
        generation,
        isGroupInUse: attached.has(one.group.arn),
        weight: weights.get(one.group.arn) ?? 0,
        isPrevious: memory.previous === generation,
        meantSize: memory.meantSizes.get(generation) ?? null,
        enabledZones,
      });
    })
    .sort((a, b) => a.number - b.number);
  const split: Split = {
    revision: fingerprintOf(grouping.rules),
    weights: generations.map(({ id }) => ({
      generation: id,
      weight: weightOfId(id, groups, weights),
    })),
    changedAtMs: memory.splitSinceMs,
  };
  return {
    id: grouping.id,
    name: grouping.name,
    entry: {
      ...entryOf(grouping, reading, memory.marker, [
        ...notes,
        ...sharedServers(groups, reading),
        ...endingNotes(memory),
        ...testNotes(grouping, reading, memory.test ?? null),
        ...leftoverNotes(grouping, reading, memory.rollout?.id ?? null),
        ...turnedNotes(memory.turned ?? [], memory.rollout?.id ?? null),
      ]),
      proof: proofOf(grouping, reading, memory.test ?? null),
      rehearsal: rehearsalOf(grouping, reading),
    },
    floor: floorOf(generations, split, memory.rollout),
    generations,
    split,
    previous: generations.some(({ id }) => id === memory.previous) ? memory.previous : null,
    rollout: memory.rollout,
    traffic: { ...noTraffic, isCounted: false },
  };
}

/** Which groups' first sight may be trusted, for the history of health: see health-history.ts. */
export function isTrustedAtFirstSight(
  group: TargetGroup,
  grouping: FleetGrouping,
  previous: GenerationId | null,
): boolean {
  const weights = weightsOf(grouping.rules, [group.arn], ({ arn }) => arn).weights;
  return (weights.get(group.arn) ?? 0) > 0 || generationIdOfGroup(group.arn) === previous;
}

function weightOfId(
  id: GenerationId,
  groups: readonly TargetGroup[],
  weights: ReadonlyMap<string, number>,
): number {
  const group = groups.find(({ arn }) => generationIdOfGroup(arn) === id);
  return group === undefined ? 0 : (weights.get(group.arn) ?? 0);
}

/**
 * The size of what serves now (rule 3): a candidate that is smaller cannot take over by accident. While a release
 * runs that is what it came from: a larger candidate must not make the way back look too small to be taken.
 */
function floorOf(
  generations: Fleet['generations'],
  split: Split,
  rollout: FleetMemory['rollout'],
): number {
  const intent = rollout?.intent;
  const from = intent?.kind === 'release' ? generations.find(({ id }) => id === intent.from) : null;
  if (from !== undefined && from !== null && from.size > 0) return from.size;
  const sizes = split.weights
    .filter(({ weight }) => weight > 0)
    .map(({ generation }) => generations.find(({ id }) => id === generation)?.size ?? 0);
  return Math.max(0, ...sizes);
}

/** Only zones that all its load balancers have: elsewhere some of the traffic would not arrive. */
function zonesOf({ rules }: FleetGrouping, reading: AwsReading): ReadonlySet<string> {
  const arns = new Set(rules.map((rule) => rule.loadBalancerArn));
  const each = reading.loadBalancers
    .filter(({ arn }) => arns.has(arn))
    .map(({ zones }) => new Set(zones.map(({ zone }) => zone)));
  const [first = new Set<string>(), ...others] = each;
  return new Set([...first].filter((zone) => others.every((zones) => zones.has(zone))));
}

/** Somebody who ends them is at work while a change runs; without one they were left. */
function endingNotes({ ending = [], rollout }: FleetMemory): readonly string[] {
  const [first] = ending;
  if (first === undefined || rollout !== null) return [];
  const many = ending.length === 1 ? '' : ` and ${String(ending.length - 1)} more`;
  return [
    `${plain(first, 40)}${many} was taken out of service to be ended, and whether it has ended was not seen: the end of the next change looks after it.`,
  ];
}

/** Traffic cannot be moved away from a server that belongs to both sides. */
function sharedServers(groups: readonly TargetGroup[], reading: AwsReading): readonly string[] {
  const homes = new Map<string, Set<string>>();
  for (const group of groups) {
    for (const { id } of reading.targets[group.arn] ?? []) {
      homes.set(id, (homes.get(id) ?? new Set()).add(group.name));
    }
  }
  const shared = [...homes].filter(([, names]) => names.size > 1).map(([id]) => id);
  const [first] = shared.sort();
  return first === undefined
    ? []
    : [
        `${String(shared.length)} of its servers are in more than one generation (${plain(first, 40)}): moving traffic does not take it away from them.`,
      ];
}
