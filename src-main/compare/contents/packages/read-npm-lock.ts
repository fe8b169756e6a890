/** package-lock.json, npm-shrinkwrap.json and node_modules/.package-lock.json, of all three versions. Pure. */
import {
  fieldsOf,
  textOf,
  UnreadableList,
  type Package,
  type PackageList,
} from './package-list.ts';

export function readNpmLock(json: unknown): PackageList {
  const { lockfileVersion, packages, dependencies } = fieldsOf(json);
  const version = typeof lockfileVersion === 'number' ? lockfileVersion : 1;
  const format = `package-lock.json, version ${version}`;
  if (packages !== undefined)
    return { format, covers: 'npm', packages: ofPaths(fieldsOf(packages)) };
  if (dependencies !== undefined || version === 1) {
    return { format, covers: 'npm', packages: ofTree(fieldsOf(dependencies)) };
  }
  throw new UnreadableList('has neither "packages" nor "dependencies"');
}

/** Versions 2 and 3: by the place in node_modules. */
function ofPaths(packages: Readonly<Record<string, unknown>>): Package[] {
  const found: Package[] = [];
  for (const [path, value] of Object.entries(packages)) {
    const { name, version, link } = fieldsOf(value);
    const at = path.lastIndexOf('node_modules/');
    // The project itself and its workspaces are no dependencies; a link only leads to one of them.
    if (at === -1 || link === true) continue;
    const own = textOf(name);
    const called = own === '' ? path.slice(at + 'node_modules/'.length) : own;
    found.push({ ecosystem: 'npm', name: called, version: textOf(version) });
  }
  return found;
}

/** Version 1: dependencies in dependencies, as deep as somebody made them, so without recursion. */
function ofTree(dependencies: Readonly<Record<string, unknown>>): Package[] {
  const found: Package[] = [];
  const todo = [dependencies];
  for (let one = todo.pop(); one !== undefined; one = todo.pop()) {
    for (const [name, value] of Object.entries(one)) {
      const { version, dependencies: below } = fieldsOf(value);
      found.push({ ecosystem: 'npm', name, version: textOf(version) });
      if (below !== undefined) todo.push(fieldsOf(below));
    }
  }
  return found;
}
