/** What an operator types of a list of pages, and what it becomes; with a sentence for each part that cannot be. Pure. */
import type {
  AppearanceList,
  AppearancePath,
  Ignore,
} from '../../../src-shared/appearance-schema.ts';
import {
  largestSide,
  longestWait,
  mostPaths,
  smallestSide,
} from '../../../src-shared/appearance-bounds.ts';
import { plain } from '../../../src-shared/wording.ts';

export interface PathDraft {
  readonly kind: AppearancePath['kind'];
  readonly path: string;
  /** A CSS selector of a page; of an answer places and headers, with commas between. */
  readonly ignore: string;
  readonly areas: readonly Extract<Ignore, { kind: 'area' }>[];
  readonly allowsBadCertificate: boolean;
  /** Of a page. */
  readonly allowsWrites: boolean;
}

export interface ListDraft {
  readonly paths: readonly PathDraft[];
  readonly sizes: string;
  readonly isLight: boolean;
  readonly isDark: boolean;
  readonly extent: AppearanceList['extent'];
  readonly hosts: string;
  readonly waits: string;
}

export const newPath: PathDraft = {
  ...{ kind: 'page', path: '/', ignore: '', areas: [] },
  ...{ allowsBadCertificate: false, allowsWrites: false },
};

export function draftOf(list: AppearanceList): ListDraft {
  return {
    paths: list.paths.map(({ kind, path, ignore, allowsBadCertificate, allowsWrites }) => ({
      ...{ kind, path, allowsBadCertificate: allowsBadCertificate === true },
      allowsWrites: allowsWrites === true,
      areas: ignore.filter((one) => one.kind === 'area'),
      ignore: ignore.flatMap((one) => ignoreText(one) ?? []).join(', '),
    })),
    sizes: list.viewports.map(({ width, height }) => `${String(width)} x ${String(height)}`).join(', '), // prettier-ignore
    isLight: list.themes.includes('light'),
    isDark: list.themes.includes('dark'),
    extent: list.extent,
    hosts: list.hosts.join(', '),
    waits: String(list.waitsSeconds),
  };
}

function ignoreText(one: Ignore): string | null {
  switch (one.kind) {
    case 'selector':
      return one.selector;
    case 'json':
      return one.path;
    case 'header':
      return one.name;
    case 'area':
      return null;
  }
}

export interface DraftErrors {
  /** By the place of the path. */
  readonly paths: Readonly<Record<number, string>>;
  readonly ignores: Readonly<Record<number, string>>;
  readonly sizes?: string;
  readonly themes?: string;
  readonly hosts?: string;
  readonly waits?: string;
}

export type ReadDraft =
  | { readonly kind: 'list'; readonly list: AppearanceList }
  | { readonly kind: 'errors'; readonly errors: DraftErrors };

export function listOf(draft: ListDraft): ReadDraft {
  const paths: Record<number, string> = {};
  const ignores: Record<number, string> = {};
  draft.paths.forEach(({ path, kind, ignore }, at) => {
    const wrong = whyNoPath(path.trim());
    if (wrong !== null) paths[at] = wrong;
    if (ignore.length > 200) ignores[at] = 'This is too long: at most 200 characters.';
    else if (kind === 'api' && partsOf(ignore).some((part) => ignoredOfAnswer(part) === null)) {
      ignores[at] = 'Places begin with $, like $.items[*].time; headers are names like x-block.';
    }
  });
  const viewports = partsOf(draft.sizes).map(sizeOf);
  const sizes = viewports.flatMap((size) => size ?? []);
  const hosts = partsOf(draft.hosts.toLowerCase());
  const wrongHost = hosts.find(
    (host) => !/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/u.test(host),
  );
  const waits = Number(draft.waits);
  const themes: AppearanceList['themes'] = [...(draft.isLight ? ['light' as const] : []), ...(draft.isDark ? ['dark' as const] : [])]; // prettier-ignore
  const errors: DraftErrors = {
    ...{ paths, ignores },
    ...((sizes.length !== viewports.length || sizes.length === 0 || sizes.length > 6) && {
      sizes: `Sizes look like 1280 x 800, with commas between, from ${String(smallestSide)} to ${String(largestSide)} pixels; at most six.`,
    }),
    ...(themes.length === 0 && { themes: 'Choose at least one.' }),
    ...(wrongHost !== undefined && {
      hosts: `${plain(wrongHost, 60)} is no host: names like cdn.example.com or cdn.example.com:8443, with commas between.`,
    }),
    ...(hosts.length > 20 && { hosts: 'At most 20 hosts.' }),
    ...(!(Number.isInteger(waits) && waits >= 1 && waits <= longestWait) && {
      waits: `Whole seconds from 1 to ${String(longestWait)}.`,
    }),
  };
  const isWrong =
    Object.keys(errors).length > 2 || Object.keys({ ...paths, ...ignores }).length > 0;
  if (isWrong) return { kind: 'errors', errors };
  const list: AppearanceList = {
    paths: draft.paths.map(pathOf),
    ...{ viewports: sizes, themes, extent: draft.extent, hosts, waitsSeconds: waits },
  };
  return { kind: 'list', list };
}

export function mayAddPath({ paths }: ListDraft): boolean {
  return paths.length < mostPaths;
}

function pathOf(draft: PathDraft): AppearancePath {
  const { kind, path, ignore, areas, allowsBadCertificate, allowsWrites } = draft;
  const typed =
    kind === 'api'
      ? partsOf(ignore).flatMap((part) => ignoredOfAnswer(part) ?? [])
      : ignore.trim() === ''
        ? []
        : [{ kind: 'selector' as const, selector: ignore.trim() }];
  return {
    ...{ kind, path: path.trim() },
    ignore: [...typed, ...(kind === 'page' ? areas : [])],
    ...(allowsBadCertificate && { allowsBadCertificate }),
    ...(kind === 'page' && allowsWrites && { allowsWrites }),
  };
}

function whyNoPath(path: string): string | null {
  if (!path.startsWith('/')) return 'A path begins with a slash, like /checkout.';
  if (/^\/[/\\]/u.test(path)) return 'Two slashes would lead to another host.';
  if (!/^[!-~]*$/u.test(path))
    return 'Write blanks and letters beyond ASCII as they go out, like %20.';
  return path.length > 500 ? 'This is too long: at most 500 characters.' : null;
}

function ignoredOfAnswer(part: string): Ignore | null {
  if (part.startsWith('$')) return { kind: 'json', path: part };
  return /^[A-Za-z0-9-]{1,80}$/u.test(part) ? { kind: 'header', name: part } : null;
}

function sizeOf(text: string): AppearanceList['viewports'][number] | null {
  const [, width = '', height = ''] = /^(\d{1,5})\s*[x\u00d7]\s*(\d{1,5})$/iu.exec(text) ?? [];
  const size = { width: Number(width), height: Number(height) };
  const isGood = [size.width, size.height].every((side) => side >= smallestSide && side <= largestSide); // prettier-ignore
  return isGood ? size : null;
}

function partsOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
