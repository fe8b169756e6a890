/**
 * What a write needs to know of one fleet's entry, taken from a reading. Plain data, so that it can be
 * kept from the last look and a revert be planned on it without asking anybody.
 */
import type { FleetId, GenerationId } from '../../../../src-shared/ids.ts';
import { labelOfGeneration } from '../../../../src-shared/ids.ts';
import type { Fleet } from '../../../../src-shared/fleet.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import { fingerprintOf } from '../discover/fingerprint.ts';
import { forwardOf } from '../discover/forward.ts';
import type { FleetGrouping } from '../discover/group-fleets.ts';
import type { AwsReading, EntryRule, JsonObject } from '../discover/reading.ts';
import type { GroupWeight, RuleToWrite } from './plan-writes.ts';

export interface EntryView {
  readonly fleet: FleetId;
  readonly rules: readonly RuleToWrite[];
  /** Target groups by generation; `isAttached`: some rule names it. */
  readonly groups: ReadonlyMap<
    GenerationId,
    { readonly arn: string; readonly isAttached: boolean }
  >;
  /** Of the rules' content, as `split.revision`. */
  readonly revision: number;
  /** Why its traffic must not be moved, each as one sentence; a revert goes all the same. */
  readonly hindrances: readonly string[];
}

export function entryViewOf(grouping: FleetGrouping, reading: AwsReading): EntryView {
  const { id, rules, attached, idle, hindrances } = grouping;
  const group = (isAttached: boolean) => (one: { readonly arn: string }) =>
    [generationIdOfGroup(one.arn), { arn: one.arn, isAttached }] as const;
  return {
    fleet: id,
    rules: rules.map((rule) => ({ ...rule, ...whereIs(rule, reading) })),
    groups: new Map([...idle.map(group(false)), ...attached.map(group(true))]),
    revision: fingerprintOf(rules),
    hindrances,
  };
}

function whereIs(rule: EntryRule, reading: AwsReading): { name: string; protocol: string } {
  const balancer = reading.loadBalancers.find((one) => one.arn === rule.loadBalancerArn);
  const listener = reading.listeners.find((one) => one.arn === rule.listenerArn);
  const place = `${balancer?.name ?? 'load balancer'}:${listener?.port ?? '?'}`;
  const name =
    rule.kind === 'default'
      ? `default action of ${place}`
      : `rule ${rule.priority ?? '?'} of ${place}`;
  return { name, protocol: listener?.protocol ?? '' };
}

/** With what AWS said that its rules are now. */
export function withActions(
  view: EntryView,
  actions: ReadonlyMap<string, readonly JsonObject[]>,
): EntryView {
  const rules = view.rules.map((rule) => ({
    ...rule,
    actions: actions.get(rule.arn) ?? rule.actions,
  }));
  return { ...view, rules, revision: fingerprintOf(rules) };
}

export type Wanted =
  | { readonly kind: 'weights'; readonly weights: readonly GroupWeight[] }
  | { readonly kind: 'unknown'; readonly generation: GenerationId };

/**
 * The weights of every group of the fleet: what the order does not name gets none. Idle groups that no
 * rule names come in only when the order names them, so that a revert attaches nothing by the way.
 */
export function wantedWeights(
  view: EntryView,
  order: readonly { readonly generation: GenerationId; readonly weight: number }[],
): Wanted {
  const named = new Map(order.map(({ generation, weight }) => [generation, weight]));
  const missing = order.find(
    ({ generation, weight }) => weight > 0 && !view.groups.has(generation),
  );
  if (missing !== undefined) return { kind: 'unknown', generation: missing.generation };
  const weights = [...view.groups].flatMap(([generation, { arn, isAttached }]) => {
    const weight = named.get(generation);
    return weight === undefined && !isAttached ? [] : [{ group: arn, weight: weight ?? 0 }];
  });
  return { kind: 'weights', weights };
}

/** What people call the generation behind a target group; else the group's own name. */
export function groupLabels(fleet: Fleet | undefined): (arn: string) => string {
  return (arn) => {
    const id = generationIdOfGroup(arn);
    const generation = fleet?.generations.find((one) => one.id === id);
    return generation === undefined ? (id.split('/')[0] ?? id) : labelOfGeneration(generation);
  };
}

/** The only generation with weight in every rule, or null: what clients should meet. */
export function servingIn(view: EntryView): GenerationId | null {
  const arns = weightedIn(view);
  const [only] = arns;
  return arns.size === 1 && only !== undefined ? generationIdOfGroup(only) : null;
}

/** Any rule gives it weight. */
export function hasTraffic(view: EntryView, generation: GenerationId): boolean {
  return [...weightedIn(view)].some((arn) => generationIdOfGroup(arn) === generation);
}

function weightedIn(view: EntryView): ReadonlySet<string> {
  return new Set(
    view.rules.flatMap((rule) =>
      (forwardOf(rule.actions)?.groups ?? [])
        .filter(({ weight }) => weight > 0)
        .map(({ arn }) => arn),
    ),
  );
}
