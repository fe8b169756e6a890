/** Secrets that span lines: key blocks, nested YAML, a name on one line and its value on the next. */
import { isHarmlessValue, isSecretName } from './secret-names.ts';
import { wholeLine, type Span } from './span.ts';

/** Spans for each line, by its index. */
export type SpansByLine = ReadonlyMap<number, readonly Span[]>;

const keyBegins = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,20}-----/u;
const keyEnds = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,20}-----/u;

/** From BEGIN to END; a block that never ends goes on to the end of the text. */
export function privateKeys(lines: readonly string[]): SpansByLine {
  const found = new Map<number, readonly Span[]>();
  let isInside = false;
  for (const [index, line] of lines.entries()) {
    const begin = isInside ? null : keyBegins.exec(line);
    if (!isInside && begin === null) continue;
    const from = begin === null ? 0 : begin.index + begin[0].length;
    const end = keyEnds.exec(line.slice(from));
    const upTo = end === null ? line.length : from + end.index;
    const [whole] = wholeLine(line.slice(0, upTo), from);
    if (whole !== undefined) found.set(index, [whole]);
    isInside = end === null;
  }
  return found;
}

const nestedKey =
  /^(?<indent>\s*(?:- )?)["']?(?<name>[\w.-]{1,120})["']?\s*:\s*(?:[|>][+-]?\d?\s*)?(?:#.*)?$/u;

/** `password: |` and `chpasswd:` with what is indented below them. */
export function nestedValues(lines: readonly string[]): SpansByLine {
  const found = new Map<number, readonly Span[]>();
  let secretIndent: number | null = null;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const indent = line.length - line.trimStart().length;
    const isListItem = secretIndent !== null && indent === secretIndent && /^\s*- /u.test(line);
    if (secretIndent !== null && (indent > secretIndent || isListItem)) {
      const spans = nestedSpans(line);
      if (spans.length > 0) found.set(index, spans);
      continue;
    }
    const match = nestedKey.exec(line);
    const isSecret = match !== null && isSecretName(match.groups?.['name'] ?? '');
    secretIndent = isSecret ? indent : null;
  }
  return found;
}

/** Below a secret name: the value of `name: value`, else the whole line. */
function nestedSpans(line: string): Span[] {
  const pair = /^\s*(?:- )?["']?[\w.-]{1,80}["']?\s*:\s+/u.exec(line)?.[0] ?? '';
  const isHeader = pair === '' && nestedKey.test(line);
  return isHeader ? [] : wholeLine(line, pair.length).filter(notHarmless(line));
}

/** Of a line without its indentation: beside the blanks after a brace it could be split in many ways. */
const namedHere =
  /^(?:- )?[{\s]*["']?(?:name|key|variable)["']?\s*[:=]\s*["']?(?<name>[\w./-]{1,120})["']?,?\s*$/iu;
const valueHere = /^\s*(?:- )?["']?(?:value|defaultvalue|parametervalue)["']?\s*[:=]\s*["']?/iu;

/** `name: DB_PASSWORD` on one line and `value: x` within the next three. */
export function pairedValues(lines: readonly string[]): SpansByLine {
  const found = new Map<number, readonly Span[]>();
  for (const [index, line] of lines.entries()) {
    if (!isSecretName(namedHere.exec(line.trimStart())?.groups?.['name'] ?? '')) continue;
    for (let next = index + 1; next <= index + 3 && next < lines.length; next += 1) {
      const text = lines[next] ?? '';
      const before = valueHere.exec(text)?.[0];
      if (before !== undefined) {
        found.set(next, wholeLine(text, before.length).filter(notHarmless(text)));
        break;
      }
      if (namedHere.test(text.trimStart())) break;
    }
  }
  return found;
}

function notHarmless(line: string): (span: Span) => boolean {
  return ({ start, end }) => !isHarmlessValue(line.slice(start, end).replace(/["',]{1,10}$/u, ''));
}
