/** Packages of two sides: what is new, gone, or there in another version. Pure. */
import type { PackageRow, PackagesReport, PackageSource } from '../../../../src-shared/contents.ts';
import {
  contentsSides,
  sideWords,
  type ContentsSide,
} from '../../../../src-shared/contents-words.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { Package, PackageList } from './package-list.ts';

/** One list of a side: from its image, or given by the operator. */
export interface PackagesOfSide {
  readonly source: PackageSource;
  readonly covers: PackageList['covers'];
  readonly packages: readonly Package[];
}

export interface PackageChanges {
  readonly report: PackagesReport;
  readonly rows: readonly PackageRow[];
}

/**
 * Of each ecosystem that both sides have a list of; the others are told as not compared, because a list that is
 * not there is no list of nothing. What was given for a side stands in place of what its image holds.
 */
export function packageChanges(lists: readonly PackagesOfSide[]): PackageChanges {
  const read = { a: readOf(lists, 'a'), b: readOf(lists, 'b') };
  const [left, right] = [byEcosystem(read.a), byEcosystem(read.b)];
  const rows: PackageRow[] = [];
  let equal = 0;
  for (const ecosystem of new Set([...left.keys(), ...right.keys()])) {
    if (!isCovered(read.a, ecosystem) || !isCovered(read.b, ecosystem)) continue;
    const [names, others] = [left.get(ecosystem) ?? none, right.get(ecosystem) ?? none];
    for (const name of new Set([...names.keys(), ...others.keys()])) {
      const row = rowOf(ecosystem, name, names.get(name), others.get(name));
      if (row === null) equal += 1;
      else rows.push(row);
    }
  }
  rows.sort(
    (one, other) => compared(one.ecosystem, other.ecosystem) || compared(one.name, other.name),
  );
  const count = (change: PackageRow['change']): number =>
    rows.filter((row) => row.change === change).length;
  return {
    rows,
    report: {
      sources: lists.map(({ source }) => source),
      added: count('added'),
      removed: count('removed'),
      changed: count('changed'),
      equal,
      missing: missingOf(
        lists,
        read,
        [...new Set([...left.keys(), ...right.keys()])].sort(compared),
      ),
    },
  };
}

type Versions = ReadonlyMap<string, readonly string[]>;
const none: Versions = new Map();

/** That it lists none of an ecosystem tells that there is none. */
function isCovered(lists: readonly PackagesOfSide[], ecosystem: string): boolean {
  return lists.some(({ covers }) => covers === 'all' || covers === ecosystem);
}

function readOf(lists: readonly PackagesOfSide[], side: ContentsSide): readonly PackagesOfSide[] {
  const own = lists.filter(({ source }) => source.side === side && source.problem === null);
  const given = own.filter(({ source }) => source.isGiven);
  return given.length > 0 ? given : own;
}

function byEcosystem(lists: readonly PackagesOfSide[]): ReadonlyMap<string, Versions> {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const { ecosystem, name, version } of lists.flatMap(({ packages }) => packages)) {
    const names = found.get(ecosystem) ?? new Map<string, Set<string>>();
    found.set(ecosystem, names);
    const versions = names.get(name) ?? new Set<string>();
    names.set(name, versions);
    versions.add(version);
  }
  const sorted = (names: Map<string, Set<string>>): Versions =>
    new Map([...names].map(([name, versions]) => [name, [...versions].sort(compared)]));
  return new Map([...found].map(([ecosystem, names]) => [ecosystem, sorted(names)]));
}

function rowOf(
  ecosystem: string,
  name: string,
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): PackageRow | null {
  const [left, right] = [versionsText(a), versionsText(b)];
  if (left === right) return null;
  const isPair = a?.length === 1 && b?.length === 1;
  return {
    ecosystem: plain(ecosystem, 40),
    name: plain(name, 200),
    a: left === null ? null : plain(left, 200),
    b: right === null ? null : plain(right, 200),
    change: left === null ? 'added' : right === null ? 'removed' : 'changed',
    isOlder: isPair && isOlderVersion(b[0] ?? '', a[0] ?? ''),
  };
}

function versionsText(versions: readonly string[] | undefined): string | null {
  if (versions === undefined) return null;
  return versions.map((version) => (version === '' ? 'no version' : version)).join(', ');
}

/** Said only of versions that are numbers with dots between them: of all others the order is not known here. */
function isOlderVersion(candidate: string, than: string): boolean {
  const [a, b] = [candidate, than].map((text) => /^v?(\d+(?:\.\d+)*)$/u.exec(text)?.[1]);
  if (a === undefined || b === undefined) return false;
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function missingOf(
  lists: readonly PackagesOfSide[],
  read: Readonly<Record<ContentsSide, readonly PackagesOfSide[]>>,
  ecosystems: readonly string[],
): string[] {
  const broken = lists
    .filter(({ source }) => source.problem !== null)
    .map(
      ({ source: { name, side, problem } }) =>
        `${name} of the ${sideWords[side]} side ${problem ?? ''}.`,
    );
  const lacking = ecosystems.flatMap((ecosystem) =>
    contentsSides
      .filter((side) => !isCovered(read[side], ecosystem))
      .map(
        (side) =>
          `Packages of ${plain(ecosystem, 40)}: the ${sideWords[side]} side has no list of them.`,
      ),
  );
  return [...broken, ...lacking];
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @param filter words that all have to be in it. */
export function foundPackages(rows: readonly PackageRow[], filter: string): readonly PackageRow[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter(({ ecosystem, name, change }) => {
    const text = `${ecosystem} ${name} ${change}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
