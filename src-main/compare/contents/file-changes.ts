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
  const changes: EntryChange[] = [];
  const { removed, added } = unmet(a, b, (left, right) => {
    if (!isEqual(left, right)) changes.push({ change: 'changed', a: left, b: right });
  });
  const moves = surelyMoved(removed, added, a, b);
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

interface Unmet {
  readonly removed: readonly ImageEntry[];
  readonly added: readonly ImageEntry[];
}

/**
 * Lists are sorted, each with a path once, so nearly all of them meet by walking along both. What does not is looked up:
 * how a yard sorts decides how long this takes, and never what comes out.
 * @param meet with each path that is on both sides
 */
function unmet(
  a: readonly ImageEntry[],
  b: readonly ImageEntry[],
  meet: (left: ImageEntry, right: ImageEntry) => void,
): Unmet {
  const onlyLeft: ImageEntry[] = [];
  const onlyRight = new Map<string, ImageEntry>();
  let [at, other] = [0, 0];
  for (;;) {
    const [left, right] = [a[at], b[other]];
    if (left === undefined && right === undefined) break;
    if (left !== undefined && left.path === right?.path) meet(left, right);
    const isLeft = left !== undefined && (right === undefined || left.path <= right.path);
    const isRight = right !== undefined && (left === undefined || right.path <= left.path);
    if (isLeft && !isRight) onlyLeft.push(left);
    if (isRight && !isLeft) onlyRight.set(right.path, right);
    at += isLeft ? 1 : 0;
    other += isRight ? 1 : 0;
  }
  const removed = onlyLeft.filter((left) => {
    const right = onlyRight.get(left.path);
    if (right === undefined) return true;
    onlyRight.delete(left.path);
    meet(left, right);
    return false;
  });
  return { removed, added: [...onlyRight.values()] };
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
  a: readonly ImageEntry[],
  b: readonly ImageEntry[],
): ReadonlyMap<string, File> {
  const gone = new Map(filesOf(removed).map((file) => [file.sha256, file]));
  const come = filesOf(added).filter(({ bytes, sha256 }) => bytes > 0 && gone.has(sha256));
  const moves = new Map<string, File>();
  if (come.length === 0) return moves;
  const digests = new Set(come.map(({ sha256 }) => sha256));
  const [onLeft, onRight] = [copiesOf(a, digests), copiesOf(b, digests)];
  for (const file of come) {
    const from = gone.get(file.sha256);
    const isOnly = onLeft.get(file.sha256) === 1 && onRight.get(file.sha256) === 1;
    if (from !== undefined && isOnly && isSameContent(from, file)) moves.set(file.path, from);
  }
  return moves;
}

function filesOf(entries: readonly ImageEntry[]): File[] {
  return entries.filter((entry) => entry.kind === 'file');
}

/** Of these digests alone: counting all that an image has would take longer than all the rest. */
function copiesOf(
  entries: readonly ImageEntry[],
  digests: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const copies = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind !== 'file' || !digests.has(entry.sha256)) continue;
    copies.set(entry.sha256, (copies.get(entry.sha256) ?? 0) + 1);
  }
  return copies;
}
