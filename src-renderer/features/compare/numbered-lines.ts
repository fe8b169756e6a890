/** The lines of a difference with their numbers on both sides, and what changed within each. Pure. */
import type { TextDifference } from '../../../src-shared/plan.ts';
import { plain } from '../../../src-shared/wording.ts';
import { changedPart, type PartedText } from './changed-part.ts';

type Line = TextDifference['lines'][number];

export interface NumberedLine {
  readonly kind: Line['kind'];
  readonly text: string;
  /** From 1; null where the line is not on that side, or is not known there. */
  readonly left: number | null;
  readonly right: number | null;
  /** Beside its twin on the other side; null where it has none. */
  readonly parted: PartedText | null;
}

export function numberedLines(lines: readonly Line[]): readonly NumberedLine[] {
  let left: number | null = 1;
  let right: number | null = 1;
  const numbered: NumberedLine[] = [];
  for (const { kind, text, skips } of lines) {
    const isLeft = kind === 'same' || kind === 'removed';
    const isRight = kind === 'same' || kind === 'added';
    numbered.push({
      ...{ kind, text: plain(text, 500), parted: null },
      left: isLeft ? left : null,
      right: isRight ? right : null,
    });
    const step = kind === 'gap' ? (skips ?? null) : 1;
    // Behind a gap of unknown length no number is known any more.
    left = left === null || step === null ? null : left + (isLeft || kind === 'gap' ? step : 0);
    right = right === null || step === null ? null : right + (isRight || kind === 'gap' ? step : 0);
  }
  return withTwins(numbered);
}

/** Removed lines and the added ones right behind them, one by one: the first is the first one's twin. */
function withTwins(lines: NumberedLine[]): readonly NumberedLine[] {
  let at = 0;
  while (at < lines.length) {
    const removed = runOf(lines, at, 'removed');
    const added = runOf(lines, at + removed, 'added');
    for (let index = 0; index < Math.min(removed, added); index += 1) {
      pair(lines, at + index, at + removed + index);
    }
    at += Math.max(1, removed + added);
  }
  return lines;
}

function pair(lines: NumberedLine[], one: number, other: number): void {
  const [left, right] = [lines[one], lines[other]];
  if (left === undefined || right === undefined) return;
  const parts = changedPart(left.text, right.text);
  if (parts === null) return;
  lines[one] = { ...left, parted: parts[0] };
  lines[other] = { ...right, parted: parts[1] };
}

function runOf(lines: readonly NumberedLine[], from: number, kind: Line['kind']): number {
  let length = 0;
  while (lines[from + length]?.kind === kind) length += 1;
  return length;
}
