/**
 * One reading of a region: what AWS said, as plain data. No SDK object and no secret gets this far.
 * All text in it is outside text: names, tags and descriptions can hold anything.
 */
import type { AmiImage } from '../../../../src-shared/image.ts';
import type { ScalingDetails, ScalingGroup } from './scaling-group.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Key to value, as AWS gives them. */
export type Tags = Readonly<Record<string, string>>;

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  /** `application`, `network` or what else AWS may call it. */
  readonly type: string;
  readonly dnsName: string;
  readonly isInternal: boolean;
  /** `active`, `provisioning`, `active_impaired`, `failed`. */
  readonly state: string;
  readonly stateReason: string | null;
  readonly createdAtMs: number;
  readonly vpcId: string | null;
  readonly zones: readonly ReadZone[];
}

export interface ReadZone {
  readonly zone: string;
  readonly subnetId: string | null;
  /** Fixed addresses, where it has them; an ALB tells its addresses only by DNS. */
  readonly addresses: readonly string[];
}

export interface Listener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly protocol: string;
  readonly port: number;
}

/** What one write addresses: a rule (ModifyRule) or the default action of a listener (ModifyListener). */
export interface EntryRule {
  readonly kind: 'rule' | 'default';
  /** Of the rule, or of the listener when `kind` is `default`. */
  readonly arn: string;
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  /** Null for the default action, which comes last. */
  readonly priority: number | null;
  readonly conditions: readonly JsonObject[];
  /** Whole and as read: a write replaces all of them, so it has to send back what it does not change. */
  readonly actions: readonly JsonObject[];
}

export interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  /** `instance`, `ip`, `lambda`, `alb`. */
  readonly targetType: string;
  readonly protocol: string | null;
  readonly port: number | null;
  readonly vpcId: string | null;
  readonly loadBalancerArns: readonly string[];
  readonly health: HealthCheckSettings;
  readonly tags: Tags;
  /** Null until they were read: they change seldom and are asked for seldom. */
  readonly attributes: GroupAttributes | null;
}

export interface HealthCheckSettings {
  readonly isEnabled: boolean;
  readonly protocol: string | null;
  readonly path: string | null;
  readonly port: string | null;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly healthyAfter: number;
  readonly unhealthyAfter: number;
  /** `200`, `200-299`. */
  readonly matcher: string | null;
}

export interface GroupAttributes {
  /** `lb_cookie`, `app_cookie`, `source_ip`; null when clients are not bound to one target. */
  readonly stickiness: { readonly type: string; readonly durationMs: number | null } | null;
  readonly deregistrationDelayMs: number;
  /** 0: none. */
  readonly slowStartMs: number;
}

export interface ReadTarget {
  /** Instance id in groups of type `instance`. */
  readonly id: string;
  readonly port: number | null;
  /** `initial`, `healthy`, `unhealthy`, `draining`, `unused`, `unavailable`, `unhealthy.draining`... */
  readonly state: string;
  /** `Target.Timeout`... */
  readonly reason: string | null;
  readonly description: string | null;
}

export interface Instance {
  readonly id: string;
  /** `pending`, `running`, `stopping`, `stopped`, `shutting-down`, `terminated`. */
  readonly state: string;
  readonly stateReason: string | null;
  readonly type: string;
  readonly imageId: string;
  readonly zone: string;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly privateAddress: string | null;
  readonly publicAddress: string | null;
  readonly securityGroups: readonly string[];
  /** Name of the instance profile. */
  readonly profile: string | null;
  readonly launchedAtMs: number;
  readonly tags: Tags;
}

export interface AwsReading {
  /** When the last call of the cycle had answered, epoch milliseconds. */
  readonly atMs: number;
  readonly region: string;
  /** Only those that a target group of type `instance` names. */
  readonly loadBalancers: readonly LoadBalancer[];
  readonly listeners: readonly Listener[];
  readonly rules: readonly EntryRule[];
  /** Rules that no client meets, made to prove one generation alone; see test-rule.ts. */
  readonly testRules: readonly EntryRule[];
  /** Of every type: other types have no blocks but can share a rule. */
  readonly targetGroups: readonly TargetGroup[];
  /** By target group ARN. A group that is missing here was not read, which says nothing about it. */
  readonly targets: Readonly<Record<string, readonly ReadTarget[]>>;
  /** By instance id; one that AWS did not find is missing here, which does not mean that it is gone. */
  readonly instances: Readonly<Record<string, Instance>>;
  /**
   * By target group ARN: ids of servers of ours that were taken out of it to be stopped, and are not ended. Only of
   * groups without targets that say so; absent: of none.
   */
  readonly unlisted?: Readonly<Record<string, readonly string[]>>;
  readonly images: readonly AmiImage[];
  /** Images of servers that AWS was asked for and does not list: deregistered, or no longer shared. */
  readonly missingImages: readonly string[];
  /** Those that stand behind a target group of a fleet, as far as they could be read. */
  readonly scaling: readonly ReadScaling[];
  /** What could not be read though it belongs here, as notices: the first sentence is the headline. */
  readonly gaps: readonly string[];
}

/** An auto scaling group with what was asked beside it; null where it is not known. */
export interface ReadScaling {
  readonly group: ScalingGroup;
  readonly details: ScalingDetails | null;
  /** Why AWS does not start or end its servers, in its own words. */
  readonly trouble: string | null;
}

/** Tags that we set and those that AWS sets itself (nobody else can write `aws:`). */
export const fleetTag = 'blockyard:fleet';
export const generationTag = 'blockyard:generation';
/** Of the fleet's id, where its name is not enough. */
export const entryTag = 'blockyard:entry';
/** The rollout that launched its generation. */
export const rolloutTag = 'blockyard:rollout';
/** Of a group: the launch template that its servers are started from. */
export const templateTag = 'blockyard:template';
/** Of a group that was adopted: when the newest of the servers that it had then had first started, ISO 8601. */
export const adoptedTag = 'blockyard:adopted';
/** Of a group whose servers were stopped by us: the ports that they are registered with, `8080` or `80 8080`; `-`: the group's. */
export const stoppedTag = 'blockyard:stopped';
/** Before the ports, once they were started again: a tag of ours is written over and never taken away. */
export const startedMark = 'started ';

/** That its servers were taken out to be stopped, and nobody has started them since. */
export function saysStopped(tags: Tags): boolean {
  const said = tags[stoppedTag];
  return said !== undefined && !said.startsWith(startedMark);
}
/** Of a fresh server: the one that it was started for. */
export const replacesTag = 'blockyard:replaces';
/** The operator's own: this server keeps data, and why. */
export const statefulTag = 'blockyard:stateful';
/** Of a target group: the auto scaling group that fills it. */
export const scaledByTag = 'blockyard:scaled-by';
/** Of a target group whose auto scaling group was adopted: the version that it starts servers from, `lt-0abc 3`. It stays theirs. */
export const startsFromTag = 'blockyard:starts-from';
/** Of an auto scaling group: what is being replaced or added in it, see groups/fresh-members.ts. */
export const freshTag = 'blockyard:fresh';
/** Of an auto scaling group: what of the one before it does not have. */
export const lacksTag = 'blockyard:lacks';
/** Of a listener rule: made for a proof in isolation, and removed after it. */
export const testTag = 'blockyard:test';
/** Of a server that makes its generation larger: the rollout that added it, and the order's token. */
export const addedTag = 'blockyard:added';
export const orderTag = 'blockyard:order';
export const scalingGroupTag = 'aws:autoscaling:groupName';
export const templateIdTag = 'aws:ec2launchtemplate:id';
export const templateVersionTag = 'aws:ec2launchtemplate:version';

/** Keys come from outside: without a prototype `constructor` and `__proto__` are keys like others. */
export function recordOf<Value>(
  entries: readonly (readonly [string, Value])[],
): Readonly<Record<string, Value>> {
  const record = Object.create(null) as Record<string, Value>;
  for (const [key, value] of entries) record[key] = value;
  return record;
}
