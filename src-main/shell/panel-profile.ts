/** The panel's own folder inside the data folder. Without it there is nothing to start on. */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, succeed, type Fault, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';

/**
 * Makes `panel` in the data folder, readable by this user alone, and proves that it can be written.
 * Synchronous: it must be known before Electron reads its profile, and that cannot wait.
 */
export function makePanelProfile(dataFolder: string): Result<string> {
  const profile = join(dataFolder, 'panel');
  try {
    makeFolders(profile);
    accessSync(profile, constants.W_OK);
    return succeed(profile);
  } catch (error) {
    return fail(unusable(dataFolder, profile, error as NodeJS.ErrnoException));
  }
}

/** One by one: where the system answers ENOENT, as in /proc, Node's own recursion never ends. */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolders(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another panel that starts at the same moment was quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function unusable(dataFolder: string, profile: string, error: NodeJS.ErrnoException): Fault {
  const shown = plain(dataFolder, 300);
  const base = {
    code: error.code === 'ENOSPC' ? 'no-space' : 'bad-input',
    where: dataFolder,
    todo: 'Make it writable for you, or start Blockyard with --data=FOLDER and a folder of yours.',
  } as const;
  return { ...base, message: `The data folder ${shown} cannot be used: ${why(profile, error)}.` };
}

function why(profile: string, error: NodeJS.ErrnoException): string {
  const nearest = nearestThere(profile);
  if (!statSync(nearest).isDirectory()) return `${plain(nearest, 200)} is a file`;
  switch (codeOfWriting(nearest) ?? error.code) {
    case 'EROFS':
      return 'its disk is read-only';
    case 'EACCES':
    case 'EPERM':
      return `this user may not write to ${plain(nearest, 200)}`;
    case 'ENOSPC':
      return 'its disk is full';
    default:
      return plain(error.message, 200);
  }
}

/** mkdir names what is missing at the end of the path, seldom what is wrong at its beginning. */
function nearestThere(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestThere(dirname(path));
}

function codeOfWriting(folder: string): string | undefined {
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}
