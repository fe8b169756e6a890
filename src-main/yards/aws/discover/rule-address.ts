/** What a rule is called and under which address a client meets it. */
import { plain } from '../../../../src-shared/wording.ts';
import { loadBalancerName } from './fleet-name.ts';
import { listOf, objectOf } from './forward.ts';
import type { AwsReading, EntryRule, JsonObject } from './reading.ts';

export interface RuleAddress {
  readonly rule: EntryRule;
  /** `http`, `https`, `tcp`, `tls`, `udp`... */
  readonly scheme: string;
  readonly port: number;
  /** The load balancer's own name in DNS: what a probe resolves, whatever the host is. */
  readonly dnsName: string;
  /** What a client has to ask for by name; null when any name will do. */
  readonly host: string | null;
  /** Patterns of the names that it takes, as AWS matches them; empty when any name will do. */
  readonly hosts: readonly string[];
  /** Begins with `/`; a place that the rule's path pattern matches. */
  readonly path: string;
  /** False when it has conditions that an address cannot carry: headers, methods, sources. */
  readonly isWhole: boolean;
  /** For people: names the host if there is one, else the load balancer. */
  readonly url: string;
}

const hostPattern = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/** Null when the listener or the load balancer is not in the reading. */
export function addressOf(rule: EntryRule, reading: AwsReading): RuleAddress | null {
  const listener = reading.listeners.find((one) => one.arn === rule.listenerArn);
  const balancer = reading.loadBalancers.find((one) => one.arn === rule.loadBalancerArn);
  if (listener === undefined || balancer === undefined) return null;
  const hosts = valuesOf(rule, 'host-header', 'HostHeaderConfig');
  const paths = valuesOf(rule, 'path-pattern', 'PathPatternConfig');
  const host = hosts.find((one) => hostPattern.test(one)) ?? null;
  const path = pathWithin(paths);
  const scheme = /^[A-Z_]{2,10}$/.test(listener.protocol) ? listener.protocol.toLowerCase() : 'tcp';
  const dnsName = hostPattern.test(balancer.dnsName) ? balancer.dnsName : 'unknown.invalid';
  const usual = { http: 80, https: 443 }[scheme];
  const port = usual === listener.port ? '' : `:${String(listener.port)}`;
  const others = rule.conditions.some(
    (one) => !['host-header', 'path-pattern'].includes(fieldOf(one)),
  );
  return {
    rule,
    scheme,
    port: listener.port,
    dnsName,
    host,
    hosts,
    path: path ?? '/',
    isWhole: !others && (hosts.length === 0 || host !== null) && path !== null,
    url: `${scheme}://${host ?? dnsName}${port}${path ?? '/'}`,
  };
}

/** Undefined for what carries no HTTP. TCP and TLS of a network load balancer are taken to. */
export function usualPort({ scheme }: Pick<RuleAddress, 'scheme'>): number | undefined {
  return { http: 80, tcp: 80, https: 443, tls: 443 }[scheme];
}

/** Whether a request by its address alone comes to this rule and to no other. */
export function canBeProbed(way: Pick<RuleAddress, 'scheme' | 'isWhole'>): boolean {
  return way.isWhole && usualPort(way) !== undefined;
}

/** `default action of web:80`, `rule 10 of web:443 (host www.example.com, path /api/*)`. */
export function ruleText(rule: EntryRule, reading: AwsReading): string {
  const port = reading.listeners.find((one) => one.arn === rule.listenerArn)?.port;
  const where = `${loadBalancerName(rule, reading)}${port === undefined ? '' : `:${String(port)}`}`;
  if (rule.kind === 'default') return plain(`default action of ${where}`, 160);
  const parts = rule.conditions.map((condition) => {
    const field = fieldOf(condition);
    const values = stringsOf(condition['Values']).concat(
      Object.values(condition).flatMap((value) => stringsOf(objectOf(value)?.['Values'])),
    );
    const told = [...new Set(values)].join(' or ');
    const name = { 'host-header': 'host', 'path-pattern': 'path' }[field] ?? field;
    return `${name}${told === '' ? '' : ` ${told}`}`;
  });
  const conditions = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return plain(`rule ${String(rule.priority ?? '?')} of ${where}${conditions}`, 160);
}

function fieldOf(condition: JsonObject): string {
  const field = condition['Field'];
  return typeof field === 'string' ? field : '';
}

/** AWS gives them in a config of its own and, for old rules, in `Values`. */
function valuesOf(rule: EntryRule, field: string, config: string): readonly string[] {
  return rule.conditions
    .filter((condition) => fieldOf(condition) === field)
    .flatMap((condition) => [
      ...stringsOf(objectOf(condition[config])?.['Values']),
      ...stringsOf(condition['Values']),
    ]);
}

function stringsOf(value: Parameters<typeof listOf>[0]): string[] {
  return listOf(value).filter((one) => typeof one === 'string');
}

/** A path that the pattern matches: `*` matches nothing too. Null where a `?` wants a character. */
function pathWithin(patterns: readonly string[]): string | null {
  if (patterns.length === 0) return '/';
  const found = patterns.find((one) => /^\/[\w\-.~/*%+@:!$&'(),;=]*$/.test(one));
  return found === undefined ? null : found.replaceAll('*', '');
}
