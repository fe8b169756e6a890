/** Proves at import that what the manifest wants to start is really in the image. */
import { FaultError } from '../../../src-shared/result.ts';
import { closestName } from './closest-name.ts';
import type { ImageEntry } from '../../../src-shared/image-list.ts';
import { followInside } from './image-links.ts';
import { showPath } from './image-path.ts';
import { MANIFEST_NAME } from './manifest.ts';
import type { Manifest } from './manifest.ts';

function refuse(field: string, message: string, todo: string): never {
  throw new FaultError({ code: 'bad-input', message, where: field, todo });
}

/** Throws a `bad-input` FaultError. Programs outside of the image are looked for at launch. */
export function checkStart(
  { start }: Manifest,
  entries: ReadonlyMap<string, ImageEntry>,
  platform: NodeJS.Platform,
): void {
  if (start.kind === 'node') {
    if (!/\.(mjs|cjs|js)$/.test(start.entry)) {
      refuse(
        'start.server',
        `"start.server" in ${MANIFEST_NAME} names ${showPath(start.entry)}, which is no .mjs, .cjs or .js file.`,
        'Name a JavaScript file, or use "command" for any other program.',
      );
    }
    mustBeFile('start.server', start.entry, entries);
    return;
  }
  const program = start.command[0] ?? '';
  // A bare name such as "python3" is looked up on the machine.
  if (!program.includes('/') || program.startsWith('/')) return;
  const file = mustBeFile('start.command', program, entries);
  if (platform === 'win32' || file.executable) return;
  refuse(
    'start.command',
    `"start.command" in ${MANIFEST_NAME} names ${showPath(program)}, which is not executable.`,
    `Run "chmod +x" on it and import again.`,
  );
}

function mustBeFile(
  field: string,
  path: string,
  entries: ReadonlyMap<string, ImageEntry>,
): Extract<ImageEntry, { kind: 'file' }> {
  const end = followInside(path, entries);
  if (end.kind === 'entry' && end.entry.kind === 'file') return end.entry;
  const inside = [...entries.values()].filter((entry) => entry.kind === 'file');
  const meant = closestName(
    path,
    inside.slice(0, 5000).map((entry) => entry.path),
  );
  const isFolder = end.kind === 'root' || end.kind === 'entry';
  return refuse(
    field,
    `"${field}" in ${MANIFEST_NAME} names ${showPath(path)}, which is ${isFolder ? 'a folder' : 'not in the image'}.`,
    meant === null
      ? 'Add the file, or name the right one, and import again.'
      : `Did you mean ${showPath(meant)}?`,
  );
}
