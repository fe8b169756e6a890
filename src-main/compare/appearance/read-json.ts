/**
 * JSON with its numbers as they were written: 9007199254740993 and 9007199254740992 are one number to JSON.parse,
 * and two to whoever compares what two versions of a server answer. Pure.
 */

export type Json =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** Digits as they stood there. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly Json[] }
  /** Of a name that is there twice the last one counts, as everywhere. */
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, Json> };

/** Deeper nesting is no answer that somebody reads. */
const deepest = 200;

/** @returns null when it is no JSON, or is nested too deeply. */
export function readJson(text: string): Json | null {
  try {
    // It decides what JSON is; what follows only reads what is known to be whole.
    JSON.parse(text);
  } catch {
    return null;
  }
  const reader = new Reader(text);
  return reader.value(0);
}

// Alternatives of JSON's grammar that begin with different characters: linear.
// eslint-disable-next-line regexp/no-super-linear-move -- sticky: it is tried at one place alone
const token = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)|(true|false|null))/suy;

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): Json | null {
    const [, sign, quoted, number, word] = this.next();
    if (number !== undefined) return { kind: 'number', text: number };
    if (quoted !== undefined) return { kind: 'text', value: JSON.parse(quoted) as string };
    if (word !== undefined) {
      return word === 'null' ? { kind: 'null' } : { kind: 'boolean', value: word === 'true' };
    }
    if (depth >= deepest) return null;
    return sign === '[' ? this.list(depth) : this.object(depth);
  }

  private list(depth: number): Json | null {
    const items: Json[] = [];
    if (this.isNext(']')) return { kind: 'list', items };
    for (;;) {
      const item = this.value(depth + 1);
      if (item === null) return null;
      items.push(item);
      if (this.next()[1] === ']') return { kind: 'list', items };
    }
  }

  private object(depth: number): Json | null {
    const members = new Map<string, Json>();
    if (this.isNext('}')) return { kind: 'object', members };
    for (;;) {
      const name = JSON.parse(this.next()[2] ?? '""') as string;
      this.next();
      const member = this.value(depth + 1);
      if (member === null) return null;
      members.set(name, member);
      if (this.next()[1] === '}') return { kind: 'object', members };
    }
  }

  private next(): RegExpExecArray {
    token.lastIndex = this.at;
    const found = token.exec(this.text);
    if (found === null) throw new Error('This is no JSON after all.');
    this.at = token.lastIndex;
    return found;
  }

  /** Passes it when it is. */
  private isNext(sign: string): boolean {
    const before = this.at;
    if (this.next()[1] === sign) return true;
    this.at = before;
    return false;
  }
}

/** Longer numbers, and larger powers of ten, are one only when they are written alike: nobody reads them. */
const longestNumber = 1000;
const longestPower = 15;

/** Whether two numbers are one, however they are written: `1.0` and `1`, `1e3` and `1000`. Exact. */
export function isSameNumber(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length > longestNumber || b.length > longestNumber) return false;
  const [one, other] = [canonical(a), canonical(b)];
  return one !== null && one === other;
}

/** Digits without noughts at either end, and the power of ten of the last one. Null: its power is too large. */
function canonical(text: string): string | null {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/u.exec(text) ?? [];
  const digits = whole + fraction;
  let [start, end] = [0, digits.length];
  while (digits[start] === '0') start += 1;
  // A pattern would look for its noughts again from every one of them.
  while (end > start && digits[end - 1] === '0') end -= 1;
  if (start === end) return '0';
  if (power.length > longestPower) return null;
  const last = Number(power) - fraction.length + (digits.length - end);
  return `${sign}${digits.slice(start, end)}e${String(last)}`;
}
