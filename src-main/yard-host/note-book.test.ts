import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asFleetId } from '../../src-shared/ids.ts';
import type { Note } from '../../src-shared/note-schema.ts';
import { openNoteBook } from './note-book.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-notes-'));
  path = join(folder, 'notes.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function note(id: string, more: Partial<Note> = {}): Note {
  return { id, atMs: 1, fleet: asFleetId('shop'), rollout: null, by: 'ana', text: 'x', ...more };
}

it('keeps notes over its own end, each once, whatever is in them', async () => {
  const book = await openNoteBook(folder);
  const hostile = note('b', { atMs: 2, text: '\u202e<b>"}\n{{x}}' });
  await Promise.all([book.add(note('a')), book.add(hostile), book.add(note('a', { text: 'y' }))]);
  expect((await openNoteBook(folder)).all()).toEqual([note('a'), hostile]);
  expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(2);
});

it('shows what is good beside what is not, changes none of it, and lets no torn line swallow the next', async () => {
  const torn = '{"id":"torn","atMs":';
  await writeFile(path, `${JSON.stringify(note('a'))}\nnot a note\n{"id":1}\n${torn}`);
  const before = await readFile(path, 'utf8');
  const book = await openNoteBook(folder);
  expect(book.all()).toEqual([note('a')]);
  expect(await readFile(path, 'utf8')).toBe(before);
  await book.add(note('c', { atMs: 3 }));
  expect((await readFile(path, 'utf8')).startsWith(before)).toBe(true);
  expect((await openNoteBook(folder)).all()).toEqual([note('a'), note('c', { atMs: 3 })]);
});

it('says that a note was not kept, and keeps the next one', async () => {
  const book = await openNoteBook(folder);
  await rm(folder, { recursive: true });
  await expect(book.add(note('a'))).rejects.toMatchObject({ fault: { code: 'no-space' } });
  expect(book.all()).toEqual([]);
  const { mkdir } = await import('node:fs/promises');
  await mkdir(folder);
  await book.add(note('a'));
  expect((await openNoteBook(folder)).all()).toEqual([note('a')]);
});

it('takes no more than its file may hold', async () => {
  await appendFile(path, `${'x'.repeat(16 * 1024 * 1024)}\n`).catch(() => undefined);
  const book = await openNoteBook(folder);
  await expect(book.add(note('a'))).rejects.toThrow(/is full/u);
});
