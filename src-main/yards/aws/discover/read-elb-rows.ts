/** ELBv2's shapes as rows of a reading. What has no ARN cannot be addressed and is left out. */
import type {
  Listener as SdkListener,
  LoadBalancer as SdkLoadBalancer,
  Rule as SdkRule,
  TargetGroup as SdkTargetGroup,
  TargetGroupAttribute,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GroupRow } from './aws-reader.ts';
import {
  recordOf,
  type EntryRule,
  type GroupAttributes,
  type JsonObject,
  type Listener,
  type LoadBalancer,
  type ReadTarget,
  type Tags,
} from './reading.ts';

export function loadBalancerOf(row: SdkLoadBalancer): LoadBalancer[] {
  if (row.LoadBalancerArn === undefined) return [];
  return [
    {
      arn: row.LoadBalancerArn,
      name: row.LoadBalancerName ?? '',
      type: row.Type ?? '',
      dnsName: row.DNSName ?? '',
      isInternal: row.Scheme === 'internal',
      state: row.State?.Code ?? 'unknown',
      stateReason: row.State?.Reason ?? null,
      createdAtMs: row.CreatedTime?.getTime() ?? 0,
      vpcId: row.VpcId ?? null,
      zones: (row.AvailabilityZones ?? []).map((zone) => ({
        zone: zone.ZoneName ?? '',
        subnetId: zone.SubnetId ?? null,
        addresses: (zone.LoadBalancerAddresses ?? []).flatMap(
          ({ IpAddress, PrivateIPv4Address }) => IpAddress ?? PrivateIPv4Address ?? [],
        ),
      })),
    },
  ];
}

export function listenerOf(row: SdkListener): Listener[] {
  if (row.ListenerArn === undefined || row.LoadBalancerArn === undefined) return [];
  return [
    {
      arn: row.ListenerArn,
      loadBalancerArn: row.LoadBalancerArn,
      protocol: row.Protocol ?? '',
      port: row.Port ?? 0,
    },
  ];
}

export function defaultRuleOf(row: SdkListener): EntryRule[] {
  return listenerOf(row).map((listener) => ({
    kind: 'default',
    arn: listener.arn,
    listenerArn: listener.arn,
    loadBalancerArn: listener.loadBalancerArn,
    priority: null,
    conditions: [],
    actions: asJson(row.DefaultActions ?? []),
  }));
}

/** The default action comes with the listener, which is also what a write of it addresses. */
export function ruleOf(row: SdkRule, listener: Listener): EntryRule[] {
  if (row.RuleArn === undefined || row.IsDefault === true) return [];
  const priority = Number(row.Priority);
  return [
    {
      kind: 'rule',
      arn: row.RuleArn,
      listenerArn: listener.arn,
      loadBalancerArn: listener.loadBalancerArn,
      priority: Number.isInteger(priority) ? priority : null,
      conditions: asJson(row.Conditions ?? []),
      actions: asJson(row.Actions ?? []),
    },
  ];
}

/** Verbatim, without what is undefined and without anything that is more than data. */
function asJson(rows: readonly object[]): readonly JsonObject[] {
  return JSON.parse(JSON.stringify(rows)) as readonly JsonObject[];
}

export function groupOf(row: SdkTargetGroup): GroupRow[] {
  if (row.TargetGroupArn === undefined) return [];
  const seconds = (value: number | undefined, usual: number) => (value ?? usual) * 1000;
  return [
    {
      arn: row.TargetGroupArn,
      name: row.TargetGroupName ?? '',
      targetType: row.TargetType ?? '',
      protocol: row.Protocol ?? null,
      port: row.Port ?? null,
      vpcId: row.VpcId ?? null,
      loadBalancerArns: row.LoadBalancerArns ?? [],
      health: {
        isEnabled: row.HealthCheckEnabled ?? true,
        protocol: row.HealthCheckProtocol ?? null,
        path: row.HealthCheckPath ?? null,
        port: row.HealthCheckPort ?? null,
        intervalMs: seconds(row.HealthCheckIntervalSeconds, 30),
        timeoutMs: seconds(row.HealthCheckTimeoutSeconds, 5),
        healthyAfter: row.HealthyThresholdCount ?? 5,
        unhealthyAfter: row.UnhealthyThresholdCount ?? 2,
        matcher: row.Matcher?.HttpCode ?? row.Matcher?.GrpcCode ?? null,
      },
    },
  ];
}

export function targetOf(row: TargetHealthDescription): ReadTarget[] {
  if (row.Target?.Id === undefined) return [];
  return [
    {
      id: row.Target.Id,
      port: row.Target.Port ?? null,
      state: row.TargetHealth?.State ?? 'unknown',
      reason: row.TargetHealth?.Reason ?? null,
      description: row.TargetHealth?.Description ?? null,
    },
  ];
}

export function attributesOf(rows: readonly TargetGroupAttribute[]): GroupAttributes {
  const values = new Map(rows.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  const ms = (key: string, usualS: number) => {
    const seconds = Number(values.get(key) ?? usualS);
    return (Number.isFinite(seconds) && seconds >= 0 ? seconds : usualS) * 1000;
  };
  const type = values.get('stickiness.type') ?? '';
  const durationKey = `stickiness.${type}.duration_seconds`;
  return {
    stickiness:
      values.get('stickiness.enabled') === 'true'
        ? { type, durationMs: values.has(durationKey) ? ms(durationKey, 0) : null }
        : null,
    deregistrationDelayMs: ms('deregistration_delay.timeout_seconds', 300),
    slowStartMs: ms('slow_start.duration_seconds', 0),
  };
}

interface SdkTag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export function tagsOf(rows: readonly SdkTag[] | undefined): Tags {
  return recordOf((rows ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}
