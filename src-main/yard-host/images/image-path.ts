/** Names of files inside an image: what is allowed, and how they are shown in a sentence. */
import { FaultError } from '../../../src-shared/result.ts';
import { unshowable } from '../../../src-shared/wording.ts';
import { deepestPath } from './image-limits.ts';

const LONGEST_SHOWN = 160;

/** A path for a sentence: quoted, one line, at most about 170 characters. */
export function showPath(path: string): string {
  const clipped =
    path.length > LONGEST_SHOWN
      ? `${path.slice(0, 100)}…${path.slice(-(LONGEST_SHOWN - 101))}`
      : path;
  const shown = clipped.replace(
    unshowable,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${shown}"`;
}

function refuse(path: string, why: string): never {
  throw new FaultError({
    code: 'bad-input',
    message: `The image holds ${showPath(path)}, which ${why}.`,
    where: showPath(path),
    todo: 'Remove or rename it and import again.',
  });
}

/**
 * The path of an archive's entry in normal form: relative, `/` between names, no `.` or empty
 * parts. Returns '' for the archive's own root. Throws a `bad-input` FaultError for anything that
 * could land outside the image.
 */
export function normalEntryPath(path: string, platform: NodeJS.Platform): string {
  if (path.includes('\0')) refuse(path, 'has a zero byte in its name');
  // A replacement character means that bytes were lost: the file could not be found again.
  if (path.includes('\uFFFD')) refuse(path, 'has a name that is not valid UTF-8');
  if (path.startsWith('/')) refuse(path, 'is an absolute path');
  if (platform === 'win32' && /[\\:]/.test(path)) {
    refuse(path, 'has a character that means a drive or a folder on Windows');
  }
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) refuse(path, 'points outside of the image');
  if (parts.length > deepestPath) {
    refuse(path, `lies more than ${String(deepestPath)} folders deep`);
  }
  return parts.join('/');
}

/** Folders above a path, outermost first: `a/b/c` gives `a`, `a/b`. */
export function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
