/** The list of what an image consists of, in its order, and the digest that names it. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { asImageId } from '../../../src-shared/ids.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import { entryOfLine, lineOfEntry, type ImageEntry } from '../../../src-shared/image-list.ts';

/** An image of 200 000 files is gone through in turns of about 2 ms, so that traffic goes on. */
const ENTRIES_PER_TURN = 1000;

/** Byte order of UTF-8, so that every platform and locale sorts the same way. */
export async function sortedByPath<Entry extends { readonly path: string }>(
  entries: readonly Entry[],
): Promise<Entry[]> {
  let runs: Keyed<Entry>[][] = [];
  for (let at = 0; at < entries.length; at += ENTRIES_PER_TURN) {
    const turn = entries.slice(at, at + ENTRIES_PER_TURN);
    const run = turn.map((entry) => ({ entry, key: Buffer.from(entry.path) }));
    runs.push(run.sort(byKey));
    await nextTurn();
  }
  while (runs.length > 1) {
    const merged: Keyed<Entry>[][] = [];
    for (let at = 0; at < runs.length; at += 2) {
      merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? []));
    }
    runs = merged;
  }
  return (runs[0] ?? []).map((one) => one.entry);
}

interface Keyed<Entry> {
  readonly entry: Entry;
  readonly key: Buffer;
}

function byKey(a: { readonly key: Buffer }, b: { readonly key: Buffer }): number {
  return Buffer.compare(a.key, b.key);
}

async function merge<Entry>(
  left: readonly Keyed<Entry>[],
  right: readonly Keyed<Entry>[],
): Promise<Keyed<Entry>[]> {
  const merged: Keyed<Entry>[] = [];
  let leftAt = 0;
  let rightAt = 0;
  while (leftAt < left.length || rightAt < right.length) {
    const a = left[leftAt];
    const b = right[rightAt];
    if (b === undefined || (a !== undefined && byKey(a, b) <= 0)) {
      if (a !== undefined) merged.push(a);
      leftAt += 1;
    } else {
      merged.push(b);
      rightAt += 1;
    }
    if (merged.length % (4 * ENTRIES_PER_TURN) === 0) await nextTurn();
  }
  return merged;
}

/** The list as it is stored and hashed: paths, kinds, content, executable bits, link targets. */
export async function listText(sorted: readonly ImageEntry[]): Promise<string> {
  const parts: string[] = [];
  for (let at = 0; at < sorted.length; at += ENTRIES_PER_TURN) {
    const turn = sorted.slice(at, at + ENTRIES_PER_TURN);
    parts.push(turn.map((entry) => `${lineOfEntry(entry)}\n`).join(''));
    await nextTurn();
  }
  return parts.join('');
}

/** Throws when the text was not made by `listText`. */
export async function readList(text: string): Promise<ImageEntry[]> {
  const lines = text.split('\n');
  const entries: ImageEntry[] = [];
  for (const [index, line] of lines.entries()) {
    if (line !== '') entries.push(entryOfLine(line));
    if (index % ENTRIES_PER_TURN === ENTRIES_PER_TURN - 1) await nextTurn();
  }
  return entries;
}

/** The image's name: `sha256:` and the digest of its list. Times and owners are not in it. */
export function imageIdOfList(text: string): ImageId {
  return asImageId(`sha256:${createHash('sha256').update(text).digest('hex')}`);
}

/** `sha256-<hex>`: a colon is not allowed in Windows file names. Null for anything else. */
export function folderNameOf(id: ImageId): string | null {
  return /^sha256:[0-9a-f]{64}$/.test(id) ? id.replace(':', '-') : null;
}

export function imageIdOfFolderName(name: string): ImageId | null {
  return /^sha256-[0-9a-f]{64}$/.test(name) ? asImageId(name.replace('-', ':')) : null;
}

export function bytesOf(entries: readonly ImageEntry[]): number {
  return entries.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.bytes : 0), 0);
}

export function fileCountOf(entries: readonly ImageEntry[]): number {
  return entries.filter((entry) => entry.kind !== 'folder').length;
}
