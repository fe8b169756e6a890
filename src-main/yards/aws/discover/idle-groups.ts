/**
 * Target groups that no rule names, given to the fleet whose next or last generation they look like.
 * By name, tag, network and port together: a wrong guess would offer foreign servers for a cutover.
 */
import type { FleetId } from '../../../../src-shared/ids.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { compare } from './fingerprint.ts';
import { fleetTagOf } from './fleet-name.ts';
import { forwardOf } from './forward.ts';
import { parseGroupName } from './group-name.ts';
import { entryTag, type AwsReading, type TargetGroup } from './reading.ts';

interface Candidate {
  readonly attached: readonly TargetGroup[];
  readonly tag: string | null;
  readonly id: FleetId;
}

interface Idle {
  readonly groups: readonly TargetGroup[];
  readonly notes: readonly string[];
}

/** One answer per fleet, in the order of `fleets`. */
export function idleGroupsOf(fleets: readonly Candidate[], reading: AwsReading): readonly Idle[] {
  const named = new Set(
    reading.rules.flatMap((rule) => forwardOf(rule.actions)?.groups.map(({ arn }) => arn) ?? []),
  );
  const loose = reading.targetGroups
    .filter(
      (group) =>
        group.targetType === 'instance' &&
        !named.has(group.arn) &&
        // Used by a load balancer whose rules we did not see: not idle. What is used for tests alone is.
        group.loadBalancerArns.every((arn) => isTested(group.arn, arn, reading)),
    )
    .sort((a, b) => compare(a.arn, b.arn));
  const owners = loose.map((group) =>
    fleets.flatMap((fleet, index) => (belongs(group, fleet) ? [index] : [])),
  );
  return fleets.map((_, index) => {
    const mine = loose.filter((__, at) => owners[at]?.includes(index) === true);
    const sole = mine.filter((group) => owners[loose.indexOf(group)]?.length === 1);
    const unclear = mine.filter((group) => !sole.includes(group));
    return {
      groups: sole,
      notes: unclear.map(
        (group) =>
          `The target group ${plain(group.name, 80)} could be a generation of this fleet and of another one, so it is left out: tag it blockyard:fleet.`,
      ),
    };
  });
}

function belongs(group: TargetGroup, { attached, tag, id }: Candidate): boolean {
  // Ours say whose they are, whatever they are called.
  const entry = group.tags[entryTag];
  if (entry !== undefined) return entry === id;
  const fits = attached.some(
    (one) =>
      one.vpcId === group.vpcId && one.port === group.port && one.protocol === group.protocol,
  );
  if (!fits) return false;
  const own = fleetTagOf(group);
  if (own !== null && tag !== null) return own === tag;
  const stems = attached.map((one) => parseGroupName(one.name).stem);
  // A tag may also say the name that an untagged fleet has by its groups.
  return stems.includes(own ?? parseGroupName(group.name).stem);
}

function isTested(group: string, balancer: string, { testRules }: AwsReading): boolean {
  return testRules.some(
    ({ loadBalancerArn, actions }) =>
      loadBalancerArn === balancer &&
      forwardOf(actions)?.groups.some(({ arn }) => arn === group) === true,
  );
}
