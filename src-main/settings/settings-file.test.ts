import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asYardId } from '../../src-shared/ids.ts';
import type { KeptYard } from '../yards/kept-yard.ts';
import { openSettingsFile } from './settings-file.ts';

const yard = (id: string): KeptYard => ({
  ...{ id: asYardId(id), kind: 'aws', safety: 'normal', accountId: '123456789012', markers: [] },
  connection: { credentials: { kind: 'environment' }, region: 'eu-west-1', endpoint: null },
});

describe('openSettingsFile', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-settings-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('starts with defaults and keeps what was saved', async () => {
    const first = await openSettingsFile(folder);
    expect(first.current()).toEqual({ theme: 'system', onQuit: 'keep-yard', welcome: 'due' });
    await first.save({ theme: 'dark', onQuit: 'stop-yard' });
    const second = await openSettingsFile(folder);
    // Answered once, the welcome never comes by itself again.
    expect(second.current()).toEqual({ theme: 'dark', onQuit: 'stop-yard' });
    expect(second.problem).toBeNull();
  });

  it.each(['unreadable', 'damaged and not to be kept aside'])(
    'writes nothing over settings that are %s',
    async (how) => {
      const path = join(folder, 'settings.json');
      const inTheWay = how === 'unreadable' ? path : `${path}.damaged`;
      await mkdir(join(inTheWay, 'x'), { recursive: true });
      if (how !== 'unreadable') await writeFile(path, '{"yards"');
      const settings = await openSettingsFile(folder);
      expect(settings.current().theme).toBe('system');
      expect(settings.problem).toContain('not saved');
      await expect(settings.save({ theme: 'dark', onQuit: 'keep-yard' })).rejects.toThrow(
        'not saved',
      );
      // It holds until the panel ends, as with a full disk.
      expect(settings.current().theme).toBe('dark');
      if (how === 'unreadable') expect(await readdir(path)).toEqual(['x']);
      else expect(await readFile(path, 'utf8')).toBe('{"yards"');
      // The control: once it can be read, it can be saved.
      await rm(inTheWay, { recursive: true });
      if (how !== 'unreadable') await rm(path);
      const later = await openSettingsFile(folder);
      await later.save({ theme: 'dark', onQuit: 'keep-yard' });
      expect(later.problem).toBeNull();
    },
  );

  it('keeps a yard only with the file, and the theme at once', async () => {
    const settings = await openSettingsFile(folder);
    const saved = settings.save({ theme: 'dark', onQuit: 'keep-yard' });
    expect(settings.current().theme).toBe('dark');
    await saved;
    const kept = settings.keepYard(yard('aws-1'));
    expect(settings.yards()).toEqual([]);
    await Promise.all([kept, settings.keepYard(yard('aws-2'))]);
    expect(settings.yards()).toEqual([yard('aws-1'), yard('aws-2')]);
    expect((await openSettingsFile(folder)).yards()).toEqual(settings.yards());
  });

  it.each(['', '{', '{"theme":"pink"}', '[]', 'null', '\u0000\u0000'])(
    'puts a damaged file aside and says so: %j',
    async (content) => {
      await writeFile(join(folder, 'settings.json'), content);
      const settings = await openSettingsFile(folder);
      expect(settings.current().theme).toBe('system');
      expect(settings.problem).toContain('settings.json');
      expect(await readFile(join(folder, 'settings.json.damaged'), 'utf8')).toBe(content);
    },
  );
});
