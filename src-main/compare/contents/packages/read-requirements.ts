/** requirements.txt of pip: what is pinned by its version, what is not by what it asks for. Pure. */
import type { Package, PackageList } from './package-list.ts';

export function readRequirements(text: string): PackageList {
  const packages: Package[] = [];
  // A line that ends with a backslash goes on in the next one.
  for (const line of text.replace(/\\\r?\n/gu, ' ').split(/\r?\n/u)) {
    const bare =
      line
        .replace(/(?:^|\s)#.*$/u, '')
        .split(';')[0]
        ?.trim() ?? '';
    // Options, other files and addresses name no package.
    if (bare === '' || bare.startsWith('-') || bare.includes('://')) continue;
    const name = /^[A-Za-z0-9][A-Za-z0-9._-]*/u.exec(bare)?.[0];
    if (name === undefined) continue;
    const asked = withoutExtras(bare.slice(name.length).trimStart());
    const wanted = (asked.split(' --')[0] ?? '').replaceAll(/\s/gu, '');
    packages.push({ ecosystem: 'pypi', name: pythonName(name), version: versionOf(wanted) });
  }
  return { format: 'requirements.txt', covers: 'pypi', packages };
}

/** `[security]>=2` */
function withoutExtras(asked: string): string {
  return asked.startsWith('[') ? asked.slice(asked.indexOf(']') + 1) : asked;
}

/** The same package however it is written. */
function pythonName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/gu, '-');
}

function versionOf(asked: string): string {
  const pinned = /^===?([^,]+)$/u.exec(asked)?.[1];
  return pinned ?? asked;
}
