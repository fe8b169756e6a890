/**
 * Two answers in JSON, value by value: the order of an object's members does not count, that of a list does, a number
 * is compared by its digits, and another type is another value. Pure.
 */
import type { AnswerRow } from '../../../src-shared/appearance-schema.ts';
import { plain } from '../../../src-shared/wording.ts';
import { maskValue, type MarkSecret } from '../../masking/mask-secrets.ts';
import { isSameNumber, type Json } from './read-json.ts';

export const mostRows = 500;
const longestValue = 300;
/** More than any pattern reaches. The whole of it for each value would be an answer's length, squared. */
const longestPath = 1000;

export interface JsonDifference {
  readonly rows: readonly AnswerRow[];
  readonly unlisted: number;
  /** Where they differ, and the operator ignores it. */
  readonly ignored: readonly string[];
}

/** @param ignored paths like `$.items[*].time`: with all that is below them. */
export function jsonDifference(
  a: Json,
  b: Json,
  ignored: readonly string[],
  mark: MarkSecret,
): JsonDifference {
  const rows: AnswerRow[] = [];
  const passed = new Set<string>();
  let unlisted = 0;
  const patterns = ignored.map((pattern) => ({ pattern, test: ignoreTest(pattern) }));

  const tell = (at: Place, left: Json | null, right: Json | null): void => {
    if (rows.length >= mostRows) {
      unlisted += 1;
      return;
    }
    const shown = (value: Json | null): string | null =>
      value === null ? null : valueText(at.name, value, mark, left?.kind !== right?.kind);
    const change = left === null ? 'added' : right === null ? 'removed' : 'changed';
    rows.push({ name: plain(at.path, 300), change, a: shown(left), b: shown(right) });
  };

  const compare = (at: Place, left: Json | null, right: Json | null): void => {
    if (left !== null && right !== null) {
      if (left.kind === 'object' && right.kind === 'object') {
        const names = new Set([...left.members.keys(), ...right.members.keys()]);
        for (const name of names) {
          const place = { path: pathTo(at.path, memberText(name)), name: cut(name) };
          compare(place, left.members.get(name) ?? null, right.members.get(name) ?? null);
        }
        return;
      }
      if (left.kind === 'list' && right.kind === 'list') {
        const count = Math.max(left.items.length, right.items.length);
        for (let index = 0; index < count; index += 1) {
          const place = { path: pathTo(at.path, `[${String(index)}]`), name: at.name };
          compare(place, left.items[index] ?? null, right.items[index] ?? null);
        }
        return;
      }
      if (isEqual(left, right)) return;
    }
    const pattern = patterns.find(({ test }) => test.test(at.path));
    if (pattern === undefined) tell(at, left, right);
    else passed.add(plain(pattern.pattern, 200));
  };
  compare({ path: '$', name: '' }, a, b);
  return { rows, unlisted, ignored: [...passed] };
}

interface Place {
  readonly path: string;
  /** Of the member that it is or is in: it tells a secret. */
  readonly name: string;
}

function isEqual(a: Json, b: Json): boolean {
  if (a.kind === 'number' && b.kind === 'number') return isSameNumber(a.text, b.text);
  if (a.kind === 'text' && b.kind === 'text') return a.value === b.value;
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value === b.value;
  return a.kind === 'null' && b.kind === 'null';
}

/** @param saysType another type on the other side: `"4" (text)` and `4 (number)`. */
function valueText(name: string, value: Json, mark: MarkSecret, saysType: boolean): string {
  const text = plain(bareText(name, value, mark), longestValue);
  return saysType ? `${text} (${value.kind})` : text;
}

function bareText(name: string, value: Json, mark: MarkSecret): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.text;
    case 'text':
      return JSON.stringify(maskValue(name, value.value, mark));
    case 'list':
      return `[${String(value.items.length)} ${value.items.length === 1 ? 'item' : 'items'}]`;
    case 'object':
      return `{${[...value.members.keys()].slice(0, 8).join(', ')}}`;
  }
}

function pathTo(path: string, step: string): string {
  return path.length >= longestPath ? path : cut(`${path}${step}`);
}

function cut(text: string): string {
  return text.length > longestPath ? text.slice(0, longestPath) : text;
}

function memberText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function ignoreTest(pattern: string): RegExp {
  const parts = pattern.split('[*]').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&'));
  return new RegExp(`^${parts.join('\\[\\d+\\]')}(?=$|[.[])`, 'u');
}
