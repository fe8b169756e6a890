/** What a fleet is called: our tag, else what the names of its groups share, else its load balancer. */
import { plain } from '../../../../src-shared/wording.ts';
import { compare } from './fingerprint.ts';
import { commonStem, parseGroupName } from './group-name.ts';
import { fleetTag, type AwsReading, type EntryRule, type TargetGroup } from './reading.ts';

interface Named {
  readonly name: string;
  /** As the tag says, untouched: what idle groups are compared with. */
  readonly tag: string | null;
  readonly notes: readonly string[];
}

interface Draft {
  readonly rules: readonly EntryRule[];
  readonly attached: readonly TargetGroup[];
}

const longestName = 60;

export function nameOfFleet({ rules, attached }: Draft, reading: AwsReading): Named {
  const tags = [...new Set(attached.flatMap((group) => fleetTagOf(group) ?? []))].sort(compare);
  const [tag] = tags;
  if (tag !== undefined) {
    const notes =
      tags.length === 1
        ? []
        : [
            `Its target groups name different fleets: ${tags.map((one) => plain(one, 60)).join(', ')}.`,
          ];
    return { name: plain(tag, longestName), tag, notes };
  }
  const stem = commonStem(attached.map((group) => parseGroupName(group.name).stem));
  const name = stem.trim() === '' ? loadBalancerName(rules[0], reading) : stem;
  return { name: plain(name, longestName), tag: null, notes: [] };
}

/** Null for a tag that would show as nothing. */
export function fleetTagOf(group: TargetGroup): string | null {
  const tag = group.tags[fleetTag]?.trim() ?? '';
  return tag === '' ? null : tag;
}

/**
 * The same names, told apart where several fleets share one: by load balancer and port, then by rule.
 * Every one of them gets the addition, so that no name depends on which was listed first.
 */
export function distinctNames(
  fleets: readonly { readonly name: string; readonly id: string; readonly rules: Draft['rules'] }[],
  reading: AwsReading,
): readonly string[] {
  const ways: readonly ((fleet: (typeof fleets)[number]) => string)[] = [
    ({ name }) => name,
    ({ name, rules }) => `${name} (${whereOf(rules[0], reading)})`,
    ({ name, rules }) => `${name} (${whereOf(rules[0], reading)}, ${ruleOf(rules[0])})`,
    ({ name, id }) => `${name} (${plain(id, 120)})`,
  ];
  let level = fleets.map(() => 0);
  for (let turn = 1; turn < ways.length; turn += 1) {
    const names = fleets.map((fleet, index) => ways[level[index] ?? 0]?.(fleet) ?? fleet.name);
    const shared = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    level = level.map((one, index) => (shared.has(names[index] ?? '') ? turn : one));
  }
  return fleets.map((fleet, index) => ways[level[index] ?? 0]?.(fleet) ?? fleet.name);
}

export function loadBalancerName(rule: EntryRule | undefined, reading: AwsReading): string {
  const arn = rule?.loadBalancerArn;
  const found = reading.loadBalancers.find((one) => one.arn === arn)?.name;
  // `arn:...:loadbalancer/app/my-lb/50dc6c495c0c9188`
  return found ?? (arn === undefined ? '' : (arn.split('/').at(-2) ?? ''));
}

function whereOf(rule: EntryRule | undefined, reading: AwsReading): string {
  const port = reading.listeners.find((one) => one.arn === rule?.listenerArn)?.port;
  const name = plain(loadBalancerName(rule, reading), 40);
  return port === undefined ? name : `${name}:${String(port)}`;
}

function ruleOf(rule: EntryRule | undefined): string {
  return rule === undefined || rule.priority === null
    ? 'default action'
    : `rule ${String(rule.priority)}`;
}
