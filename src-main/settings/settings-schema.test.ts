import { describe, expect, it } from 'vitest';
import type { KeptYard } from '../yards/kept-yard.ts';
import { readSettings, writeSettings } from './settings-schema.ts';

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
      guide: { isOpen: true, done: ['compare', 'cut-over'] },
    } as const;
    expect(readSettings({ version: 2, ...panel })).toMatchObject({ settings: { panel } });
    expect(readSettings({ version: 2, ...panel, welcome: 7, guide: { isOpen: 'x' } })).toEqual({
      kind: 'read',
      settings: { panel: { theme: 'dark', onQuit: 'keep-yard' }, yards: [] },
      problem: null,
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
