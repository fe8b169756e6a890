/**
 * Identities that outlive what operators change. Both are made of parts that AWS never changes and
 * never gives twice, so that no remembered id can come to mean something else (a revert to it would
 * lead to the wrong servers).
 */
import { asFleetId, asGenerationId } from '../../../../src-shared/ids.ts';
import type { FleetId, GenerationId } from '../../../../src-shared/ids.ts';
import { compare } from './fingerprint.ts';
import type { AwsReading, EntryRule } from './reading.ts';

/**
 * `app.my-lb.50dc6c495c0c9188.f2f7dc8efc522ab2`, with the rule's own id for a rule that is no default.
 *
 * Made of one rule alone, the anchor: on the oldest load balancer, at its lowest port, the default
 * action before others. Not of all rules and groups: attaching an idle group, renaming, tagging or a
 * second listener (HTTPS beside HTTP) must leave claims, settings and a running rollout where they are.
 * It changes only when the anchor is deleted or a rule older in this order joins the fleet.
 */
export function fleetIdOf(rules: readonly EntryRule[], reading: AwsReading): FleetId {
  const anchor = [...rules].sort(anchorOrder(reading))[0];
  // Letters of a parameter path: the claims of a fleet are kept under its id.
  return asFleetId(
    tailOf(anchor?.arn ?? '')
      .replaceAll('/', '.')
      .replace(/[^A-Za-z0-9_.-]/g, '_')
      .slice(0, 200) || 'none',
  );
}

/** `web-blue/73e2d6bc24d8a067`: of the target group, so that a number given by rank may move. */
export function generationIdOfGroup(targetGroupArn: string): GenerationId {
  return asGenerationId(tailOf(targetGroupArn).slice(0, 200) || 'none');
}

/** Behind `...:listener/`, `...:listener-rule/` or `...:targetgroup/`. */
function tailOf(arn: string): string {
  const slash = arn.indexOf('/');
  return slash < 0 ? arn : arn.slice(slash + 1);
}

export function anchorOrder(reading: AwsReading): (a: EntryRule, b: EntryRule) => number {
  const bornAt = new Map(reading.loadBalancers.map((lb) => [lb.arn, lb.createdAtMs]));
  const portOf = new Map(reading.listeners.map((listener) => [listener.arn, listener.port]));
  const birth = (rule: EntryRule) => bornAt.get(rule.loadBalancerArn) ?? Infinity;
  const port = (rule: EntryRule) => portOf.get(rule.listenerArn) ?? Infinity;
  return (a, b) =>
    order(birth(a), birth(b)) ||
    compare(a.loadBalancerArn, b.loadBalancerArn) ||
    order(port(a), port(b)) ||
    compare(a.kind, b.kind) ||
    compare(a.arn, b.arn);
}

/** Unlike a difference, right for two infinities. */
function order(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
