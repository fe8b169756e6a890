/**
 * Where the control socket lies: in a folder only its user can enter. A socket's path may have 107
 * bytes (sun_path), so a long data folder gets a short folder elsewhere, named by a hash of it.
 */
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FaultError } from '../../src-shared/result.ts';

/** macOS allows 103; the rest is room for the host's number to grow. */
const pathLimitBytes = 96;

export interface PlaceFacts {
  readonly platform: NodeJS.Platform;
  /** Null on Windows. */
  readonly uid: number | null;
  readonly runtimeFolder: string | undefined;
  readonly temporaryFolder: string;
  readonly home: string;
}

export function thisPlace(): PlaceFacts {
  return {
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    runtimeFolder: process.env['XDG_RUNTIME_DIR'],
    temporaryFolder: tmpdir(),
    home: homedir(),
  };
}

export interface SocketPlace {
  readonly path: string;
  /** Must be made and checked before listening; null for a named pipe. */
  readonly folder: string | null;
}

export function socketPlaceFor(dataFolder: string, number: number, facts: PlaceFacts): SocketPlace {
  const hash = createHash('sha256').update(resolve(dataFolder)).digest('hex').slice(0, 16);
  const name = `host.${String(number)}.sock`;
  if (facts.platform === 'win32') {
    return { path: `\\\\.\\pipe\\blockyard-${hash}-${String(number)}`, folder: null };
  }
  const inside = join(resolve(dataFolder), 'run');
  const candidates = [
    inside,
    ...(facts.runtimeFolder === undefined || facts.runtimeFolder === ''
      ? []
      : [join(facts.runtimeFolder, 'blockyard', hash)]),
    join(facts.temporaryFolder, `blockyard-${String(facts.uid ?? 'user')}`, hash),
    join('/tmp', `blockyard-${String(facts.uid ?? 'user')}`, hash),
  ];
  const folder = candidates.find((each) => Buffer.byteLength(join(each, name)) <= pathLimitBytes);
  if (folder === undefined) {
    throw new FaultError({
      code: 'bad-input',
      message: 'No folder has a path short enough for the control socket.',
      where: facts.temporaryFolder,
      todo: 'Set TMPDIR to a short path.',
    });
  }
  return { path: join(folder, name), folder };
}

/**
 * Makes the folder 0700 and makes sure that it is ours: under /tmp somebody else could have put it, or
 * a link to elsewhere, there before us. Its parent is checked too when it is one of our own names.
 * @throws FaultError 'refused'
 */
export function securePrivateFolder(folder: string, facts: PlaceFacts): void {
  if (facts.platform === 'win32') return;
  const chain = /\/blockyard(-[^/]+)?$/u.test(join(folder, '..'))
    ? [join(folder, '..'), folder]
    : [folder];
  for (const each of chain) {
    mkdirSync(each, { recursive: true, mode: 0o700 });
    const found = lstatSync(each);
    if (!found.isDirectory() || (facts.uid !== null && found.uid !== facts.uid)) {
      throw new FaultError({
        code: 'refused',
        message: 'The folder for the control socket belongs to somebody else.',
        where: each,
        todo: 'Remove it, or set XDG_RUNTIME_DIR or TMPDIR to a folder of your own.',
      });
    }
    if ((found.mode & 0o077) !== 0) chmodSync(each, 0o700);
  }
}
