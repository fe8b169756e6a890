/**
 * What CloudWatch is asked of a fleet behind an Application Load Balancer, all in one GetMetricData: for each generation its
 * requests, 5xx and percentiles, and of each load balancer the 5xx of its own. Pure.
 */
import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { GenerationId } from '../../../../src-shared/ids.ts';

/** One target group behind one load balancer, as CloudWatch's dimensions name them. */
export interface MeasuredGroup {
  readonly generation: GenerationId;
  /** `targetgroup/NAME/ID` */
  readonly targetGroup: string;
  /** `app/NAME/ID` */
  readonly loadBalancer: string;
}

export type Metric = 'requests' | 'errors' | 'p50' | 'p95' | 'p99' | 'own-errors';

export interface AskedMetric {
  readonly query: MetricDataQuery;
  readonly metric: Metric;
  /** Null: of a load balancer. */
  readonly generation: GenerationId | null;
}

export const applicationNamespace = 'AWS/ApplicationELB';

const ofGroups = [
  ['requests', 'RequestCount', 'Sum'],
  ['errors', 'HTTPCode_Target_5XX_Count', 'Sum'],
  ['p50', 'TargetResponseTime', 'p50'],
  ['p95', 'TargetResponseTime', 'p95'],
  ['p99', 'TargetResponseTime', 'p99'],
] as const;

/** @param ownErrorsOf load balancers whose own 5xx are this fleet's for certain. */
export function metricQueries(
  groups: readonly MeasuredGroup[],
  ownErrorsOf: readonly string[],
  periodMs: number,
): readonly AskedMetric[] {
  const asked = (
    about: Pick<AskedMetric, 'metric' | 'generation'>,
    [MetricName, Stat]: readonly [string, string],
    dimensions: Readonly<Record<string, string>>,
  ): Omit<AskedMetric, 'query'> & { readonly query: Omit<MetricDataQuery, 'Id'> } => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const named = { Namespace: applicationNamespace, MetricName, Dimensions };
    return { ...about, query: { MetricStat: { Metric: named, Period: periodMs / 1000, Stat } } };
  };
  const all = [
    ...groups.flatMap(({ generation, targetGroup, loadBalancer }) =>
      ofGroups.map(([metric, name, stat]) =>
        asked({ metric, generation }, [name, stat], {
          TargetGroup: targetGroup,
          LoadBalancer: loadBalancer,
        }),
      ),
    ),
    ...ownErrorsOf.map((loadBalancer) =>
      asked({ metric: 'own-errors', generation: null }, ['HTTPCode_ELB_5XX_Count', 'Sum'], {
        LoadBalancer: loadBalancer,
      }),
    ),
  ];
  return all.map((one, at) => ({ ...one, query: { ...one.query, Id: `q${String(at)}` } }));
}

/** The end of an ARN that a dimension of CloudWatch wants; null where it reads otherwise. */
export function dimensionOf(arn: string): string | null {
  return /:(?:loadbalancer\/)?((?:targetgroup|app)\/[^:]+)$/u.exec(arn)?.[1] ?? null;
}
