/** What differs between two images, entry by entry, from their lists alone. Pure. */
import type { FileChange } from '../../../src-shared/contents.ts';
import type { ImageEntry } from '../../../src-shared/image-list.ts';

export interface EntryChange {
  readonly change: FileChange;
  readonly a: ImageEntry | null;
  readonly b: ImageEntry | null;
}

type File = Extract<ImageEntry, { kind: 'file' }>;

/**
 * All of them in the order of their paths. A file counts as moved only when that is sure: its content is on each
 * side exactly once, and not empty. Else it is removed here and added there, which is true as well.
 */
export function entryChanges(
  a: readonly ImageEntry[],
  b: readonly ImageEntry[],
): readonly EntryChange[] {
  const left = new Map(a.map((entry) => [entry.path, entry]));
  const right = new Map(b.map((entry) => [entry.path, entry]));
  const removed: ImageEntry[] = [];
  const added: ImageEntry[] = [];
  const changes: EntryChange[] = [];
  for (const entry of left.values()) {
    const other = right.get(entry.path);
    if (other === undefined) removed.push(entry);
    else if (!isEqual(entry, other)) changes.push({ change: 'changed', a: entry, b: other });
  }
  for (const entry of right.values()) if (!left.has(entry.path)) added.push(entry);
  const moves = surelyMoved(removed, added, left, right);
  const movedFrom = new Set([...moves.values()].map(({ path }) => path));
  for (const entry of removed) {
    if (!movedFrom.has(entry.path)) changes.push({ change: 'removed', a: entry, b: null });
  }
  for (const entry of added) {
    const from = moves.get(entry.path);
    if (from === undefined) changes.push({ change: 'added', a: null, b: entry });
    else changes.push({ change: 'moved', a: from, b: entry });
  }
  return changes.sort((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1));
}

/** Where it is on the right, else where it was on the left. */
export function pathOf({ a, b }: EntryChange): string {
  return (b ?? a)?.path ?? '';
}

function isEqual(a: ImageEntry, b: ImageEntry): boolean {
  if (a.kind === 'file' && b.kind === 'file') return isSameContent(a, b);
  if (a.kind === 'link' && b.kind === 'link') return a.target === b.target;
  return a.kind === b.kind;
}

function isSameContent(a: File, b: File): boolean {
  return a.sha256 === b.sha256 && a.bytes === b.bytes && a.executable === b.executable;
}

/** By the path on the right: what it was on the left. */
function surelyMoved(
  removed: readonly ImageEntry[],
  added: readonly ImageEntry[],
  left: ReadonlyMap<string, ImageEntry>,
  right: ReadonlyMap<string, ImageEntry>,
): ReadonlyMap<string, File> {
  const gone = filesByDigest(removed);
  if (gone.size === 0 || added.length === 0) return new Map();
  const [onLeft, onRight] = [copiesOf(left.values()), copiesOf(right.values())];
  const moves = new Map<string, File>();
  for (const entry of added) {
    if (entry.kind !== 'file' || entry.bytes === 0) continue;
    const from = gone.get(entry.sha256);
    const isOnly = onLeft.get(entry.sha256) === 1 && onRight.get(entry.sha256) === 1;
    if (from !== undefined && isOnly && isSameContent(from, entry)) moves.set(entry.path, from);
  }
  return moves;
}

function filesByDigest(entries: readonly ImageEntry[]): Map<string, File> {
  const files = entries.filter((entry) => entry.kind === 'file');
  return new Map(files.map((file) => [file.sha256, file]));
}

function copiesOf(entries: Iterable<ImageEntry>): Map<string, number> {
  const copies = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind === 'file') copies.set(entry.sha256, (copies.get(entry.sha256) ?? 0) + 1);
  }
  return copies;
}
