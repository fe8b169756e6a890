/** Contents of two images: enough files that a list scrolls, names that try something, packages of three kinds. */
import type {
  ContentsReport,
  FileChange,
  FileDifference,
  FileRow,
  PackageRow,
  PackagesReport,
} from '../../src-shared/contents.ts';
import type { Answers } from '../bridge/fake-bridge.ts';
import { succeed } from '../../src-shared/result.ts';

const named: readonly (readonly [FileChange, string, Partial<FileRow>?])[] = [
  ['changed', 'blockyard.json', { bytesA: 214, bytesB: 231 }],
  ['changed', 'bin/start', { bytesA: 512, bytesB: 512, note: 'became executable' }],
  ['moved', 'public/assets/logo.svg', { from: 'public/logo.svg', bytesA: 3810, bytesB: 3810 }],
  ['changed', 'public/current', { kind: 'link', note: 'led to v1, leads to v2' }],
  ['removed', 'public/\ufffdevil\ufffd.js', { bytesA: 40 }],
  ['added', 'src/\u0645\u062e\u0632\u0646/index.js', { bytesB: 1200 }],
  [
    'added',
    'node_modules/a-package-with-a-rather-long-name/dist/esm/internal/observable/dom/animationFrames.mjs',
    { bytesB: 88_000 },
  ],
];

const fileRows: readonly FileRow[] = [
  ...named,
  ...Array.from(
    { length: 1200 },
    (_, index) =>
      [
        index % 3 === 0 ? 'added' : 'changed',
        `public/pages/page-${String(index)}.html`,
        index % 3 === 0 ? { bytesB: 900 + index } : { bytesA: 800 + index, bytesB: 900 + index },
      ] as const,
  ),
].map(([change, path, more], row) => ({
  ...{ row, change, path, kind: 'file', from: null, bytesA: null, bytesB: null, note: null },
  ...more,
}));

const counted = (change: FileChange) => {
  const rows = fileRows.filter((row) => row.change === change);
  return { count: rows.length, bytes: rows.reduce((sum, row) => sum + (row.bytesB ?? 0), 0) };
};

const packageRows: readonly PackageRow[] = [
  { ecosystem: 'npm', name: 'express', a: '4.19.2', b: '5.0.1', change: 'changed', isOlder: false },
  { ecosystem: 'npm', name: 'left-pad', a: '1.3.0', b: '1.1.0', change: 'changed', isOlder: true },
  { ecosystem: 'npm', name: '@shop/basket', a: null, b: '2.0.0', change: 'added', isOlder: false },
  { ecosystem: 'deb', name: 'debian/openssl', a: '3.0.14', b: null, change: 'removed', isOlder: false }, // prettier-ignore
];

const packages: PackagesReport = {
  ...{ added: 1, removed: 1, changed: 2, equal: 311 },
  sources: [
    { side: 'a', name: 'package-lock.json', isGiven: false, format: 'package-lock.json, version 3', count: 314, problem: null }, // prettier-ignore
    { side: 'b', name: 'package-lock.json', isGiven: false, format: 'package-lock.json, version 3', count: 314, problem: null }, // prettier-ignore
    { side: 'b', name: 'bom.json', isGiven: true, format: '', count: 0, problem: 'is no whole JSON (Unexpected end of JSON input)' }, // prettier-ignore
  ],
  missing: [
    'bom.json of the right side is no whole JSON (Unexpected end of JSON input).',
    'Packages of pypi: the left side has no list of them.',
  ],
};

const noPackages: PackagesReport = {
  ...{ added: 0, removed: 0, changed: 0, equal: 0 },
  ...{ sources: [], missing: [] },
};

const differing: ContentsReport = {
  files: {
    a: { count: 4210, bytes: 38_400_000 },
    b: { count: 4612, bytes: 39_100_000 },
    added: counted('added'),
    removed: { count: 1, bytes: 40 },
    changed: { count: counted('changed').count, bytes: 80_100 },
    moved: counted('moved'),
    equal: { count: 3406, bytes: 31_000_000 },
  },
  packages,
};

const line = (kind: 'same' | 'added' | 'removed' | 'gap', text: string) => ({ kind, text });

const text: FileDifference = {
  kind: 'text',
  difference: {
    title: 'blockyard.json',
    lines: [
      { ...line('gap', '2 equal lines'), skips: 2 },
      line('same', '  "name": "storefront",'),
      line('removed', '  "version": "1.0.0",'),
      line('added', '  "version": "2.0.0",'),
      line('removed', '  "token": "\u2022\u2022\u2022\u2022 (changed)",'),
      line('added', '  "token": "\u2022\u2022\u2022\u2022 (changed)",'),
      line('same', '  "start": { "server": "server.mjs" }'),
      { ...line('gap', '4 equal lines'), skips: 4 },
    ],
  },
};

function answersFor(report: ContentsReport, file: FileDifference): Answers {
  return {
    'contents.read': () => succeed(report),
    'contents.files': ({ filter, change, from, count }) => {
      const found = fileRows.filter(
        (row) => (change === null || row.change === change) && row.path.includes(filter),
      );
      return succeed({ total: found.length, rows: found.slice(from, from + count) });
    },
    'contents.packages': ({ filter, from, count }) => {
      const found = packageRows.filter(({ name }) => name.includes(filter));
      return succeed({ total: found.length, rows: found.slice(from, from + count) });
    },
    'contents.file': () => succeed(file),
  };
}

export const contentsAnswers = answersFor(differing, text);

export const toldAnswers = answersFor(
  { ...differing, packages: noPackages },
  {
    kind: 'told',
    text: 'Binary, or text that is not UTF-8: 3.4 MB on the left, 3.6 MB on the right. They differ from byte 1025 on.',
  },
);

export const packagesOnly: Answers = {
  'contents.read': () => succeed({ files: null, packages: noPackages }),
};
