/**
 * One record is one line: `<16 hex of sha256(body)> <body>\n`, the body being JSON with `seq`, `prev`
 * (the hash of the line before), `v`, `t` and the entry. The chain starts from the rollout's id, so
 * that a line cannot stand in another file or at another place unnoticed.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { RolloutId } from '../../src-shared/ids.ts';
import { entrySchema, type JournalEntry, type WrittenEntry } from './entries.ts';

/**
 * 2: releases, what is said to them, what was seen meanwhile, and how long each call took. 3: handed over. 4: the
 * second opinion on a release. 5: findings of a comparison. A line says the oldest that understands it: what has neither is read by version 2.
 */
export const journalVersion = 5;

function versionOf(entry: JournalEntry): number {
  const isHandover =
    entry.type === 'handed' || (entry.type === 'ended' && entry.kind === 'handed-over');
  if (entry.type === 'compared') return 5;
  if (entry.type === 'judged') return 4;
  return isHandover ? 3 : 2;
}

const hashLength = 16;

export function hashOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex').slice(0, hashLength);
}

/** What `prev` of the first line is. */
export function chainStart(rollout: RolloutId): string {
  return hashOf(`rollout ${rollout}`);
}

export interface EncodedLine {
  readonly text: string;
  /** `prev` of the next line. */
  readonly hash: string;
}

export function encodeLine(
  seq: number,
  prev: string,
  atMs: number,
  entry: JournalEntry,
): EncodedLine {
  const body = JSON.stringify({ seq, prev, v: versionOf(entry), t: atMs, ...entry });
  const hash = hashOf(body);
  return { text: `${hash} ${body}\n`, hash };
}

export type DecodedLine =
  | { readonly kind: 'good'; readonly written: WrittenEntry; readonly hash: string }
  /** Whole, but made by a later version of Blockyard. */
  | { readonly kind: 'newer'; readonly version: number }
  | { readonly kind: 'damaged'; readonly because: string };

const headSchema = z.object({
  seq: z.number().int(),
  prev: z.string(),
  v: z.number().int(),
  t: z.number(),
});

/** @param bytes one line without its line feed. */
export function decodeLine(bytes: Uint8Array, seq: number, prev: string): DecodedLine {
  const hash = Buffer.from(bytes.subarray(0, hashLength)).toString('latin1');
  const body = bytes.subarray(hashLength + 1);
  if (bytes[hashLength] !== 0x20 || hashOf(body) !== hash) {
    return { kind: 'damaged', because: 'its checksum does not match' };
  }
  const json = parseJson(Buffer.from(body).toString('utf8'));
  const head = headSchema.safeParse(json);
  if (!head.success) return { kind: 'damaged', because: 'it is not a record' };
  if (head.data.v > journalVersion) return { kind: 'newer', version: head.data.v };
  if (head.data.seq !== seq || head.data.prev !== prev) {
    return { kind: 'damaged', because: 'it does not follow the line before' };
  }
  const entry = entrySchema.safeParse(json);
  if (!entry.success) return { kind: 'damaged', because: 'its content is not understood' };
  return { kind: 'good', written: { seq, atMs: head.data.t, entry: entry.data }, hash };
}

/** A whole line that says of itself what it is, wherever it stands. */
export function holdsEntry(line: string, type: JournalEntry['type']): boolean {
  const body = line.slice(hashLength + 1);
  if (line[hashLength] !== ' ' || hashOf(body) !== line.slice(0, hashLength)) return false;
  const entry = entrySchema.safeParse(parseJson(body));
  return entry.success && entry.data.type === type;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
