/** Where the requests of a fleet come in, and what is unusual about it. */
import type { EntryState, HttpEntry } from '../../../../src-shared/fleet.ts';
import { plain, roughDuration } from '../../../../src-shared/wording.ts';
import { forwardOf } from './forward.ts';
import type { FleetGrouping } from './group-fleets.ts';
import type { AwsReading, EntryRule, LoadBalancer } from './reading.ts';
import { addressOf, canBeProbed, ruleText, type RuleAddress } from './rule-address.ts';

/** @param declared whether an operator said how responses tell who made them. @param more notes that were found elsewhere. */
export function entryOf(
  grouping: FleetGrouping,
  reading: AwsReading,
  declared: HttpEntry['marker'],
  more: readonly string[],
): HttpEntry {
  const { rules, hindrances } = grouping;
  const arns = new Set(rules.map((rule) => rule.loadBalancerArn));
  const balancers = reading.loadBalancers.filter(({ arn }) => arns.has(arn));
  const pins = rules.flatMap((rule) => {
    const stickyForMs = forwardOf(rule.actions)?.stickyForMs ?? null;
    return stickyForMs === null ? [] : [{ rule, stickyForMs }];
  });
  const addresses = addressesOf(grouping, reading);
  const probed = new Set(addresses.filter(canBeProbed).map(({ rule }) => rule));
  // A rule whose listener was not read may well be one that can be asked.
  const isAnyUnread = rules.some((rule) => addressOf(rule, reading) === null);
  // Nobody would ever answer a probe: waiting for it would end as a failure of a switch that was made.
  const marker = probed.size === 0 && !isAnyUnread ? 'none' : declared;
  return {
    kind: 'http',
    url: addresses[0]?.url ?? 'http://unknown.invalid/',
    state: stateOf(balancers),
    marker,
    pinnedForMs: pins.length === 0 ? null : Math.max(...pins.map((pin) => pin.stickyForMs)),
    rules: rules.map((rule) => ruleText(rule, reading)),
    ...(probed.size < rules.length && { askedRules: probed.size }),
    notes: [
      ...hindrances,
      ...pins.map(
        ({ rule, stickyForMs }) =>
          `The ${ruleText(rule, reading)} keeps each client with its generation for ${roughDuration(stickyForMs)}.`,
      ),
      ...(declared === 'none' ? [] : probeNotes(rules, probed, reading)),
      ...balancers.flatMap(balancerNotes),
      ...addresses.slice(1).map(({ url }) => `It is also met at ${plain(url, 160)}.`),
      ...grouping.notes,
      ...more,
    ],
  };
}

/** What "verified" does not speak of. */
function probeNotes(
  rules: FleetGrouping['rules'],
  probed: ReadonlySet<EntryRule>,
  reading: AwsReading,
): readonly string[] {
  const others = rules.filter((rule) => !probed.has(rule)).map((rule) => ruleText(rule, reading));
  if (others.length === 0) return [];
  if (probed.size === 0) {
    return [
      `No request over HTTP from here meets ${rules.length === 1 ? 'its rule' : 'any of its rules'} by an address alone, so the declared marker is never asked for: a switch is accepted by AWS, not verified.`,
    ];
  }
  return [
    `Whether a switch is seen is asked of ${probed.size} of ${rules.length} rules. What cannot be asked from here is only read back: ${others.join('; ')}.`,
  ];
}

/** The address that people would open first, and all others: https before http before the rest. */
export function addressesOf({ rules }: FleetGrouping, reading: AwsReading): readonly RuleAddress[] {
  const rank = (scheme: string) => (scheme === 'https' ? 0 : scheme === 'http' ? 1 : 2);
  return rules
    .flatMap((rule) => addressOf(rule, reading) ?? [])
    .sort((a, b) => rank(a.scheme) - rank(b.scheme));
}

/** Open as long as one load balancer is: a revert or cutover moves the traffic that there is. */
function stateOf(balancers: readonly LoadBalancer[]): EntryState {
  if (balancers.some(isOpen)) return { kind: 'listening' };
  const [first] = balancers;
  if (first === undefined) {
    return { kind: 'closed', reason: 'AWS does not list its load balancer just now.' };
  }
  const why = first.stateReason === null ? '' : `: ${plain(first.stateReason, 160)}`;
  const name = plain(first.name, 60);
  return {
    kind: 'closed',
    reason: `The load balancer ${name} is ${plain(first.state, 40)}${why}.`,
  };
}

function isOpen({ state }: LoadBalancer): boolean {
  return state === 'active' || state === 'active_impaired';
}

function balancerNotes({ name, state, isInternal }: LoadBalancer): readonly string[] {
  return [
    state === 'active'
      ? ''
      : `The load balancer ${plain(name, 60)} is ${plain(state, 40).replaceAll('_', ' ')}.`,
    isInternal
      ? `The load balancer ${plain(name, 60)} is internal: it is met from inside its network only.`
      : '',
  ].filter((note) => note !== '');
}
