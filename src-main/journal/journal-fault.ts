import { fail, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';

type Failure = Extract<Result<never>, { ok: false }>;

/** The system's error as a sentence with a way on. `where` is the file or folder. */
export function journalFault(error: unknown, where: string): Failure {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return fail({
      code: 'no-space',
      message: 'The record of changes cannot be written: the disk is full.',
      where,
      todo: 'Free some space, then press again.',
    });
  }
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESTALE') {
    return fail({
      code: 'damaged',
      message: 'The record of changes cannot be written: its folder is gone.',
      where,
      todo: 'Bring the folder back or start Blockyard again, then press again.',
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return fail({
      code: 'damaged',
      message: 'The record of changes cannot be written: the folder does not let us.',
      where,
      todo: 'Make the folder writable for you, then press again.',
    });
  }
  const detail = error instanceof Error ? plain(error.message) : 'unknown reason';
  return fail({
    code: 'damaged',
    message: `The record of changes cannot be used: ${detail}.`,
    where,
    todo: 'Look at the file, or start Blockyard again.',
  });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
