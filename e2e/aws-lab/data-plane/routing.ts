/** Where a request goes, by the rules of a listener: pure, so that the tests can ask for thousands of choices. */
import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { RuleView } from '../control-plane.ts';

export interface Asked {
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export type Destination =
  | {
      readonly kind: 'group';
      readonly arn: string;
      /** Seconds for which the client is to be kept on this group; 0 without group stickiness. */
      readonly stickySeconds: number;
    }
  | { readonly kind: 'fixed'; readonly status: number; readonly body: string }
  | { readonly kind: 'redirect'; readonly to: string }
  /** No rule, or every weight is 0: the load balancer answers 503 by itself. */
  | { readonly kind: 'nowhere' };

/** Set by the load balancer when group stickiness is on; the real one is encrypted. */
export const stickyCookie = 'AWSALBTG';
const sessionCookie = 'AWSELBAuthSessionCookie-0';

/** @param draw in [0, 1) */
export function route(rules: readonly RuleView[], asked: Asked, draw: number): Destination {
  const rule = rules.find((one) => one.conditions.every((condition) => holds(condition, asked)));
  if (rule === undefined) return { kind: 'nowhere' };
  const actions = rule.actions.toSorted((one, other) => (one.Order ?? 0) - (other.Order ?? 0));
  for (const action of actions) {
    const destination = destinationOf(action, asked, draw);
    if (destination !== undefined) return destination;
  }
  return { kind: 'nowhere' };
}

/** The destination of all weights, for a listener that sees no requests but connections. */
export function routeConnection(rules: readonly RuleView[], draw: number): Destination {
  return route(
    rules.filter((rule) => rule.priority === Infinity),
    nothingAsked,
    draw,
  );
}

const nothingAsked: Asked = { host: '', path: '/', headers: {} };

function destinationOf(action: Action, asked: Asked, draw: number): Destination | undefined {
  switch (action.Type) {
    case 'authenticate-oidc':
    case 'authenticate-cognito':
      // Whoever has signed in goes on to the next action.
      return cookies(asked).has(sessionCookie)
        ? undefined
        : {
            kind: 'redirect',
            to: action.AuthenticateOidcConfig?.AuthorizationEndpoint ?? 'https://login.example.com',
          };
    case 'fixed-response':
      return {
        kind: 'fixed',
        status: Number(action.FixedResponseConfig?.StatusCode ?? 200),
        body: action.FixedResponseConfig?.MessageBody ?? '',
      };
    case 'redirect':
      return { kind: 'redirect', to: action.RedirectConfig?.Host ?? '/' };
    case 'forward':
      return forward(action, asked, draw);
    default:
      return undefined;
  }
}

function forward(action: Action, asked: Asked, draw: number): Destination {
  const config = action.ForwardConfig;
  const groups = (config?.TargetGroups ?? []).map((group) => ({
    arn: group.TargetGroupArn ?? '',
    weight: group.Weight ?? 1,
  }));
  if (groups.length === 0) {
    return action.TargetGroupArn === undefined
      ? { kind: 'nowhere' }
      : { kind: 'group', arn: action.TargetGroupArn, stickySeconds: 0 };
  }
  const sticky = config?.TargetGroupStickinessConfig;
  const stickySeconds = sticky?.Enabled === true ? (sticky.DurationSeconds ?? 0) : 0;
  const kept = stickySeconds > 0 ? cookies(asked).get(stickyCookie) : undefined;
  // A client that is kept stays, at weight 0 too: that is why stickiness must be off before a revert counts as ready.
  if (groups.some((group) => group.arn === kept)) {
    return { kind: 'group', arn: kept ?? '', stickySeconds };
  }
  const total = groups.reduce((sum, group) => sum + group.weight, 0);
  let left = draw * total;
  for (const group of groups) {
    if (left < group.weight) return { kind: 'group', arn: group.arn, stickySeconds };
    left -= group.weight;
  }
  return { kind: 'nowhere' };
}

function holds(condition: RuleCondition, asked: Asked): boolean {
  const values = (config: { Values?: string[] | undefined } | undefined): readonly string[] =>
    config?.Values ?? condition.Values ?? [];
  switch (condition.Field) {
    case 'host-header':
      return values(condition.HostHeaderConfig).some((one) => fits(one.toLowerCase(), asked.host));
    case 'path-pattern':
      return values(condition.PathPatternConfig).some((one) => fits(one, asked.path));
    case 'http-header': {
      const value = asked.headers[condition.HttpHeaderConfig?.HttpHeaderName?.toLowerCase() ?? ''];
      return (
        typeof value === 'string' &&
        values(condition.HttpHeaderConfig).some((one) => fits(one, value))
      );
    }
    default:
      // Methods, queries and source addresses: no fleet of the lab has them.
      return false;
  }
}

/** `*` and `?` as ELBv2 has them. */
function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

function cookies(asked: Asked): ReadonlyMap<string, string> {
  const header = asked.headers['cookie'];
  const pairs = (typeof header === 'string' ? header : '').split(';').map((pair) => {
    const [name = '', value = ''] = pair.trim().split('=');
    return [name, decodeURIComponent(value)] as const;
  });
  return new Map(pairs);
}
