/** A fault is set in this process, as data; nothing is random that the lab's seed does not repeat. */
import { type AwsCall, isMutation } from '../aws-call.ts';

/** Which calls it strikes; what is left out strikes all. */
export interface Match {
  readonly service?: string;
  readonly action?: string | readonly string[];
  /** Access key id: only the product's calls, say. */
  readonly caller?: string;
  readonly only?: 'reads' | 'mutations';
  readonly where?: (call: AwsCall) => boolean;
}

export type Effect =
  /** `Throttling` 400, `RequestLimitExceeded` 503 or `ThrottlingException` 400, as the service says it. */
  | { readonly kind: 'throttled' }
  /** `ExpiredToken` 403, `RequestExpired` 400 or `ExpiredTokenException` 400. */
  | { readonly kind: 'expired' }
  /** EC2: `UnauthorizedOperation` with an encoded message; else `AccessDenied` naming user and action. */
  | { readonly kind: 'denied' }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly message: string;
    }
  /** Status 200 and no body. */
  | { readonly kind: 'empty' }
  /** Status 200 and an empty list in well-formed XML, which is worse: it looks like an answer. */
  | { readonly kind: 'empty-result' }
  /** Status 200 and a login page, as behind a captive portal. */
  | { readonly kind: 'html' }
  /** Reads answer what they answered when the fault was set. */
  | { readonly kind: 'stale' }
  /** It reaches moto and is carried out; the connection is cut before the answer. */
  | { readonly kind: 'lost-reply' }
  /** The connection is cut before it reaches moto. */
  | { readonly kind: 'lost-request' }
  /** The answer comes, `ms` later; moto carries it out at once. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Carried out and answered `ms` later: an answer overtaken by later calls. */
  | { readonly kind: 'slow-request'; readonly ms: number };

export interface Fault {
  readonly effect: Effect;
  readonly on?: Match;
  /** Lets this many matching calls pass first. */
  readonly after?: number;
  /** Strikes this many times, then is over; without it until it is removed. */
  readonly times?: number;
  /** 0..1 of the matching calls, by the lab's seed; 1 without it. */
  readonly chance?: number;
}

export function matches(call: AwsCall, on: Match): boolean {
  const actions = typeof on.action === 'string' ? [on.action] : on.action;
  return (
    (on.service === undefined || on.service === call.service) &&
    (actions === undefined || actions.includes(call.action)) &&
    (on.caller === undefined || on.caller === call.caller) &&
    (on.only === undefined || (on.only === 'mutations') === isMutation(call)) &&
    (on.where === undefined || on.where(call))
  );
}
