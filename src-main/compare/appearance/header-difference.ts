/** Headers of two answers. What differs from answer to answer by itself is told apart, never left out in silence. Pure. */
import type { AnswerRow } from '../../../src-shared/appearance-schema.ts';
import { plain } from '../../../src-shared/wording.ts';
import { maskValue, type MarkSecret } from '../../masking/mask-secrets.ts';

/** Of one answer, one connection or one server, and not of the generation. */
const ofOneAnswer = new Set([
  ...['age', 'connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length', 'etag'],
  ...['last-modified', 'expires', 'server-timing', 'via', 'x-request-id', 'x-amzn-requestid'],
  ...['x-amzn-trace-id', 'x-amz-cf-id', 'x-amz-cf-pop', 'x-cache', 'x-correlation-id', 'traceparent'],
  ...['x-runtime', 'x-response-time', 'cf-ray', 'report-to', 'nel'],
  // Of our own entry: which generation answered.
  'x-blockyard-generation',
]); // prettier-ignore

export type Headers = ReadonlyMap<string, string>;

export interface HeaderDifference {
  readonly rows: readonly AnswerRow[];
  /** Names of those that differ and do not count. */
  readonly ignored: readonly string[];
}

/** @param a by names in lower case. @param ignored names that do not count besides, in lower case. */
export function headerDifference(
  a: Headers,
  b: Headers,
  ignored: readonly string[],
  mark: MarkSecret,
): HeaderDifference {
  const isIgnored = (name: string): boolean => ofOneAnswer.has(name) || ignored.includes(name);
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  const differing = names.filter((name) => a.get(name) !== b.get(name));
  return {
    rows: differing
      .filter((name) => !isIgnored(name))
      .map((name) => {
        const [left, right] = [a.get(name), b.get(name)];
        return {
          name: plain(name, 100),
          change: left === undefined ? 'added' : right === undefined ? 'removed' : 'changed',
          a: left === undefined ? null : shown(name, left, mark),
          b: right === undefined ? null : shown(name, right, mark),
        };
      }),
    ignored: differing.filter(isIgnored).map((name) => plain(name, 100)),
  };
}

function shown(name: string, value: string, mark: MarkSecret): string {
  if (name !== 'set-cookie') return plain(maskValue(name, value, mark), 300);
  // Their names and flags tell one version from another; their values are somebody's session.
  return plain(
    value.replace(/(^|, )([^=;,\s]+)=([^;,]*)/gu, (whole, before: string, cookie: string, held: string) =>
      /^(?:expires|max-age|path|domain|samesite)$/iu.test(cookie) ? whole : `${before}${cookie}=${mark(held)}`), // prettier-ignore
    300,
  );
}
