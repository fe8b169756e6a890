/**
 * Everything that is known of two images while they are compared, and what can be asked of it. Lives in a thread
 * of its own (desk-thread.ts): lists of 200 000 files and lockfiles of 60 MB would stop whoever shares a thread
 * with them.
 */
import { createHash } from 'node:crypto';
import type {
  ContentsReport,
  FileChange,
  FileDifference,
  FileRows,
  PackageRows,
  PackageSource,
} from '../../../src-shared/contents.ts';
import { contentsSides, type ContentsSide } from '../../../src-shared/contents-words.ts';
import type { ImageEntry } from '../../../src-shared/image-list.ts';
import { FaultError } from '../../../src-shared/result.ts';
import type { MarkSecret } from '../../masking/mask-secrets.ts';
import { entryChanges, pathOf, type EntryChange } from './file-changes.ts';
import { fileDifference, wantedOf, type WantedFile, type WantedPair } from './file-difference.ts';
import { fileRow, filesReport, foundRows, shownPath, worthARow } from './file-rows.ts';
import { createListReader } from './list-reader.ts';
import { foundPackages, packageChanges, type PackagesOfSide } from './packages/package-changes.ts';
import { UnreadableList } from './packages/package-list.ts';
import { listsPackages, mostListBytes, readPackageList } from './packages/read-package-list.ts';

export interface RowsAsked {
  /** Words that all have to be in it. */
  readonly filter: string;
  readonly from: number;
  readonly count: number;
}

/** Lists of packages of one image; more are lists of its parts, which nobody compares by eye. */
const mostListsOfSide = 20;

export interface Desk {
  /** A piece of a list, in order. */
  readonly takeList: (side: ContentsSide, data: Uint8Array) => null;
  /** Both lists are here. @returns the files to read next, as they list packages. */
  readonly compareLists: (a: string, b: string) => readonly ListToRead[];
  readonly takePackages: (order: PackagesOrder) => PackageSource;
  readonly report: () => ContentsReport;
  readonly rows: (asked: RowsAsked & { readonly change: FileChange | null }) => FileRows;
  readonly packageRows: (asked: RowsAsked) => PackageRows;
  /** The row of a file by its path, as it is written in the image; null when it did not change. */
  readonly rowOfPath: (path: string) => number | null;
  readonly wanted: (row: number) => WantedPair;
  readonly difference: (row: number, a: Uint8Array | null, b: Uint8Array | null) => FileDifference;
}

export interface ListToRead extends WantedFile {
  readonly side: ContentsSide;
}

export interface PackagesOrder {
  readonly side: ContentsSide;
  readonly name: string;
  readonly isGiven: boolean;
  /** What its image's list says it is; null of a file that was given. */
  readonly sha256: string | null;
  /** Or why it could not be read, as the end of a sentence. */
  readonly data: Uint8Array | string;
}

export function createDesk(mark: MarkSecret): Desk {
  const readers = { a: createListReader('a'), b: createListReader('b') };
  let files: ContentsReport['files'] = null;
  let changes: readonly EntryChange[] = [];
  let lists: readonly PackagesOfSide[] = [];
  let packages = packageChanges(lists);
  /** Of the last question: the same is asked again for each piece of a long list. */
  let lastFound: { readonly key: string; readonly rows: readonly number[] } | null = null;

  function changeAt(row: number): EntryChange {
    const change = changes[row];
    if (change !== undefined) return change;
    throw new FaultError({ code: 'not-found', message: `There is no changed file ${row}.` });
  }

  return {
    takeList: (side, data) => {
      readers[side].take(data);
      return null;
    },
    compareLists: (a, b) => {
      const [left, right] = [readers.a.end(a), readers.b.end(b)];
      changes = worthARow(entryChanges(left, right));
      files = filesReport(left, right, changes);
      return [...listsIn('a', left), ...listsIn('b', right)];
    },
    takePackages: (order) => {
      const one = packagesIn(order);
      const { side, name, isGiven } = one.source;
      // Given once more, under the same name: the newer one counts.
      const others = lists.filter(
        ({ source }) => source.side !== side || source.name !== name || source.isGiven !== isGiven,
      );
      lists = [...others, one];
      packages = packageChanges(lists);
      return one.source;
    },
    report: () => ({ files, packages: packages.report }),
    rows: ({ filter, change, from, count }) => {
      const key = `${change ?? ''} ${filter}`;
      if (lastFound?.key !== key) lastFound = { key, rows: foundRows(changes, filter, change) };
      const { rows } = lastFound;
      return {
        total: rows.length,
        rows: rows.slice(from, from + count).map((row) => fileRow(changeAt(row), row)),
      };
    },
    packageRows: ({ filter, from, count }) => {
      const found = foundPackages(packages.rows, filter);
      return { total: found.length, rows: found.slice(from, from + count) };
    },
    rowOfPath: (path) => {
      const row = changes.findIndex((change) => pathOf(change) === path);
      return row === -1 ? null : row;
    },
    wanted: (row) => wantedOf(changeAt(row)),
    difference: (row, a, b) => {
      const change = changeAt(row);
      for (const side of contentsSides) {
        const [entry, data] = [change[side], side === 'a' ? a : b];
        if (entry?.kind !== 'file' || data === null || digestOf(data) === entry.sha256) continue;
        throw new FaultError({
          code: 'damaged',
          message: `${shownPath(entry.path)} was changed since its image was imported.`,
          todo: 'Import the image again from its source.',
        });
      }
      return fileDifference(change, a, b, mark);
    },
  };
}

function listsIn(side: ContentsSide, entries: readonly ImageEntry[]): readonly ListToRead[] {
  return entries
    .filter((entry) => entry.kind === 'file')
    .filter(({ path }) => listsPackages(path))
    .map((entry): ListToRead => ({ side, ...entry }))
    .sort((one, other) => depthOf(one.path) - depthOf(other.path))
    .slice(0, mostListsOfSide);
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function packagesIn(order: PackagesOrder): PackagesOfSide {
  const { side, isGiven, data } = order;
  const source = { side, isGiven, name: shownPath(order.name), format: '', count: 0 };
  const unread = (problem: string): PackagesOfSide => ({
    source: { ...source, problem: shownPath(problem) },
    covers: 'all',
    packages: [],
  });
  if (typeof data === 'string') return unread(data);
  if (data.length > mostListBytes) return unread('is too large to be read');
  if (order.sha256 !== null && digestOf(data) !== order.sha256) {
    return unread('was changed since its image was imported');
  }
  try {
    const { format, covers, packages } = readPackageList(order.name, data);
    return {
      source: { ...source, format, count: packages.length, problem: null },
      covers,
      packages,
    };
  } catch (error) {
    return unread(
      error instanceof UnreadableList ? error.message : `cannot be read (${String(error)})`,
    );
  }
}

function digestOf(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
