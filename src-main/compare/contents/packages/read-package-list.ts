/** Which files list packages, and how each of them is read. Pure. */
import { plain } from '../../../../src-shared/wording.ts';
import {
  fieldsOf,
  jsonOf,
  mostPackages,
  UnreadableList,
  type PackageList,
} from './package-list.ts';
import { readNpmLock } from './read-npm-lock.ts';
import { readPnpmLock } from './read-pnpm-lock.ts';
import { readRequirements } from './read-requirements.ts';
import { readCycloneDx, readSpdx } from './read-sbom.ts';
import { readYarnLock } from './read-yarn-lock.ts';

/** Larger ones would take the memory of the whole panel. */
export const mostListBytes = 64 * 1024 * 1024;
/** YAML takes about forty times as long to read as JSON. */
const mostYamlCharacters = 8 * 1024 * 1024;

const names = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  '.package-lock.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'requirements.txt',
  'bom.json',
  'sbom.json',
];
const endings = ['.cdx.json', '.spdx.json', '.bom.json', '.sbom.json'];
/** What all of these end in. */
const kinds = [...new Set([...names, ...endings].map((one) => one.slice(one.lastIndexOf('.'))))];

/** By its name. What came with a dependency lists what that was made with, not what is here. */
export function listsPackages(path: string): boolean {
  // Asked of each of 200 000 files: most are told by their last letters.
  if (!kinds.some((kind) => path.endsWith(kind))) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!names.includes(name) && !endings.some((ending) => name.endsWith(ending))) return false;
  const folders = path.split('/').slice(0, -1);
  if (name === '.package-lock.json') return folders.filter(isOfOthers).length === 1;
  return !folders.some(isOfOthers);
}

function isOfOthers(folder: string): boolean {
  return ['node_modules', 'site-packages', 'dist-packages', 'vendor'].includes(folder);
}

/** @throws UnreadableList, whose message is the end of a sentence about the file. */
export function readPackageList(name: string, data: Uint8Array): PackageList {
  const text = new TextDecoder('utf-8').decode(data);
  const list = readByKind(name.slice(name.lastIndexOf('/') + 1), text);
  if (list.packages.length > mostPackages) {
    throw new UnreadableList(`lists more than ${mostPackages} packages`);
  }
  return { ...list, format: plain(list.format, 60) };
}

/** JSON is told by what is in it, the rest by its name. */
function readByKind(name: string, text: string): PackageList {
  if (/^\s*[{[]/u.test(text.slice(0, 1000)) || name.endsWith('.json')) return ofJson(text);
  if (name.endsWith('.yaml') || name.endsWith('.yml')) {
    if (text.length > mostYamlCharacters) throw new UnreadableList('is too large for YAML');
    return readPnpmLock(text);
  }
  if (name.endsWith('.lock')) return readYarnLock(text);
  if (/^requirements.*\.txt$/u.test(name)) return readRequirements(text);
  if (/^\s*</u.test(text.slice(0, 1000))) {
    throw new UnreadableList('is XML: give the same list as JSON');
  }
  throw new UnreadableList(
    'is none of package-lock.json, yarn.lock, pnpm-lock.yaml, requirements.txt, CycloneDX or SPDX as JSON',
  );
}

function ofJson(text: string): PackageList {
  const json = jsonOf(text);
  const { bomFormat, spdxVersion, lockfileVersion, packages, dependencies } = fieldsOf(json);
  if (bomFormat === 'CycloneDX') return readCycloneDx(json);
  if (typeof spdxVersion === 'string') return readSpdx(json);
  if (typeof lockfileVersion === 'number' && (packages ?? dependencies) !== undefined) {
    return readNpmLock(json);
  }
  throw new UnreadableList('is JSON, but neither CycloneDX, SPDX nor a lockfile of npm');
}
