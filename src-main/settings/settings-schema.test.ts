import { describe, expect, it } from 'vitest';
import { asFleetId, asYardId } from '../../src-shared/ids.ts';
import type { KeptYard } from '../yards/kept-yard.ts';
import { defaultSettings, readSettings, writeSettings } from './settings-schema.ts';

const yard = {
  id: 'aws-1',
  kind: 'aws',
  connection: {
    credentials: { kind: 'profile', profile: 'shop' },
    region: 'eu-west-1',
    endpoint: null,
  },
  safety: 'strict',
  accountId: '123456789012',
  markers: [],
} as const;

describe('readSettings', () => {
  it('reads what the first version wrote', () => {
    expect(readSettings({ theme: 'dark', onQuit: 'stop-yard' })).toEqual({
      kind: 'read',
      settings: { panel: { theme: 'dark', onQuit: 'stop-yard' }, yards: [] },
      problem: null,
    });
  });

  it('reads back what it writes', () => {
    const settings = {
      panel: { theme: 'light', onQuit: 'keep-yard' },
      yards: [yard as unknown as KeptYard],
    } as const;
    const read = readSettings(JSON.parse(writeSettings(settings)));
    expect(read).toEqual({ kind: 'read', settings, problem: null });
  });

  it('keeps the welcome and the guide, and loses neither theme nor yards by a damaged one', () => {
    const panel = {
      ...{ theme: 'dark', onQuit: 'keep-yard', welcome: 'due' },
      ...{ motion: 'reduced', blockSize: 'medium' },
      guide: { isOpen: true, done: ['compare', 'cut-over'] },
      lastFleets: [{ yard: asYardId('local'), fleet: asFleetId('storefront') }],
    } as const;
    expect(readSettings({ version: 2, ...panel })).toMatchObject({ settings: { panel } });
    expect(
      readSettings({
        ...{ version: 2, ...panel, motion: 'full', blockSize: 12 },
        welcome: 7,
        guide: { isOpen: 'x' },
        lastFleets: 'all',
      }),
    ).toEqual({
      kind: 'read',
      settings: { panel: { theme: 'dark', onQuit: 'keep-yard' }, yards: [] },
      problem: null,
    });
  });

  it('keeps what the system is to show, and a damaged wish costs nothing else', () => {
    const panel = { theme: 'dark', onQuit: 'keep-yard' } as const;
    const wishes = { notifications: 'needs-me', tray: 'hidden' } as const;
    const settings = { panel: { ...panel, ...wishes }, yards: [] };
    expect(readSettings(JSON.parse(writeSettings(settings)))).toMatchObject({ settings });
    expect(readSettings({ version: 2, ...panel, notifications: 'loud', tray: 1 })).toEqual({
      ...{ kind: 'read', settings: { panel, yards: [] }, problem: null },
    });
  });

  it('leaves a newer file alone', () => {
    expect(readSettings({ version: 3, theme: 'sepia' })).toEqual({ kind: 'newer', version: 3 });
  });

  it.each([
    { ...yard, accountId: '12' },
    { ...yard, connection: { ...yard.connection, endpoint: 'file:///etc/passwd' } },
    { ...yard, connection: { ...yard.connection, region: 'eu-west-1.evil.example' } },
    { ...yard, id: '../../etc' },
    null,
  ])('keeps the other yards and the theme when one cannot be read: %j', (bad) => {
    const read = readSettings({
      version: 2,
      theme: 'dark',
      onQuit: 'keep-yard',
      yards: [bad, yard],
    });
    expect(read).toMatchObject({
      kind: 'read',
      settings: { panel: { theme: 'dark' }, yards: [{ id: 'aws-1' }] },
      problem: '1 of 2 connected yards cannot be read.',
    });
  });

  it.each([[], null, 'x', { theme: 'pink' }])('knows what is damaged: %j', (content) => {
    expect(readSettings(content)).toEqual({ kind: 'damaged' });
  });
});

describe('changed keyboard shortcuts in the file', () => {
  const file = { version: 2, theme: 'dark', onQuit: 'keep-yard' } as const;
  const readBack = (shortcuts: unknown) => {
    const read = readSettings({ ...file, shortcuts });
    if (read.kind !== 'read') throw new Error(read.kind);
    return {
      kept: read.settings.panel.shortcuts,
      problem: read.problem,
      panel: read.settings.panel,
    };
  };

  it('are read back as they are written', () => {
    const shortcuts = { singleKeys: 'off', changed: { table: ['F2'], filter: [] } } as const;
    const settings = { panel: { ...defaultSettings.panel, shortcuts }, yards: [] };
    const read = readSettings(JSON.parse(writeSettings(settings)));
    expect(read).toEqual({ kind: 'read', settings, problem: null });
  });

  it('cost themselves only where they cannot hold, and it is said which', () => {
    const { kept, problem, panel } = readBack({
      singleKeys: 'off',
      changed: {
        table: ['F2'],
        fleet: ['Mod+K'],
        revert: [],
        filter: 'F3',
        nonsense: ['F4'],
        __proto__: 7,
      },
    });
    expect(kept).toEqual({ singleKeys: 'off', changed: { table: ['F2'] } });
    expect(problem).toContain('what the file says of filter, nonsense, fleet, revert cannot be');
    expect(panel.theme).toBe('dark');
  });

  it.each([7, null, 'off', [], { changed: 7 }])('cost nothing else when they are %j', (bad) => {
    const { kept, problem, panel } = readBack(bad);
    expect(kept).toBeUndefined();
    expect(problem).toBe('The changed keyboard shortcuts cannot be read.');
    expect(panel).toEqual({ theme: 'dark', onQuit: 'keep-yard' });
  });

  it('may be many that nobody knows: five are named', () => {
    const changed = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`x${index}`, 1]));
    expect(readBack({ changed }).problem).toContain('x0, x1, x2, x3, x4 and 35 more');
  });
});
