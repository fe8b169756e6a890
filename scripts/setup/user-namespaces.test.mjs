import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { ensureSandboxCanStart } from './user-namespaces.mjs';

let folder = '';
let settings = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-userns-'));
  settings = join(folder, 'sys');
  await mkdir(join(settings, 'kernel'), { recursive: true });
  await writeFile(join(folder, 'chrome-sandbox'), '');
});
afterEach(() => rm(folder, { recursive: true }));

const restrict = () =>
  writeFile(join(settings, 'kernel', 'apparmor_restrict_unprivileged_userns'), '1\n');

it('says the command where user namespaces are restricted', async () => {
  await restrict();
  await expect(ensureSandboxCanStart({ folder }, { settings, uid: 1000 })).rejects.toThrow(
    /run "sudo chown root:root '.*chrome-sandbox' && sudo chmod 4755 '.*chrome-sandbox'" once/,
  );
});

it('is silent where they are not restricted, and for root', async () => {
  await ensureSandboxCanStart({ folder }, { settings, uid: 1000 });
  await restrict();
  await ensureSandboxCanStart({ folder }, { settings, uid: 0 });
});

it.skipIf(process.getuid?.() !== 0)('is content with the set-uid helper', async () => {
  await restrict();
  await chmod(join(folder, 'chrome-sandbox'), 0o4755);
  await ensureSandboxCanStart({ folder }, { settings, uid: 1000 });
});
