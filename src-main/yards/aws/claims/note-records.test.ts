import { expect, it } from 'vitest';
import { asFleetId } from '../../../../src-shared/ids.ts';
import type { Note } from '../../../../src-shared/note-schema.ts';
import { nextNotePage, notesIn, type NotePage, type ReadNotePage } from './note-records.ts';

const fleet = asFleetId('shop');
const note = (id: string, atMs: number): Note => {
  return { id, atMs, fleet, rollout: null, by: 'ana', text: 'x'.repeat(100) };
};
const page = (number: number, ...notes: Note[]): ReadNotePage => {
  return { number, page: { schema: 1, fleet, notes } };
};
const [a, b, c] = [note('a', 1), note('b', 2), note('c', 3)];
const always = (): boolean => true;

it('adds to the newest page in a number of its own, and begins another one when it is full', () => {
  expect(nextNotePage([], a, always)).toEqual({ ...page(1, a), superfluous: null });
  expect(nextNotePage([page(4, a)], b, always)).toEqual({ ...page(5, a, b), superfluous: 4 });
  const isSmall = ({ notes }: NotePage): boolean => notes.length < 2;
  expect(nextNotePage([page(4, a)], b, isSmall)).toEqual({ ...page(5, b), superfluous: null });
});

it('leaves what it does not understand as it is, above everything', () => {
  const strange = { number: 9, page: null };
  expect(nextNotePage([strange, page(4, a)], b, always)).toEqual({
    ...page(10, b),
    superfluous: null,
  });
  expect(notesIn([strange, page(4, a)])).toEqual([a]);
});

it('reads each note once, in order, also from what was left over', () => {
  expect(notesIn([page(7, a, c), page(6, b, a), page(5, a)])).toEqual([a, b, c]);
});
