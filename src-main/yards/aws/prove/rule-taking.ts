/** Which rule of a listener takes a request: the first one that it meets, by priority, the default action last. Pure. */
import { listOf, objectOf } from '../discover/forward.ts';
import type { EntryRule, JsonObject } from '../discover/reading.ts';
import { takesHost, takesPath } from '../route/host-pattern.ts';

export interface TestRequest {
  readonly host: string;
  /** With its query. */
  readonly path: string;
  /** The one that makes it a test; null: none does. */
  readonly header: { readonly name: string; readonly value: string } | null;
}

type Taking = 'yes' | 'no' | 'perhaps';

export type Taker =
  | { readonly kind: 'rule'; readonly rule: EntryRule }
  /** It comes first and may take it: what it asks for cannot be told from here. */
  | { readonly kind: 'perhaps'; readonly rule: EntryRule }
  | { readonly kind: 'none' };

export function takerOf(rules: readonly EntryRule[], request: TestRequest): Taker {
  const last = Number.POSITIVE_INFINITY;
  const ordered = [...rules].sort((a, b) => (a.priority ?? last) - (b.priority ?? last));
  for (const rule of ordered) {
    const taking = takingOf(rule, request);
    if (taking !== 'no') return { kind: taking === 'yes' ? 'rule' : 'perhaps', rule };
  }
  return { kind: 'none' };
}

function takingOf({ conditions }: EntryRule, request: TestRequest): Taking {
  const each = conditions.map((condition) => takes(condition, request));
  return each.includes('no') ? 'no' : each.includes('perhaps') ? 'perhaps' : 'yes';
}

function takes(condition: JsonObject, { host, path, header }: TestRequest): Taking {
  const [bare = '', query] = path.split('?', 2);
  switch (condition['Field']) {
    case 'host-header':
      return anyOf(valuesOf(condition, 'HostHeaderConfig'), (one) => takesHost(one, host));
    case 'path-pattern':
      return anyOf(valuesOf(condition, 'PathPatternConfig'), (one) => takesPath(one, bare));
    case 'http-request-method':
      return anyOf(valuesOf(condition, 'HttpRequestMethodConfig'), (one) => one === 'GET');
    case 'query-string':
      return query === undefined ? 'no' : 'perhaps';
    case 'http-header': {
      const name = objectOf(condition['HttpHeaderConfig'])?.['HttpHeaderName'];
      if (typeof name !== 'string') return 'perhaps';
      if (name.toLowerCase() === header?.name.toLowerCase()) {
        return anyOf(valuesOf(condition, 'HttpHeaderConfig'), (one) => takesHost(one, header.value)); // prettier-ignore
      }
      // A probe sends the usual ones, and of those with an `X-` only what is asked for here.
      return /^x-/iu.test(name) ? 'no' : 'perhaps';
    }
    default:
      return 'perhaps';
  }
}

function anyOf(values: readonly string[], isMet: (value: string) => boolean): Taking {
  if (values.length === 0) return 'perhaps';
  return values.some(isMet) ? 'yes' : 'no';
}

/** AWS gives them in a config of its own and, for old rules, in `Values`. */
function valuesOf(condition: JsonObject, config: string): readonly string[] {
  return [
    ...listOf(objectOf(condition[config])?.['Values']),
    ...listOf(condition['Values']),
  ].filter((one) => typeof one === 'string');
}
