/** `pkg:npm/%40scope/name@1.2.3?arch=x#sub`: the parts of a package URL that name a package. Pure. */
import type { Package } from './package-list.ts';

/** @returns null when it is none. */
export function packageOfUrl(url: string): Package | null {
  const match = /^pkg:\/*([A-Za-z][A-Za-z0-9.+-]*)\/([^?#]+)/u.exec(url);
  const [, ecosystem, rest] = match ?? [];
  if (ecosystem === undefined || rest === undefined) return null;
  // The version is behind the last @ that is not the first letter of a name.
  const at = rest.lastIndexOf('@');
  const path = at > 0 && !rest.slice(at).includes('/') ? rest.slice(0, at) : rest;
  const version = path === rest ? '' : rest.slice(at + 1);
  const name = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded)
    .join('/');
  return name === ''
    ? null
    : { ecosystem: ecosystem.toLowerCase(), name, version: decoded(version) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
