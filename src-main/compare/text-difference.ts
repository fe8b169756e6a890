/** Two texts line by line, as `diff -u` shows them: what changed with three lines around it. Pure. */
import { diffArrays } from 'diff';
import { maskedAlike, shownMasked } from '../../src-shared/masked-text.ts';
import type { TextDifference } from '../../src-shared/plan.ts';
import { plain } from '../../src-shared/wording.ts';

type Line = TextDifference['lines'][number];

/** Lines of context before and after a change. */
const context = 3;
/** Both texts together; user data has at most 16 kB, so more is no text that somebody reads. */
export const mostCharacters = 400_000;
/** Inserted and removed lines that are looked for; time grows with their square. */
const mostChanges = 2000;
const longestLine = 500;

/** @returns no lines when the texts are equal. */
export function textDifference(title: string, a: string, b: string): TextDifference {
  const shown = plain(title, 80);
  if (a === b) return { title: shown, lines: [] };
  if (a.length + b.length > mostCharacters) return { title: shown, lines: [tooLong(a, b)] };
  const left = linesOf(a);
  const right = linesOf(b);
  const parts = diffArrays(left, right, { maxEditLength: mostChanges });
  if (parts === undefined) return { title: shown, lines: [tooLong(a, b)] };
  const lines = parts.flatMap((part): Line[] => {
    const kind = part.added ? 'added' : part.removed ? 'removed' : 'same';
    return part.value.map((text) => ({ kind, text }));
  });
  if (!lines.some(({ kind }) => kind !== 'same')) {
    return { title: shown, lines: [gap('They differ only in how the last line ends.')] };
  }
  return { title: shown, lines: closeTo(lines, readerOf(left, right)) };
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/u);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Marks of secrets are taken away; one that only changed its secret says so. */
function readerOf(left: readonly string[], right: readonly string[]): (line: Line) => Line {
  // Only where something is masked, and then once: a line is asked for among all of the other side.
  let [onLeft, onRight]: (ReadonlyMap<string, ReadonlySet<string>> | null)[] = [null, null];
  const twinOf = ({ kind, text }: Line): string | undefined => {
    if (kind === 'same' || !text.includes('\u27e8')) return undefined;
    const alike = kind === 'added' ? (onLeft ??= alikeIn(left)) : (onRight ??= alikeIn(right));
    for (const other of alike.get(maskedAlike(text)) ?? []) if (other !== text) return other;
    return undefined;
  };
  return (line) => {
    const text = shownMasked(line.text, twinOf(line)).replaceAll('\t', '    ');
    return { kind: line.kind, text: plain(text, longestLine) };
  };
}

/** By how they read masked: lines that may differ in their secrets only, each once. */
function alikeIn(lines: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const alike = new Map<string, Set<string>>();
  for (const line of lines) {
    if (!line.includes('\u2022')) continue;
    const key = maskedAlike(line);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, new Set([line]));
    else known.add(line);
  }
  return alike;
}

/** Leaves out what is further than three lines from any change; the rest as it can be read. */
function closeTo(lines: readonly Line[], readable: (line: Line) => Line): Line[] {
  const isNear = new Uint8Array(lines.length);
  for (const [index, { kind }] of lines.entries()) {
    if (kind !== 'same') isNear.fill(1, Math.max(0, index - context), index + context + 1);
  }
  const shown: Line[] = [];
  let left = 0;
  for (const [index, line] of lines.entries()) {
    if (isNear[index] === 0) {
      left += 1;
      continue;
    }
    if (left > 0) shown.push(equalLines(left));
    left = 0;
    shown.push(readable(line));
  }
  return left > 0 ? [...shown, equalLines(left)] : shown;
}

function equalLines(count: number): Line {
  return { ...gap(count === 1 ? '1 equal line' : `${count} equal lines`), skips: count };
}

function gap(text: string): Line {
  return { kind: 'gap', text };
}

function tooLong(a: string, b: string): Line {
  return gap(
    `They differ, in too much to show: ${a.length} characters on the left, ${b.length} on the right.`,
  );
}
