import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { rootFolder } from '../setup/folders.mjs';
import { checkBoundaries } from './boundaries.mjs';

let root = '';

/** What a clean little repository holds; each of them is imported by another one. */
const clean = {
  'src-shared/fleet.ts': "import * as z from 'zod'; export const fleet = z;",
  'src-main/main.ts':
    "import { menu } from './shell/menu.ts'; import { decide } from './rollouts/decide.ts'; export const main = [menu, decide];",
  'src-main/shell/menu.ts':
    "import { app } from 'electron'; import { fleet } from '../../src-shared/fleet.ts'; export const menu = [app, fleet];",
  'src-main/rollouts/decide.ts':
    "import type { YardPort } from '../yards/port.ts'; export const decide = (yard: YardPort) => yard;",
  'src-main/yards/port.ts':
    "import type { fleet } from '../../src-shared/fleet.ts'; export type YardPort = typeof fleet;",
  'src-renderer/main.tsx':
    "import { fleet } from '../src-shared/fleet.ts'; export const shown = fleet;",
  'node_modules/electron/package.json': '{"name":"electron","version":"1.0.0","main":"index.js"}',
  'node_modules/electron/index.js': 'module.exports = {};',
  'node_modules/@aws-sdk/client-ec2/package.json':
    '{"name":"@aws-sdk/client-ec2","version":"1.0.0","main":"index.js"}',
  'node_modules/@aws-sdk/client-ec2/index.js': 'exports.ec2 = {};',
  'node_modules/zod/package.json': '{"name":"zod","version":"1.0.0","main":"index.js"}',
  'node_modules/zod/index.js': 'module.exports = {};',
  'package.json':
    '{"type":"module","dependencies":{"electron":"1.0.0","zod":"1.0.0","@aws-sdk/client-ec2":"1.0.0"}}',
};

/** Each breaks one rule, in files of its own, so that one run judges them all. */
const violations = [
  {
    rule: 'shared-is-pure',
    file: 'src-shared/v1.ts',
    text: "import { hrtime } from 'node:process'; export const v = hrtime;",
  },
  {
    rule: 'renderer-not-main',
    file: 'src-renderer/v2.ts',
    text: "import { menu } from '../src-main/shell/menu.ts'; export const v = menu;",
  },
  {
    rule: 'renderer-not-electron',
    file: 'src-renderer/v3.ts',
    text: "import { app } from 'electron'; export const v = app;",
  },
  {
    rule: 'renderer-not-node',
    file: 'src-renderer/v4.ts',
    text: "import { join } from 'node:path'; export const v = join;",
  },
  {
    rule: 'main-not-renderer',
    file: 'src-main/shell/v5.ts',
    text: "import { shown } from '../../src-renderer/main.tsx'; export const v = shown;",
  },
  {
    rule: 'only-the-shell-imports-electron',
    file: 'src-main/fleets/v6.ts',
    text: "import type { App } from 'electron'; export type V = App;",
  },
  {
    rule: 'services-never-reach-electron-or-an-sdk',
    file: 'src-main/journal/v7.ts',
    text: "import { words } from '../words.ts'; export const v = words;",
  },
  {
    rule: 'services-not-outwards',
    file: 'src-main/fleets/v8.ts',
    text: "import { menu } from '../shell/menu.ts'; export const v = menu;",
  },
  {
    rule: 'services-know-the-port-only',
    file: 'src-main/compare/v9.ts',
    text: "import { local } from '../yards/local/yard.ts'; export const v = local;",
  },
  {
    rule: 'adapters-not-each-other',
    file: 'src-main/yards/sim/v10.ts',
    text: "import { local } from '../local/yard.ts'; export const v = local;",
  },
  {
    rule: 'adapters-not-services',
    file: 'src-main/yards/v18.ts',
    text: "import type { decide } from '../rollouts/decide.ts'; export type V = typeof decide;",
  },
  {
    rule: 'yard-host-not-its-client',
    file: 'src-main/yard-host/v19.ts',
    text: "import { local } from '../yards/local/yard.ts'; export const v = local;",
  },
  {
    rule: 'only-the-local-yard-has-a-host',
    file: 'src-main/yards/sim/v20.ts',
    text: "import { host } from '../../yard-host/host.ts'; export const v = host;",
  },
  {
    rule: 'preload-is-small',
    file: 'src-main/preload/v11.ts',
    text: "import { readFileSync } from 'node:fs'; export const v = readFileSync;",
  },
  {
    rule: 'e2e-from-outside',
    file: 'e2e/v12.ts',
    text: "import { menu } from '../src-main/shell/menu.ts'; export const v = menu;",
  },
  {
    rule: 'aws-sdk-stays-in-its-yard',
    file: 'src-main/shell/v16.ts',
    text: "import { ec2 } from '@aws-sdk/client-ec2'; export const v = ec2;",
  },
  {
    rule: 'aws-tests-use-the-lab-only',
    file: 'src-main/yards/aws/v17.test.ts',
    text: "import { page } from '../../../e2e/window/page.ts'; export const v = page;",
  },
  {
    rule: 'no-cycles',
    file: 'src-main/fleets/v13.ts',
    text: "import type { other } from './v13x.ts'; export const v: unknown = null as unknown as typeof other;",
  },
  { rule: 'no-orphans', file: 'src-main/fleets/v14.ts', text: 'export const v = 1;' },
  {
    rule: 'unresolvable',
    file: 'src-main/fleets/v15.ts',
    text: "import { gone } from './gone.ts'; export const v = gone;",
  },
];

const supporting = {
  'e2e/window/page.ts': 'export const page = 1;',
  'src-main/words.ts': "import { menu } from './shell/menu.ts'; export const words = menu;",
  'src-main/yards/local/yard.ts': 'export const local = 1;',
  'src-main/yard-host/host.ts': 'export const host = 1;',
  'src-main/fleets/v13x.ts': "import { v } from './v13.ts'; export const other = v;",
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'blockyard-boundaries-'));
  await plant(clean);
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json']) {
    await cp(join(rootFolder, name), join(root, name));
  }
  const tool = 'node_modules/dependency-cruiser';
  await symlink(join(rootFolder, tool), join(root, tool));
});
afterEach(() => rm(root, { recursive: true }));

/** @param {Record<string, string>} files */
async function plant(files) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

it('finds nothing wrong with a clean repository', async () => {
  expect(await checkBoundaries(root, 6)).toEqual({ passed: true, output: '' });
});

it('is not content with too few modules', async () => {
  const { passed, output } = await checkBoundaries(root, 7);
  expect(passed).toBe(false);
  expect(output).toContain('only 6 of our modules were read, fewer than 7');
});

it('reports each violation of each rule', async () => {
  await plant(supporting);
  await plant(Object.fromEntries(violations.map(({ file, text }) => [file, text])));
  const { passed, output } = await checkBoundaries(root, 6);
  expect(passed).toBe(false);
  for (const { rule, file } of violations) expect(output).toContain(`${rule}: ${file} ->`);
});
