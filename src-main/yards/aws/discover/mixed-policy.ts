/**
 * A mixed instances policy: which types of servers an auto scaling group starts, and how many of them at the price of the
 * spot market. It is one recipe as long as one template says everything else. Pure.
 */
import { shellQuote } from '../../../../src-shared/shell-quote.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type {
  MixedOverride,
  MixedPolicy,
  ScalingGroup,
  ScalingTemplate,
  WholePolicy,
} from './scaling-group.ts';

/** One or two sentences; null: one template and numbers of servers. @param name of the group, as it is shown */
export function whyNotOneRecipe(group: Mixed, name: string): string | null {
  const { mixed } = group;
  if (mixed === null) return null;
  const other = otherIn(group);
  if (other !== undefined) {
    const of = plain(other.type ?? 'some', 40);
    return `${name} starts its ${of} servers from another launch template than the others: a generation has one image and one recipe. Let its mixed instances policy name one template only.`;
  }
  return countsServers(mixed) ? null : `${name} ${weighs}`;
}

/** Not from the one template that it names for all of them. */
export function startsFromSeveral(group: Mixed): boolean {
  return otherIn(group) !== undefined;
}

type Mixed = Pick<ScalingGroup, 'mixed' | 'template'>;

function otherIn({ mixed, template }: Mixed): MixedOverride | undefined {
  return mixed?.overrides.find((one) => one.template !== null && !isSame(one.template, template));
}

/** Weights, or a size in processors or memory: how many servers are wanted is not what its sizes say. */
export function countsServers({ overrides, unit }: MixedPolicy): boolean {
  return unit === null && overrides.every(({ weight }) => weight === null || weight === 1);
}

export const weighs =
  'counts its servers by weight: how many there are to be cannot be told from its sizes. Take the weights out of its mixed instances policy first.';

function isSame(one: ScalingTemplate, other: ScalingTemplate | null): boolean {
  const isNamed = one.id === null ? one.name === other?.name : one.id === other?.id;
  return isNamed && one.version === other?.version;
}

/** Whether its servers may differ in their type. */
export function hasSeveralTypes({ mixed }: Pick<ScalingGroup, 'mixed'>): boolean {
  return mixed !== null && mixed.overrides.length > 0;
}

/** A few words each, for people and for a tag: `t3.small`, `1 on demand at least`. */
export function mixedTexts({ overrides, distribution }: MixedPolicy): readonly string[] {
  const { base, percent, onDemand, spot, pools } = distribution;
  return [
    ...overrides.map(
      ({ type, weight }) =>
      weight === null || weight === 1 ? (type ?? byAttributes) : `${type ?? byAttributes} as ${String(weight)}`, // prettier-ignore
    ),
    ...(base > 0 ? [`${String(base)} on demand at least`] : []),
    percent === 100 ? 'none at the spot price' : `${String(100 - percent)} % of the rest at the spot price`, // prettier-ignore
    ...(onDemand === null ? [] : [`on demand by ${onDemand}`]),
    ...(spot === null || percent === 100 ? [] : [`spot by ${spot}`]),
    ...(pools === null || percent === 100 ? [] : [`${String(pools)} spot pools`]),
  ];
}

const byAttributes = 'types by their attributes';

/** Whether AWS may take one of its servers away whenever it needs it. */
export function usesSpot({ distribution }: MixedPolicy): boolean {
  return distribution.percent < 100;
}

/** The whole policy with a number in place of `$Latest`: nothing is left to what AWS makes of parts left out. Null: too long for a line. */
export function pinCommand(
  { name, mixed, template }: Pick<ScalingGroup, 'name' | 'mixed' | 'template'>,
  version: string,
): string | null {
  const at = ['--auto-scaling-group-name', shellQuote(name)];
  const policy =
    mixed === null
      ? ['--launch-template', shellQuote(`LaunchTemplateId=${template?.id ?? ''},Version=${version}`)] // prettier-ignore
      : ['--mixed-instances-policy', shellQuote(JSON.stringify(pinnedTo(mixed, version)))];
  const command = ['aws autoscaling update-auto-scaling-group', ...at, ...policy].join(' ');
  return command.length > longest || plain(command, longest) !== command ? null : command;
}

function pinnedTo({ whole }: MixedPolicy, Version: string): WholePolicy {
  const { LaunchTemplate } = whole;
  const { LaunchTemplateId, LaunchTemplateName } = LaunchTemplate?.LaunchTemplateSpecification ?? {}; // prettier-ignore
  // AWS takes the id or the name, not both.
  const by = LaunchTemplateId === undefined ? { LaunchTemplateName } : { LaunchTemplateId };
  const at = { LaunchTemplateSpecification: { ...by, Version } };
  return { ...whole, LaunchTemplate: { ...LaunchTemplate, ...at } } as WholePolicy;
}

const longest = 2000;
