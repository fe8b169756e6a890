import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const sources = ['src-shared/**', 'src-main/**', 'src-renderer/**'];
const tests = ['**/*.test.{ts,tsx,mjs}', 'e2e/**', 'bench/**'];

// These talk to a terminal; everything else in src-* tells its caller or the log file instead.
const printers = [
  'src-main/main.ts',
  'src-main/node-host.ts',
  'src-main/yard-host/blocks/block-boot.ts',
];

const noElectron = {
  name: 'electron',
  message:
    'Only src-main/shell, src-main/ipc, src-main/preload and src-main/main.ts know Electron; pass what you need in.',
  allowTypeImports: false,
};
const noIpcMain = {
  name: 'electron',
  importNames: ['ipcMain'],
  message:
    'Only src-main/ipc registers handlers: add the call to src-shared/ipc-contract.ts and src-main/ipc.',
};
const noNodeInPreload = {
  regex: '^(node:|fs$|path$|os$|child_process$)',
  message:
    'The preload is sandboxed: it has contextBridge, ipcRenderer and src-shared, nothing else.',
};
/** @param {string} folder @param {string} why */
const not = (folder, why) => ({ regex: `(^|/)${folder}(/|$)`, message: why });

/**
 * @param {{ paths?: object[], patterns?: object[] }} bans
 * @returns {Record<string, ['error', object]>}
 */
const bans = ({ paths = [], patterns = [] }) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { paths, patterns }],
});

export default defineConfig(
  globalIgnores([
    'out/',
    'dist/',
    'node_modules/',
    'test-results/',
    'playwright-report/',
    'assets/',
    '.dependency-cruiser.cjs',
  ]),
  {
    files: ['**/*.{ts,tsx,mjs,js}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Numbers in sentences are the point of many of them.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // tsc's noPropertyAccessFromIndexSignature asks for the brackets that this rule would take away.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        {
          selector: 'ExportAllDeclaration',
          message: 'No barrels: import from the file that holds it.',
        },
        {
          selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier[imported.name='z']",
          message: "Write import * as z from 'zod': { z } bundles 91 kB instead of 25.",
        },
        { selector: 'TSEnumDeclaration', message: 'Use a union of kebab-case literals.' },
        {
          selector: "MemberExpression[property.name='setAccessibilitySupportEnabled']",
          message:
            'Chromium decides when a screen reader is there; whoever switches that off shuts its people out.',
        },
        {
          selector:
            "JSXOpeningElement[name.name=/^(article|dd|div|dt|figure|h[1-6]|header|footer|i|img|li|main|p|section|span|svg|table|td|th|tr)$/]:not(:has(JSXAttribute[name.name='role'])) > JSXAttribute[name.name='onClick']",
          message: 'What can be pressed is a button: a key and a screen reader find nothing else.',
        },
      ],
      ...bans({}),
    },
  },
  { files: sources, rules: { 'no-console': 'error' } },
  {
    // Text from outside is hostile, and one pattern that goes back over it again and again stops the process.
    files: [...sources, 'scripts/**'],
    ignores: tests,
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: false }],
    },
  },
  { files: printers, rules: { 'no-console': 'off' } },
  {
    files: ['src-shared/**'],
    rules: bans({
      patterns: [
        {
          regex: '^(?!\\.{1,2}/|zod$|vitest$|fast-check$)',
          message: 'src-shared is pure: only itself and zod.',
        },
      ],
    }),
  },
  {
    files: ['src-main/**'],
    ignores: ['src-main/main.ts', 'src-main/shell/**', 'src-main/ipc/**', 'src-main/preload/**'],
    rules: bans({
      paths: [noElectron],
      patterns: [not('src-renderer', 'Main never imports the window.')],
    }),
  },
  {
    files: ['src-main/main.ts', 'src-main/shell/**'],
    rules: bans({
      paths: [noIpcMain],
      patterns: [not('src-renderer', 'Main never imports the window.')],
    }),
  },
  {
    files: ['src-main/preload/**'],
    rules: bans({ paths: [noIpcMain], patterns: [noNodeInPreload] }),
  },
  {
    files: ['src-renderer/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: bans({
      paths: [noElectron],
      patterns: [
        not('src-main', 'The window reaches main only through window.blockyard and src-shared.'),
      ],
    }),
  },
  {
    files: ['e2e/**'],
    rules: bans({
      patterns: [
        {
          regex: '/src-(main|renderer)/',
          message: 'e2e sees the app from outside; share types through src-shared.',
        },
      ],
    }),
  },
  {
    files: ['**/*.config.{ts,js}', 'e2e/**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['*.js', '**/*.mjs'],
    rules: {
      // Written as JavaScript because they run before the packages are there; types come from JSDoc and libraries' any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: tests,
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
