/** Changes of files as they are shown: counts, rows, and what a search finds. Pure. */
import type { ContentsReport, FileChange, FileRow } from '../../../src-shared/contents.ts';
import type { ImageEntry } from '../../../src-shared/image-list.ts';
import { plain, plainEnds } from '../../../src-shared/wording.ts';
import { pathOf, type EntryChange } from './file-changes.ts';

type FilesReport = NonNullable<ContentsReport['files']>;
type Amount = FilesReport['a'];

/** Longer paths lose their middle: the name at the end tells them apart. */
const longestPath = 300;

/** Changes that are worth a row: a folder that is new only because of what is in it tells nothing. */
export function worthARow(changes: readonly EntryChange[]): readonly EntryChange[] {
  const filled = new Set<string>();
  for (const change of changes) {
    for (const entry of [change.a, change.b]) {
      if (entry !== null) filled.add(entry.path.slice(0, entry.path.lastIndexOf('/')));
    }
  }
  return changes.filter((change) => {
    const entry = change.b ?? change.a;
    return change.change === 'changed' || entry?.kind !== 'folder' || !filled.has(entry.path);
  });
}

export function filesReport(
  a: readonly ImageEntry[],
  b: readonly ImageEntry[],
  changes: readonly EntryChange[],
): FilesReport {
  const sums: Record<FileChange, Amount> = {
    added: nothing,
    removed: nothing,
    changed: nothing,
    moved: nothing,
  };
  for (const { change, a: left, b: right } of changes) {
    const bytes = change === 'changed' ? bytesIn(right) - bytesIn(left) : bytesIn(right ?? left);
    sums[change] = { count: sums[change].count + 1, bytes: sums[change].bytes + bytes };
  }
  const [all, other] = [amountOf(a), amountOf(b)];
  const differing = changes.filter((one) => one.a !== null && one.a.kind !== 'folder');
  return {
    a: all,
    b: other,
    ...sums,
    equal: {
      count: all.count - differing.length,
      bytes: all.bytes - differing.reduce((sum, one) => sum + bytesIn(one.a), 0),
    },
  };
}

const nothing: Amount = { count: 0, bytes: 0 };

function amountOf(entries: readonly ImageEntry[]): Amount {
  let [count, bytes] = [0, 0];
  for (const entry of entries) {
    if (entry.kind !== 'folder') count += 1;
    bytes += bytesIn(entry);
  }
  return { count, bytes };
}

function bytesIn(entry: ImageEntry | null): number {
  return entry?.kind === 'file' ? entry.bytes : 0;
}

export function fileRow(change: EntryChange, row: number): FileRow {
  const { a, b } = change;
  return {
    row,
    change: change.change,
    kind: (b ?? a)?.kind ?? 'file',
    path: shownPath(pathOf(change)),
    from: change.change === 'moved' && a !== null ? shownPath(a.path) : null,
    bytesA: a?.kind === 'file' ? a.bytes : null,
    bytesB: b?.kind === 'file' ? b.bytes : null,
    note: noteOf(change),
  };
}

export function shownPath(path: string): string {
  return plainEnds(path, longestPath);
}

function noteOf({ a, b }: EntryChange): string | null {
  if (a !== null && b !== null && a.kind !== b.kind) return `was a ${a.kind}, is a ${b.kind}`;
  if (a?.kind === 'file' && b?.kind === 'file' && a.executable !== b.executable) {
    return b.executable ? 'became executable' : 'is no longer executable';
  }
  if (a?.kind === 'link' && b?.kind === 'link') {
    return `led to ${plain(a.target, 100)}, leads to ${plain(b.target, 100)}`;
  }
  const link = [b, a].find((entry) => entry?.kind === 'link');
  return link?.kind === 'link' ? `leads to ${plain(link.target, 100)}` : null;
}

/** @param filter words that all have to be in the path, in small letters or not. */
export function foundRows(
  changes: readonly EntryChange[],
  filter: string,
  change: FileChange | null,
): readonly number[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const found: number[] = [];
  for (const [row, one] of changes.entries()) {
    if (change !== null && one.change !== change) continue;
    if (words.length > 0) {
      const text = `${one.a?.path ?? ''} ${one.b?.path ?? ''}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
    }
    found.push(row);
  }
  return found;
}
