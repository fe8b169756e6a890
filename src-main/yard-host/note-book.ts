/**
 * Notes of people, in a file of their own beside the state: append-only, one line each, so that a host
 * which knows none of them loses none. What cannot be read of it is left as it is and not shown.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '../../src-shared/result.ts';
import { inOrder } from '../../src-shared/note.ts';
import { noteSchema, type Note } from '../../src-shared/note-schema.ts';
import { plain } from '../../src-shared/wording.ts';
import { readRegularFile } from '../storage/regular-file.ts';

/** Some ten thousand of the longest. */
const largestBytes = 16 * 1024 * 1024;

export interface NoteBook {
  /** Oldest first. */
  readonly all: () => readonly Note[];
  /** Answered when it is on the disk. The same id again adds nothing. @throws FaultError when it cannot be kept. */
  readonly add: (note: Note) => Promise<Note>;
}

/** @throws the system's error when the file is there and cannot be read. */
export async function openNoteBook(dataFolder: string): Promise<NoteBook> {
  const path = join(dataFolder, 'notes.jsonl');
  const { bytes } = await readRegularFile(path, largestBytes).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { bytes: new Uint8Array() };
    }
    throw error;
  });
  const text = Buffer.from(bytes).toString('utf8');
  let notes = inOrder(text.split('\n').flatMap(noteIn));
  // A line that was cut off by a crash must not swallow the next one.
  let isOpenEnded = text !== '' && !text.endsWith('\n');
  let size = bytes.length;
  let queue: Promise<unknown> = Promise.resolve();

  const append = async (note: Note): Promise<Note> => {
    const known = notes.find(({ id }) => id === note.id);
    if (known !== undefined) return known;
    const line = `${isOpenEnded ? '\n' : ''}${JSON.stringify(note)}\n`;
    if (size + Buffer.byteLength(line) > largestBytes) throw notKept('the file of notes is full', path); // prettier-ignore
    // Whatever becomes of the write, what stands there now may end in the middle of a line.
    isOpenEnded = true;
    try {
      const file = await open(path, 'a', 0o600);
      try {
        await file.appendFile(line);
        await file.datasync();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw notKept(plain(error instanceof Error ? error.message : 'unknown reason'), path);
    }
    isOpenEnded = false;
    size += Buffer.byteLength(line);
    notes = [...notes, note];
    return note;
  };

  return {
    all: () => notes,
    add: (note) => {
      const added = queue.then(() => append(note));
      queue = added.catch(() => undefined);
      return added;
    },
  };
}

function noteIn(line: string): readonly Note[] {
  try {
    const read = noteSchema.safeParse(JSON.parse(line));
    return read.success ? [read.data] : [];
  } catch {
    return [];
  }
}

function notKept(because: string, where: string): FaultError {
  const message = `The note was not kept: ${because}.`;
  return new FaultError({ code: 'no-space', message, where, todo: 'Make room on the disk, then write it again.' }); // prettier-ignore
}
