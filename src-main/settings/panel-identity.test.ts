import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPanelIdentity } from './panel-identity.ts';

const first = '11111111-2222-4333-8444-555555555555';
const second = '99999999-2222-4333-8444-555555555555';

describe('readPanelIdentity', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-identity-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('stays the same from start to start', async () => {
    expect(await readPanelIdentity(folder, first)).toBe(first);
    expect(await readPanelIdentity(folder, second)).toBe(first);
  });

  it('takes a fresh one when the file is damaged', async () => {
    await writeFile(join(folder, 'panel-id'), '../../etc\n');
    expect(await readPanelIdentity(folder, second)).toBe(second);
  });

  it('goes without a file when the folder cannot be written', async () => {
    expect(await readPanelIdentity(join(folder, 'panel-id\0'), first)).toBe(first);
  });
});
