import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageEntry } from '../../../src-shared/image-list.ts';
import { entryChanges, type EntryChange } from './file-changes.ts';
import { fileRow, filesReport, foundRows, worthARow } from './file-rows.ts';

const digest = (text: string): string => text.padEnd(64, '0').slice(0, 64);
const file = (path: string, content: string, executable = false): ImageEntry => ({
  kind: 'file',
  path,
  executable,
  bytes: content.length,
  sha256: digest(Buffer.from(content).toString('hex')),
});
const link = (path: string, target: string): ImageEntry => ({ kind: 'link', path, target });
const folder = (path: string): ImageEntry => ({ kind: 'folder', path });

/** Few names and contents, so that trees share paths, copies and moves. */
const somePath = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd\n', '\u202e', '__proto__'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join('/'));
const someEntry = fc.oneof(
  fc.record({ path: somePath, content: fc.constantFrom('', 'x', 'yy', 'zzz', 'q'), executable: fc.boolean() }).map(({ path, content, executable }) => file(path, content, executable)), // prettier-ignore
  fc.record({ path: somePath, target: fc.constantFrom('a', '../b') }).map(({ path, target }) => link(path, target)), // prettier-ignore
  somePath.map(folder),
);
const someTree = fc.uniqueArray(someEntry, { selector: ({ path }) => path, maxLength: 25 });

function applied(tree: readonly ImageEntry[], changes: readonly EntryChange[]): ImageEntry[] {
  const entries = new Map(tree.map((entry) => [entry.path, entry]));
  for (const { a } of changes) if (a !== null) entries.delete(a.path);
  for (const { b } of changes) if (b !== null) entries.set(b.path, b);
  return sorted([...entries.values()]);
}

function sorted(tree: readonly ImageEntry[]): ImageEntry[] {
  return [...tree].sort((one, other) => (one.path < other.path ? -1 : 1));
}

describe('entryChanges', () => {
  it('is what makes one tree into the other, whatever they are', () => {
    fc.assert(
      fc.property(someTree, someTree, (a, b) => {
        const changes = entryChanges(a, b);
        expect(applied(a, changes)).toEqual(sorted(b));
        // Nothing is told twice, and nothing that is equal is told.
        const paths = changes.flatMap((change) => [change.a?.path, change.b?.path]);
        const named = changes.flatMap((one) =>
          one.change === 'changed' ? [one.a] : [one.a, one.b],
        );
        expect(new Set(named.flatMap((entry) => entry?.path ?? [])).size).toBe(
          named.filter((entry) => entry !== null).length,
        );
        expect(paths.length).toBe(changes.length * 2);
        for (const { a: left, b: right } of changes) expect(left).not.toEqual(right);
        const { equal, moved, removed, changed, a: all } = filesReport(a, b, changes);
        const gone = changes.filter(
          ({ a: left }) => left !== null && left.kind !== 'folder',
        ).length;
        expect(equal.count).toBe(all.count - gone);
        expect(moved.count + removed.count + changed.count).toBeGreaterThanOrEqual(gone);
      }),
      { numRuns: 500 },
    );
  });

  it('finds nothing between equal trees', () => {
    fc.assert(
      fc.property(someTree, (tree) => {
        expect(entryChanges(tree, [...tree].reverse())).toEqual([]);
      }),
    );
  });

  it('finds 15 of 15 planted differences among 2000 files, and nothing else', () => {
    const same = Array.from({ length: 2000 }, (_, index) =>
      file(`lib/${index}.js`, `same ${index}`),
    );
    const a = [
      ...same,
      file('1', 'one'), file('2', 'was'), file('3', 'program', true), file('4', 'plain'),
      file('5-old', 'moved away'), link('6', 'left'), link('7', 'gone'), file('8', 'becomes a link'),
      file('9', 'becomes a folder'), folder('10'), file('11', ''), file('12\n', 'named badly'),
      file('14', 'abc'),
    ]; // prettier-ignore
    const b = [
      ...same,
      file('2', 'is'), file('3', 'program'), file('4', 'plain', true),
      file('5-new', 'moved away'), link('6', 'right'), link('8', 'x'), folder('9'), file('11', 'no longer empty'), file('12\n', 'named worse'), file('13', 'added'),
      file('14', 'abd'), folder('15'),
    ]; // prettier-ignore
    const found = worthARow(entryChanges(a, b)).map((change) => {
      const { path, change: kind } = fileRow(change, 0);
      return `${kind} ${path}`;
    });
    expect(found).toEqual([
      'removed 1', 'removed 10', 'changed 11', 'changed 12\ufffd', 'added 13', 'changed 14', 'added 15',
      'changed 2', 'changed 3', 'changed 4', 'moved 5-new', 'changed 6', 'removed 7', 'changed 8',
      'changed 9',
    ]); // prettier-ignore
  });

  it('calls moved only what is surely the same file', () => {
    const kinds = (a: ImageEntry[], b: ImageEntry[]) =>
      entryChanges(a, b).map(({ change }) => change);
    expect(kinds([file('a', 'x')], [file('b', 'x')])).toEqual(['moved']);
    expect(kinds([file('a', '')], [file('b', '')])).toEqual(['removed', 'added']);
    expect(kinds([file('a', 'x'), file('c', 'x')], [file('b', 'x'), file('c', 'x')])).toEqual(['removed', 'added']); // prettier-ignore
    expect(kinds([file('a', 'x')], [file('b', 'x'), file('d', 'x')])).toEqual(['removed', 'added', 'added']); // prettier-ignore
    expect(kinds([file('a', 'x'), file('c', 'x')], [file('b', 'x')])).toEqual(['removed', 'added', 'removed']); // prettier-ignore
    expect(kinds([file('a', 'x')], [file('b', 'x', true)])).toEqual(['removed', 'added']);
  });
});

describe('rows', () => {
  it('are found by words of the path and by their kind', () => {
    const changes = entryChanges(
      [file('src/Old.ts', '1')],
      [file('src/new.ts', '22'), file('x', '3')],
    );
    expect(foundRows(changes, 'SRC ts', null)).toHaveLength(2);
    expect(foundRows(changes, 'src ts', 'added')).toHaveLength(1);
    expect(foundRows(changes, 'nothing', null)).toEqual([]);
  });

  it('tell a folder only where nothing in it tells it', () => {
    const changes = entryChanges([], [folder('a'), folder('a/b'), file('a/b/c', '1'), folder('d')]);
    expect(worthARow(changes).map(({ b }) => b?.path)).toEqual(['a/b/c', 'd']);
  });

  it('say what is more than content, and keep the end of a long name', () => {
    const rows = entryChanges(
      [link('l', 'a\u0007'), file('p', '1'), file('k', '1')],
      [link('l', 'b'), file('p', '1', true), link('k', '/etc/passwd')],
    ).map((change, index) => fileRow(change, index));
    expect(rows.map(({ note }) => note)).toEqual([
      'was a file, is a link',
      'led to a\ufffd, leads to b',
      'became executable',
    ]);
    const [long] = entryChanges([], [file(`${'x/'.repeat(4000)}end.js`, '1')]);
    expect(long === undefined ? '' : fileRow(long, 0).path).toMatch(/^.{299}$|^.{300}$/u);
    expect(long === undefined ? '' : fileRow(long, 0).path).toMatch(/end\.js$/u);
  });
});
