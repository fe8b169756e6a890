/**
 * yarn.lock, of yarn 1 and of those after it: blocks of one heading and indented lines, of which the heading names
 * the package and `version` its version. Version 1 is no YAML, so lines are read, and nothing else of it. Pure.
 */
import { UnreadableList, type Package, type PackageList } from './package-list.ts';

export function readYarnLock(text: string): PackageList {
  const packages: Package[] = [];
  let name: string | null = null;
  for (const line of text.split(/\r?\n/u)) {
    if (line === '' || line.startsWith('#')) continue;
    if (!line.startsWith(' ')) {
      name = nameIn(line);
      continue;
    }
    const version = /^ {2}version:? "?([^"\s]+)"?$/u.exec(line)?.[1];
    if (version === undefined || name === null) continue;
    // Workspaces of the project itself are kept as 0.0.0-use.local.
    if (version !== '0.0.0-use.local') packages.push({ ecosystem: 'npm', name, version });
    name = null;
  }
  const isBerry = /^__metadata:/mu.test(text);
  if (packages.length === 0 && !isBerry && !text.includes('yarn lockfile')) {
    throw new UnreadableList('is no lockfile of yarn');
  }
  return { format: isBerry ? 'yarn.lock' : 'yarn.lock, version 1', covers: 'npm', packages };
}

/** `"@scope/name@^1.0.0", "@scope/name@npm:^1.2.0":` */
function nameIn(heading: string): string | null {
  const first = heading.replace(/:$/u, '').split(',')[0]?.trim().replaceAll('"', '') ?? '';
  const at = first.indexOf('@', 1);
  return at === -1 ? null : first.slice(0, at);
}
