/**
 * Which rules and target groups make a fleet: all rules and default actions that share target groups
 * of type `instance`, directly or through each other. Pure; the order of what AWS listed is without effect.
 */
import type { FleetId } from '../../../../src-shared/ids.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { anchorOrder, fleetIdOf } from './fleet-id.ts';
import { distinctNames, nameOfFleet } from './fleet-name.ts';
import { compare } from './fingerprint.ts';
import { forwardOf } from './forward.ts';
import { idleGroupsOf } from './idle-groups.ts';
import type { AwsReading, EntryRule, TargetGroup } from './reading.ts';

export interface FleetGrouping {
  readonly id: FleetId;
  readonly name: string;
  /** At least one, anchor first (see fleet-id.ts). A cutover writes each of them once. */
  readonly rules: readonly EntryRule[];
  /** Of type `instance` and named by the rules, at whatever weight; by ARN. */
  readonly attached: readonly TargetGroup[];
  /** They look like generations of this fleet, but no rule names them: to be attached at weight 0. */
  readonly idle: readonly TargetGroup[];
  /** Why its traffic must not be moved from here, each as one sentence; empty: nothing hinders it. */
  readonly hindrances: readonly string[];
  /** What is unusual, each as one sentence. */
  readonly notes: readonly string[];
}

export function groupFleets(reading: AwsReading): readonly FleetGrouping[] {
  const groups = new Map(reading.targetGroups.map((group) => [group.arn, group]));
  const isBlocks = (arn: string) => groups.get(arn)?.targetType === 'instance';
  const byAnchor = anchorOrder(reading);
  const sets = rulesByFleet(reading.rules, isBlocks).map((rules) => [...rules].sort(byAnchor));
  const drafts = sets.map((rules) => {
    const arns = [...new Set(rules.flatMap(groupsOf))].sort(compare);
    const attached = arns.flatMap((arn) => (isBlocks(arn) ? (groups.get(arn) ?? []) : []));
    const foreign = arns.filter((arn) => !isBlocks(arn));
    return { rules, attached, foreign, id: fleetIdOf(rules, reading) };
  });
  const named = drafts.map((draft) => ({ ...draft, ...nameOfFleet(draft, reading) }));
  const names = distinctNames(named, reading);
  const idle = idleGroupsOf(
    named.map(({ attached, tag, id }) => ({ attached, tag, id })),
    reading,
  );
  return named
    .map((draft, index): FleetGrouping => {
      const own = idle[index] ?? { groups: [], notes: [] };
      return {
        id: draft.id,
        name: names[index] ?? draft.name,
        rules: draft.rules,
        attached: draft.attached,
        idle: own.groups,
        hindrances: [
          ...draft.foreign.map((arn) => foreignSentence(groups.get(arn), arn)),
          ...draft.attached.flatMap((group) => unseenUse(group, reading)),
        ],
        notes: [...draft.notes, ...own.notes],
      };
    })
    .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

/** Union-find over rules and the instance groups that they name. */
function rulesByFleet(
  rules: readonly EntryRule[],
  isBlocks: (arn: string) => boolean,
): readonly (readonly EntryRule[])[] {
  const parents = new Map<string, string>();
  const rootOf = (arn: string): string => {
    let root = arn;
    for (let next = parents.get(root); next !== undefined && next !== root;) {
      root = next;
      next = parents.get(root);
    }
    // Every later look is one step: a rule can name many groups and a group many rules.
    parents.set(arn, root);
    return root;
  };
  const ours = rules.filter((rule) => groupsOf(rule).some(isBlocks));
  for (const rule of ours) {
    const [first, ...others] = groupsOf(rule).filter(isBlocks);
    if (first === undefined) continue;
    for (const other of others) parents.set(rootOf(other), rootOf(first));
  }
  const sets = new Map<string, EntryRule[]>();
  for (const rule of ours) {
    const root = rootOf(groupsOf(rule).find(isBlocks) ?? rule.arn);
    sets.set(root, [...(sets.get(root) ?? []), rule]);
  }
  return [...sets.values()];
}

export function groupsOf(rule: EntryRule): readonly string[] {
  return forwardOf(rule.actions)?.groups.map(({ arn }) => arn) ?? [];
}

function foreignSentence(group: TargetGroup | undefined, arn: string): string {
  const name = plain(group?.name ?? arn, 80);
  return group === undefined
    ? `Its rules also name the target group ${name}, which AWS does not list.`
    : `Its rules also name the target group ${name} of type ${plain(group.targetType, 20)}: only groups of instances are generations.`;
}

/** Somebody else may move the same servers: a load balancer whose rules we did not read. */
function unseenUse(group: TargetGroup, reading: AwsReading): readonly string[] {
  const read = new Set(reading.listeners.map((listener) => listener.loadBalancerArn));
  return group.loadBalancerArns
    .filter((arn) => !read.has(arn))
    .map(
      (arn) =>
        `The target group ${plain(group.name, 80)} is also used by ${plain(arn, 120)}, whose rules were not read.`,
    );
}
