/** pnpm-lock.yaml: the keys of `packages` name package and version. Pure. */
import { parse } from 'yaml';
import { fieldsOf, UnreadableList, type Package, type PackageList } from './package-list.ts';

/** A lockfile has no aliases; a hostile one would be nothing but them. */
const mostAliases = 100;

export function readPnpmLock(text: string): PackageList {
  const { lockfileVersion, packages } = fieldsOf(yamlOf(text));
  if (lockfileVersion === undefined) throw new UnreadableList('is no lockfile of pnpm');
  const found = Object.keys(fieldsOf(packages)).flatMap((key) => packageOf(key) ?? []);
  const isTold = typeof lockfileVersion === 'string' || typeof lockfileVersion === 'number';
  const version = isTold ? `, version ${lockfileVersion}` : '';
  return { format: `pnpm-lock.yaml${version}`, covers: 'npm', packages: found };
}

function yamlOf(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: mostAliases, logLevel: 'error' });
  } catch (error) {
    const where = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UnreadableList(`is no whole YAML (${where})`);
  }
}

/** `/@scope/name/1.2.3_peer` (5), `/@scope/name@1.2.3(peer@1)` (6), `@scope/name@1.2.3` (9). */
function packageOf(key: string): Package | null {
  const bare = (key.startsWith('/') ? key.slice(1) : key).split('(')[0] ?? '';
  const at = bare.indexOf('@', 1);
  if (at !== -1) return { ecosystem: 'npm', name: bare.slice(0, at), version: bare.slice(at + 1) };
  const slash = bare.lastIndexOf('/');
  if (slash === -1) return null;
  const version = bare.slice(slash + 1).split('_')[0] ?? '';
  return { ecosystem: 'npm', name: bare.slice(0, slash), version };
}
