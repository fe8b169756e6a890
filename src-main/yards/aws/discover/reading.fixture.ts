/** Readings built for tests: one load balancer, listeners by port, groups with servers. Test support. */
import {
  recordOf,
  type AwsReading,
  type EntryRule,
  type Instance,
  type JsonObject,
  type LoadBalancer,
  type ReadTarget,
  type TargetGroup,
} from './reading.ts';
import { sortedRules } from './test-rule.ts';

const prefix = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012';
export const webBalancer = `${prefix}:loadbalancer/app/web-lb/50dc6c495c0c9188`;

export function groupArn(name: string): string {
  return `${prefix}:targetgroup/${name}/73e2d6bc24d8a067`;
}

export function aGroup(name: string, more: Partial<TargetGroup> = {}): TargetGroup {
  return {
    arn: groupArn(name),
    name,
    targetType: 'instance',
    protocol: 'HTTP',
    port: 80,
    vpcId: 'vpc-1',
    loadBalancerArns: [],
    health: {
      isEnabled: true,
      protocol: 'HTTP',
      path: '/health',
      port: 'traffic-port',
      intervalMs: 10_000,
      timeoutMs: 5000,
      healthyAfter: 2,
      unhealthyAfter: 2,
      matcher: '200',
    },
    tags: {},
    attributes: { stickiness: null, deregistrationDelayMs: 60_000, slowStartMs: 0 },
    ...more,
  };
}

export function forwardTo(...groups: readonly (readonly [string, number])[]): JsonObject {
  return {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: groups.map(([name, Weight]) => ({ TargetGroupArn: groupArn(name), Weight })),
    },
  };
}

/** @param tail `1` names listener 1's default action, `1/7` the rule 7 of it. */
export function aRule(tail: string, ...actions: readonly JsonObject[]): EntryRule {
  const [listener = '', rule] = tail.split('/');
  const listenerArn = `${prefix}:listener/app/web-lb/50dc6c495c0c9188/${listener}`;
  return {
    kind: rule === undefined ? 'default' : 'rule',
    arn:
      rule === undefined
        ? listenerArn
        : listenerArn.replace(':listener/', ':listener-rule/') + `/${rule}`,
    listenerArn,
    loadBalancerArn: webBalancer,
    priority: rule === undefined ? null : Number(rule),
    conditions: [],
    actions,
  };
}

export function aBalancer(more: Partial<LoadBalancer> = {}): LoadBalancer {
  return {
    arn: webBalancer,
    name: 'web-lb',
    type: 'application',
    dnsName: 'web-lb-1.eu-west-1.elb.amazonaws.com',
    isInternal: false,
    state: 'active',
    stateReason: null,
    createdAtMs: 1000,
    vpcId: 'vpc-1',
    zones: ['a', 'b'].map((zone) => ({ zone, subnetId: `subnet-${zone}`, addresses: [] })),
    ...more,
  };
}

export function anInstance(id: string, more: Partial<Instance> = {}): Instance {
  return {
    id,
    state: 'running',
    stateReason: null,
    type: 't3.small',
    imageId: 'ami-1',
    zone: 'a',
    vpcId: 'vpc-1',
    subnetId: 'subnet-a',
    privateAddress: '10.0.0.1',
    publicAddress: null,
    securityGroups: ['sg-1'],
    profile: 'web',
    launchedAtMs: 5000,
    tags: {},
    ...more,
  };
}

export function aTarget(id: string, state = 'healthy', more: Partial<ReadTarget> = {}): ReadTarget {
  return { id, port: 80, state, reason: null, description: null, ...more };
}

interface Parts {
  readonly groups: readonly TargetGroup[];
  readonly rules: readonly EntryRule[];
  /** By group name. */
  readonly targets?: Readonly<Record<string, readonly ReadTarget[]>>;
  readonly instances?: readonly Instance[];
  readonly balancers?: readonly LoadBalancer[];
  readonly atMs?: number;
  readonly scaling?: AwsReading['scaling'];
}

export function aReading(parts: Parts): AwsReading {
  const listeners = [...new Map(parts.rules.map((rule) => [rule.listenerArn, rule])).values()];
  return {
    atMs: parts.atMs ?? 100_000,
    region: 'eu-west-1',
    loadBalancers: parts.balancers ?? [aBalancer()],
    listeners: listeners.map(({ listenerArn, loadBalancerArn }) => ({
      arn: listenerArn,
      loadBalancerArn,
      protocol: 'HTTP',
      port: 80 + Number(listenerArn.split('/').at(-1)) - 1,
    })),
    ...sortedRules(parts.rules),
    targetGroups: parts.groups,
    targets: recordOf(
      Object.entries(parts.targets ?? {}).map(([name, list]) => [groupArn(name), list] as const),
    ),
    instances: recordOf((parts.instances ?? []).map((one) => [one.id, one] as const)),
    images: [],
    missingImages: [],
    scaling: parts.scaling ?? [],
    gaps: [],
  };
}
