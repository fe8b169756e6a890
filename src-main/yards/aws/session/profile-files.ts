/**
 * The config and credentials files, read by the SDK's own loader. That loader answers a file it cannot
 * read with "no profiles" and skips lines it does not understand, so both are looked for beside it.
 */
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { parseKnownFiles } from '@smithy/core/config';

import type { Fault } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';

/** One profile as written; holds secrets: it stays inside this folder. */
export type ProfileSection = Readonly<Record<string, string | undefined>>;
export type ProfileSections = Readonly<Record<string, ProfileSection | undefined>>;

export interface ProfileFiles {
  readonly sections: ProfileSections;
  /** At most one for each file. */
  readonly faults: readonly Fault[];
}

/** Only what names files is read from the environment; keys in it are no profile. */
export type FileEnvironment = Readonly<Record<string, string | undefined>>;

interface ProfilePath {
  readonly path: string;
  readonly isNamed: boolean;
}

/** Where the two files are; `isNamed` when the environment says so. */
export function profilePaths(environment: FileEnvironment): {
  readonly config: ProfilePath;
  readonly credentials: ProfilePath;
} {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
  const of = (variable: string, name: string): ProfilePath => {
    const named = environment[variable];
    if (named === undefined || named === '')
      return { path: join(home, '.aws', name), isNamed: false };
    return { path: named.startsWith('~/') ? join(home, named.slice(2)) : named, isNamed: true };
  };
  return {
    config: of('AWS_CONFIG_FILE', 'config'),
    credentials: of('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}

export async function loadProfileFiles(environment: FileEnvironment): Promise<ProfileFiles> {
  const { config, credentials } = profilePaths(environment);
  const faults = await Promise.all(
    [config, credentials].map(({ path, isNamed }) => faultOfFile(path, isNamed)),
  );
  // Always read again: the loader remembers files for the life of the process.
  const sections = await parseKnownFiles({
    filepath: credentials.path,
    configFilepath: config.path,
    ignoreCache: true,
  });
  return { sections, faults: faults.filter((fault) => fault !== null) };
}

async function faultOfFile(path: string, isNamed: boolean): Promise<Fault | null> {
  try {
    await access(path, constants.R_OK);
    const line = firstLostLine(await readFile(path, 'utf8'));
    if (line === null) return null;
    return {
      code: 'damaged',
      message: `Line ${line} of an AWS file cannot be understood, so what it says is missing here.`,
      where: `${plain(path, 300)}:${line}`,
      todo: 'Mend that line, then reload the profiles.',
    };
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    // No file is the ordinary state of a computer without AWS; a named one was meant to be there.
    if (code === 'ENOENT' && !isNamed) return null;
    return {
      code: code === 'ENOENT' ? 'not-found' : 'damaged',
      message:
        code === 'ENOENT'
          ? 'The AWS file that the environment names does not exist.'
          : `An AWS file cannot be read (${typeof code === 'string' ? code : 'unknown reason'}).`,
      where: plain(path, 300),
      todo: 'Make the file readable for you, then reload the profiles.',
    };
  }
}

/**
 * The first line that the loader drops without a word, from 1; null when there is none. The values are
 * the loader's alone: this only points at a line.
 */
export function firstLostLine(text: string): number | null {
  const lines = text.split(/\r?\n/);
  const index = lines.findIndex((line) => {
    const content = (line.split(/(?:^|\s)[;#]/)[0] ?? '').trim();
    if (content === '') return false;
    if (content.startsWith('['))
      return !content.endsWith(']') || /^\[(profile )?__proto__\]$/.test(content);
    return content.indexOf('=') < 1;
  });
  return index === -1 ? null : index + 1;
}
