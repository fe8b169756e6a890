/** File system errors as sentences. */
import { FaultError } from '../../../src-shared/result.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { showPath } from './image-path.ts';

export function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** Reading what is being imported. `path` is inside the source. */
export function sourceFault(error: unknown, path: string): FaultError {
  if (error instanceof FaultError) return error;
  const shown = showPath(path);
  const fault = (message: string, todo: string): FaultError =>
    new FaultError({ code: 'bad-input', message, where: shown, todo });
  switch (errnoOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fault(
        `${shown} disappeared while the image was being read.`,
        'Let the build finish, then import again.',
      );
    case 'EACCES':
    case 'EPERM':
      return fault(`${shown} may not be read.`, 'Allow your user to read it and import again.');
    case 'ELOOP':
      return fault(
        `${shown} became a link while the image was being read.`,
        'Let the build finish, then import again.',
      );
    default:
      return fault(`${shown} could not be read (${wordOf(error)}).`, 'Check the disk it lies on.');
  }
}

/** Writing into the yard's own folder. */
export function storeFault(error: unknown, path: string): FaultError {
  if (error instanceof FaultError) return error;
  const shown = showPath(path);
  const fault = (code: Fault['code'], message: string, todo: string): FaultError =>
    new FaultError({ code, message, where: shown, todo });
  switch (errnoOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fault(
        'no-space',
        `The disk is full: the image could not be stored (stopped at ${shown}).`,
        "Free some space on the disk of the yard's data folder and import again; nothing was kept of this try.",
      );
    case 'EEXIST':
      return fault(
        'bad-input',
        `${shown} comes twice, perhaps in other capitals.`,
        'Keep one of them and import again.',
      );
    case 'ENOTDIR':
    case 'EISDIR':
      return fault(
        'bad-input',
        `${shown} is both a file and a folder.`,
        'Keep one of them and import again.',
      );
    case 'ENAMETOOLONG':
      return fault('bad-input', `${shown} has too long a name.`, 'Shorten it and import again.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fault(
        'refused',
        `The yard's data folder may not be written (stopped at ${shown}).`,
        'Give your user the right to write there.',
      );
    default:
      return fault(
        'internal',
        `${shown} could not be stored (${wordOf(error)}).`,
        "Check the disk of the yard's data folder.",
      );
  }
}

function wordOf(error: unknown): string {
  return errnoOf(error) ?? (error instanceof Error ? error.message : String(error));
}
