/** Symbolic links in an image: kept when they stay inside, refused when they leave or loop. */
import { FaultError } from '../../../src-shared/result.ts';
import type { ImageEntry } from '../../../src-shared/image-list.ts';
import { showPath } from './image-path.ts';

/** Linux follows 40 links before it says ELOOP. */
const MOST_HOPS = 40;

export type LinkEnd =
  | { readonly kind: 'entry'; readonly entry: ImageEntry }
  | { readonly kind: 'root' }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'outside' }
  | { readonly kind: 'loop' };

/**
 * Follows `path` through the links of the image, name by name, as the operating system would. A
 * purely textual check is fooled by `a -> sub/deep` together with `b -> a/../../../etc`.
 */
export function followInside(path: string, entries: ReadonlyMap<string, ImageEntry>): LinkEnd {
  let todo = path.split('/');
  const done: string[] = [];
  let hops = 0;
  for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (done.pop() === undefined) return { kind: 'outside' };
      continue;
    }
    const entry = entries.get([...done, name].join('/'));
    if (entry?.kind !== 'link') {
      done.push(name);
      continue;
    }
    hops += 1;
    if (hops > MOST_HOPS) return { kind: 'loop' };
    if (isAbsoluteTarget(entry.target)) return { kind: 'outside' };
    todo = [...entry.target.split('/'), ...todo];
  }
  if (done.length === 0) return { kind: 'root' };
  const end = entries.get(done.join('/'));
  return end === undefined
    ? { kind: 'missing', path: done.join('/') }
    : { kind: 'entry', entry: end };
}

function isAbsoluteTarget(target: string): boolean {
  return target.startsWith('/') || target.startsWith('\\') || /^[A-Za-z]:/.test(target);
}

/** Throws a `bad-input` FaultError that names the first link which leaves the image or loops. */
export function refuseBadLinks(entries: ReadonlyMap<string, ImageEntry>): void {
  for (const entry of entries.values()) {
    if (entry.kind !== 'link') continue;
    const end = followInside(entry.path, entries);
    if (end.kind !== 'outside' && end.kind !== 'loop') continue;
    const why = end.kind === 'outside' ? 'leads out of the image' : 'leads back to itself';
    throw new FaultError({
      code: 'bad-input',
      message: `The link ${showPath(entry.path)} to ${showPath(entry.target)} ${why}.`,
      where: showPath(entry.path),
      todo: 'Replace it by the file it stands for, or by a link inside the image, and import again.',
    });
  }
}
