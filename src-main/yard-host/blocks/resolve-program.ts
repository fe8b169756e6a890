/** From what an image wants to start to an absolute path on this machine. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { ServerStart } from '../../../src-shared/image.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { showPath } from '../images/image-path.ts';
import type { BlockProgram } from './block-process.ts';

/**
 * A relative program is looked up inside the image first, then a bare name on PATH. Throws FaultError
 * `not-found`.
 */
export async function resolveProgram(
  start: ServerStart,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<BlockProgram> {
  if (start.kind === 'node') return { kind: 'node', entry: join(folder, start.entry) };
  const [program = '', ...args] = start.command;
  for (const candidate of candidatesOf(program, folder, env)) {
    if (await canRun(candidate)) return { kind: 'command', file: candidate, args };
  }
  throw new FaultError({
    code: 'not-found',
    message: `The program ${showPath(program)} that the image starts with is not on this machine.`,
    where: showPath(program),
    todo: 'Install it, put it into the image, or set PATH in the recipe.',
  });
}

function candidatesOf(
  program: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): string[] {
  if (isAbsolute(program)) return [program];
  const inside = join(folder, program);
  if (program.includes('/')) return [inside];
  const endings = process.platform === 'win32' ? (env['PATHEXT'] ?? '.EXE;.COM').split(';') : [''];
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((place) => isAbsolute(place))
    .flatMap((place) => ['', ...endings].map((ending) => join(place, `${program}${ending}`)));
  return [inside, ...onPath];
}

async function canRun(path: string): Promise<boolean> {
  try {
    await access(path, process.platform === 'win32' ? constants.F_OK : constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
