/** One changed file of two images: line by line where it is text, else in a sentence. Pure. */
import { createHash } from 'node:crypto';
import type { FileDifference } from '../../../src-shared/contents.ts';
import { bytesText } from '../../../src-shared/bytes-text.ts';
import { longestLine, maskSecrets, type MarkSecret } from '../../masking/mask-secrets.ts';
import { mostCharacters, textDifference } from '../text-difference.ts';
import type { EntryChange } from './file-changes.ts';
import { pathOf } from './file-changes.ts';
import { fileRow, shownPath } from './file-rows.ts';

/** Both sides together: larger files are no text that somebody reads here. */
export const mostFileBytes = 4 * 1024 * 1024;
/** Of a file that is on one side only. */
const linesOfOneSide = 1000;
/** Git looks as far for a zero byte. */
const looksForZero = 8000;

export interface WantedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export type WantedPair =
  | { readonly kind: 'told'; readonly text: string }
  | { readonly kind: 'read'; readonly a: WantedFile | null; readonly b: WantedFile | null };

/** What has to be read to show it; or why nothing is. */
export function wantedOf(change: EntryChange): WantedPair {
  const { a, b } = change;
  const { note } = fileRow(change, 0);
  const told = (text: string): WantedPair => ({ kind: 'told', text });
  if (a?.kind !== 'file' && b?.kind !== 'file') {
    return told(note === null ? 'It is a folder.' : `It ${note}.`);
  }
  if (a !== null && b !== null && a.kind !== b.kind) return told(`It ${note ?? ''}.`);
  const left = a?.kind === 'file' ? a : null;
  const right = b?.kind === 'file' ? b : null;
  if (left !== null && right?.sha256 === left.sha256) {
    const what = note === null ? '' : ` It ${note}.`;
    return told(`The content is the same on both sides.${what}`);
  }
  if ((left?.bytes ?? 0) + (right?.bytes ?? 0) > mostFileBytes) {
    return told(`Too large to show line by line: ${sizes(left, right)}.`);
  }
  return { kind: 'read', a: left, b: right };
}

/** @param a content of the left file; null where there is none. */
export function fileDifference(
  change: EntryChange,
  a: Uint8Array | null,
  b: Uint8Array | null,
  mark: MarkSecret,
): FileDifference {
  const [left, right] = [textIn(a), textIn(b)];
  if (left === null || right === null) return { kind: 'told', text: binaryText(a, b) };
  const isOneSided = a === null || b === null;
  const short = [left, right].map((text) => shortLines(isOneSided ? firstLines(text) : text));
  // Of more than can be shown only the lengths are told: masking all of it first would take long.
  const isShown = short.join('').length <= mostCharacters;
  const [one, other] = isShown ? short.map((text) => maskSecrets(text, mark)) : short;
  const difference = textDifference(shownPath(pathOf(change)), one ?? '', other ?? '');
  const cut = isOneSided ? lineCount(left) + lineCount(right) - linesOfOneSide : 0;
  if (cut <= 0) return { kind: 'text', difference };
  const rest = { kind: 'gap' as const, text: `${cut} more lines` };
  return { kind: 'text', difference: { ...difference, lines: [...difference.lines, rest] } };
}

/** Empty where there is no file; null where it is no text. */
function textIn(data: Uint8Array | null): string | null {
  if (data === null) return '';
  if (data.subarray(0, looksForZero).includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return null;
  }
}

function binaryText(a: Uint8Array | null, b: Uint8Array | null): string {
  const what = `Binary, or text that is not UTF-8: ${sizes(
    a === null ? null : { bytes: a.length },
    b === null ? null : { bytes: b.length },
  )}.`;
  if (a === null || b === null) return what;
  const same = Math.min(a.length, b.length);
  let at = 0;
  while (at < same && a[at] === b[at]) at += 1;
  return `${what} They differ from byte ${at + 1} on.`;
}

function sizes(a: { bytes: number } | null, b: { bytes: number } | null): string {
  if (a === null) return bytesText(b?.bytes ?? 0);
  if (b === null) return bytesText(a.bytes);
  return `${bytesText(a.bytes)} on the left, ${bytesText(b.bytes)} on the right`;
}

/** A line of a bundle, say: hidden by the masking it would look like one secret. Its digest tells it from another. */
function shortLines(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.length > longestLine ? longLineText(line) : line))
    .join('\n');
}

function longLineText(line: string): string {
  const digest = createHash('sha256').update(line).digest('hex').slice(0, 12);
  return `(a line of ${line.length} characters, too long to show; SHA-256 ${digest}\u2026)`;
}

function firstLines(text: string): string {
  return text.split('\n', linesOfOneSide).join('\n');
}

function lineCount(text: string): number {
  if (text === '') return 0;
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
