/**
 * Hides secrets in user data, templates and tags before they leave a yard. Lines stay lines, so that a
 * comparison still reads. Where a secret stood, a mark stands: equal for equal secrets, and only as long
 * as the key of this run of the program. Nothing but the mark tells about the secret, not even its length.
 */
import { secretsByName } from './secret-assignments.ts';
import { nestedValues, pairedValues, privateKeys, type SpansByLine } from './secret-blocks.ts';
import { isHarmlessValue, isSecretName } from './secret-names.ts';
import { isReadable, secretsByShape } from './secret-shapes.ts';
import { mergeSpans, wholeLine, type Span } from './span.ts';

/** @returns what stands in its place; equal for equal secrets. */
export type MarkSecret = (secret: string) => string;

/** Base64 in base64 in base64: deeper than anybody nests, and bounded. */
const deepest = 3;
/** As long as all of user data may be as it is sent. Each pattern's work is bounded by the line it is given. */
export const longestLine = 16_384;

export function maskSecrets(text: string, mark: MarkSecret): string {
  return masked(text, mark, 0);
}

/** A value with a name of its own: a tag, a parameter. */
export function maskValue(name: string, value: string, mark: MarkSecret): string {
  if (value !== '' && isSecretName(name) && !isHarmlessValue(value)) return mark(value);
  return maskSecrets(value, mark);
}

function masked(text: string, mark: MarkSecret, depth: number): string {
  const whole = text.split('\n');
  const isLong = ({ length }: string): boolean => length > longestLine;
  // Nobody reads them, and what is in them would have to be looked through by every pattern: hidden whole.
  const lines = whole.map((line) => (isLong(line) ? '' : line));
  const blocks: readonly SpansByLine[] = [
    privateKeys(lines),
    nestedValues(lines),
    pairedValues(lines),
    wrappedBase64(lines, depth),
  ];
  return whole
    .map((line, index) => {
      if (isLong(line)) return replaceSpans(line, wholeLine(line), mark);
      const spans = mergeSpans([
        ...blocks.flatMap((found) => found.get(index) ?? []),

        ...secretsByName(line),
        ...secretsByShape(line),
        ...base64In(line, depth),
      ]);
      return replaceSpans(line, spans, mark);
    })
    .join('\n');
}

function replaceSpans(line: string, spans: readonly Span[], mark: MarkSecret): string {
  let text = '';
  let at = 0;
  for (const { start, end } of spans) {
    text += line.slice(at, start) + mark(line.slice(start, end));
    at = end;
  }
  return text + line.slice(at);
}

const base64Run = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}={0,2}(?![A-Za-z0-9+/=_-])/gu;

function base64In(line: string, depth: number): Span[] {
  return [...line.matchAll(base64Run)]
    .filter(([run]) => holdsSecret(run, depth))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** Base64 broken into lines, as `base64` and editors break it. */
function wrappedBase64(lines: readonly string[], depth: number): SpansByLine {
  const found = new Map<number, readonly Span[]>();
  let first = 0;
  while (first < lines.length) {
    let next = first;
    while (next < lines.length && /^\s*[A-Za-z0-9+/]{20,}={0,2}\s*$/u.test(lines[next] ?? '')) {
      next += 1;
    }
    const run = lines.slice(first, next);
    if (run.length > 1 && holdsSecret(run.map((line) => line.trim()).join(''), depth)) {
      for (const [offset, line] of run.entries()) found.set(first + offset, wholeLine(line));
    }
    first = Math.max(next, first + 1);
  }
  return found;
}

function holdsSecret(run: string, depth: number): boolean {
  if (depth >= deepest) return false;
  const bytes = Buffer.from(run, 'base64');
  // Keys in DER (a certificate begins alike) and anything compressed: what cannot be read is hidden.
  if (bytes[0] === 0x30 && bytes[1] === 0x82 && bytes.length > 64) return true;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return true;
  const text = bytes.toString('utf8');
  if (bytes.length < 8 || !isReadable(text)) return false;
  return masked(text, () => '\u0000', depth + 1).includes('\u0000');
}
