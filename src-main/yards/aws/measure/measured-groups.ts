/** Which target groups and load balancers tell about a fleet's generations. Pure. */
import type { GenerationId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { generationIdOfGroup } from '../discover/fleet-id.ts';
import type { FleetGrouping } from '../discover/group-fleets.ts';
import type { AwsReading, EntryRule, JsonObject } from '../discover/reading.ts';
import { dimensionOf, type MeasuredGroup } from './metric-queries.ts';

export interface MeasuredEntry {
  readonly groups: readonly MeasuredGroup[];
  /** Load balancers whose own 5xx can be nobody else's, as CloudWatch names them. */
  readonly ownErrorsOf: readonly string[];
  /** Each as one sentence. */
  readonly notes: readonly string[];
}

export function measuredEntry(
  { rules, attached, idle }: FleetGrouping,
  reading: AwsReading,
  wanted: readonly GenerationId[],
): Result<MeasuredEntry> {
  const balancers = [...new Set(rules.map(({ loadBalancerArn }) => loadBalancerArn))];
  const kinds = balancers.map((arn) => reading.loadBalancers.find((one) => one.arn === arn));
  if (kinds.some((balancer) => balancer !== undefined && balancer.type !== 'application')) {
    const message = 'A Network Load Balancer counts connections, not answers: CloudWatch has neither 5xx nor times of it.'; // prettier-ignore
    return fail({ code: 'refused', message });
  }
  const dimensions = balancers.flatMap((arn) => {
    const loadBalancer = dimensionOf(arn);
    return loadBalancer === null ? [] : [{ arn, loadBalancer }];
  });
  const groups = [...attached, ...idle].flatMap(({ arn }): MeasuredGroup[] => {
    const generation = generationIdOfGroup(arn);
    const targetGroup = dimensionOf(arn);
    if (targetGroup === null || !wanted.includes(generation)) return [];
    return dimensions.map(({ loadBalancer }) => ({ generation, targetGroup, loadBalancer }));
  });
  const shared = dimensions.filter(({ arn }) => isShared(arn, rules, reading));
  return succeed({
    groups,
    ownErrorsOf: dimensions
      .filter((one) => !shared.includes(one))
      .map(({ loadBalancer }) => loadBalancer),
    notes: shared.map(({ arn }) => {
      const name = reading.loadBalancers.find((one) => one.arn === arn)?.name ?? 'load balancer';
      return `The 5xx that ${plain(name, 60)} answers by itself are not counted: it serves others than this fleet, too.`;
    }),
  });
}

/** Some rule of it can answer a 5xx that is none of this fleet's. */
function isShared(balancer: string, own: readonly EntryRule[], reading: AwsReading): boolean {
  const arns = new Set(own.map(({ arn }) => arn));
  return reading.rules.some(
    ({ arn, loadBalancerArn, actions }) =>
      loadBalancerArn === balancer && !arns.has(arn) && actions.some(mayAnswer5xx),
  );
}

function mayAnswer5xx(action: JsonObject): boolean {
  switch (action['Type']) {
    case 'redirect':
      return false;
    case 'fixed-response': {
      const fixed = action['FixedResponseConfig'];
      return !/"StatusCode":"[1-4]\d\d"/u.test(JSON.stringify(fixed ?? null));
    }
    default:
      return true;
  }
}
