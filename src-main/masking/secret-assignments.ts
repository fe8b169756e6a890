/** Secrets known by the name before them, in the notations of shells, YAML, JSON, INI, XML and flags. */
import { secretsOfCommands } from './secret-commands.ts';
import { fetchingCommand, isHarmlessValue, isSecretName } from './secret-names.ts';
import { spansOf, type Span } from './span.ts';

/**
 * `NAME=`, `"name": `, `name := `, `--name=`, `name => `; quotes around the name may be escaped. A name is
 * tried from its beginning only: from each of its letters it would be read again.
 */
const assigned =
  /(?<![\w.$-])[\d.$-]*(?<name>[A-Za-z_][\w.$-]*)(?:\\*["'`])?\]?\s{0,20}(?:=>|:=|\?=|\+=|==?|:(?![:/]))\s{0,20}/gu;
/** `--name value`, `setx NAME value`, `aws configure set name value`, `ENV NAME value`. */
const spaced =
  /(?:--?(?<flag>[A-Za-z][\w-]{0,80})|\b(?:setx|setenv|ENV|ARG|SetEnv|configure set|config set|Environment)\s+"?(?<name>[\w.-]{1,120})|^\s*(?<setting>[A-Za-z][\w.-]{0,80}))\s+(?=[^\s=:])/gu;
/** `<password>x</password>`, and `key="password" value="x"` in either quotes. */
const element = /<(?<name>[\w:.-]{1,80})>(?<hide>[^<]+)/dgu;
const keyAndValue =
  /\b(?:key|name)\\*["']?\s*[=:]\s*\\*["']?(?<name>[\w.-]{1,120})\\*["']?[\s,]+\\*["']?value\\*["']?\s*[=:]\s*/giu;

/**
 * The value that begins at `at`: what stands in its quotes, or, without quotes, all up to a blank
 * where the notation is surely a shell's, and up to the end of the line where a blank may belong to it.
 */
function valueAt(line: string, at: number, endsAtBlank: boolean): Span[] {
  const rest = line.slice(at);
  if (fetchingCommand.test(rest)) return [];
  const quoted = /^(?<open>\\*(?:"""|'''|["'`]))(?<hide>.*)$/su.exec(rest);
  const open = quoted?.groups?.['open'];
  const inside = quoted?.groups?.['hide'];
  if (open !== undefined && inside !== undefined) {
    const start = at + open.length;
    const end = start + closingOf(inside, open);
    return isHarmlessValue(line.slice(start, end)) ? [] : [{ start, end }];
  }
  const first = /^[^\s"']+/u.exec(rest)?.[0] ?? '';
  if (isHarmlessValue(first) || isHarmlessValue(first.replace(/[,;)}\]]{1,10}$/u, ''))) return [];
  const end = at + (endsAtBlank ? (/^\S+/u.exec(rest)?.[0].length ?? 0) : beforeComment(rest));
  return end > at ? [{ start: at, end }] : [];
}

function beforeComment(rest: string): number {
  const comment = /\s#/u.exec(rest);
  return rest.slice(0, comment?.index).trimEnd().length;
}

/** Where the text in quotes ends; an unclosed one goes on to the end of the line. */
function closingOf(inside: string, open: string): number {
  for (let at = 0; at < inside.length; at += 1) {
    if (inside.startsWith(open, at)) return at;
    if (inside[at] === '\\' && open !== "'") at += 1;
  }
  return inside.trimEnd().length;
}

/** Each value is looked for up to the end of its line: so many are, and then the rest is hidden. */
const mostValues = 50;

interface ValuePlace {
  readonly at: number;
  readonly endsAtBlank: boolean;
}

/** @param placeOf null when the name is none of a secret. */
function valuesIn(
  line: string,
  names: RegExp,
  placeOf: (match: RegExpExecArray) => ValuePlace | null,
): Span[] {
  const found: Span[] = [];
  let values = 0;
  for (const match of line.matchAll(names)) {
    const place = placeOf(match);
    if (place === null) continue;
    values += 1;
    if (values > mostValues) return [...found, { start: place.at, end: line.length }];
    found.push(...valueAt(line, place.at, place.endsAtBlank));
  }
  return found;
}

function assignedAt(match: RegExpExecArray): ValuePlace | null {
  const name = match.groups?.['name'] ?? '';
  if (!isSecretName(name)) return null;
  // Shells know neither blanks around `=` nor dots and small letters in most names.
  const isFirst = match.index + match[0].indexOf(name) === 0;
  const endsAtBlank = /^[^\s:]*=$/u.test(match[0]) && (/^[A-Z0-9_]+$/u.test(name) || !isFirst);
  return { at: match.index + match[0].length, endsAtBlank };
}

function spacedAt(match: RegExpExecArray): ValuePlace | null {
  const { flag, name, setting } = match.groups ?? {};
  // A line that begins with such a word is a setting only where the word says so alone: `requirepass x`.
  const isSetting =
    setting !== undefined && /^(?:requirepass|masterauth|password|secret|psk)$/iu.test(setting);
  if (!isSetting && !isSecretName(flag ?? name ?? '')) return null;
  const at = match.index + match[0].length;
  return flag !== undefined && match.input[at] === '-' ? null : { at, endsAtBlank: true };
}

function pairedAt(match: RegExpExecArray): ValuePlace | null {
  if (!isSecretName(match.groups?.['name'] ?? '')) return null;
  return { at: match.index + match[0].length, endsAtBlank: true };
}

/** `secret:` is a part of some, and names no value. */
const resourceName = /\barn:aws[\w-]*:[\w-]+:[\w-]*:\d*:[\w:/.*+=@-]*/gu;

export function secretsByName(whole: string): Span[] {
  const line = whole.replace(resourceName, (found) => ' '.repeat(found.length));
  return [
    ...valuesIn(line, assigned, assignedAt),
    ...valuesIn(line, spaced, spacedAt),
    ...[...line.matchAll(element)]
      .filter((match) => isSecretName(match.groups?.['name'] ?? ''))
      .flatMap((match) => spansOf(match[0], element).map((span) => shifted(span, match.index))),
    ...valuesIn(line, keyAndValue, pairedAt),
    ...secretsOfCommands(line),
  ];
}

function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
