/** Pieces of one line that must not be shown. */

/** Offsets in UTF-16 units; `end` is behind the last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span of group `name` in each match; needs the flags `d` and `g`. */
export function spansOf(line: string, pattern: RegExp, name = 'hide'): Span[] {
  return [...line.matchAll(pattern)].flatMap((match) => {
    const found = match.indices?.groups?.[name];
    return found === undefined || found[0] === found[1] ? [] : [{ start: found[0], end: found[1] }];
  });
}

/** Sorted, without overlaps; neighbours become one. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      merged.push(span);
    }
  }
  return merged;
}

/** All of a line but its indentation and what encloses it. */
export function wholeLine(line: string, from = 0): Span[] {
  const start = from + (/^[\s"'-]*/u.exec(line.slice(from))?.[0].length ?? 0);
  const end = line.trimEnd().length;
  return start < end ? [{ start, end }] : [];
}
