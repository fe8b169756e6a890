import { describe, expect, it } from 'vitest';
import {
  activeKeys,
  defaultKeys,
  keyedNames,
  usualShortcuts,
  type ShortcutSettings,
} from '../../../src-shared/shortcut-keys.ts';
import { keyboardMarkdown } from './keyboard-markdown.ts';
import { keysOf, shortcutAt, shortcutGroups, shownKeys } from './shortcuts.ts';

const all = shortcutGroups.flatMap(({ shortcuts }) => shortcuts);
const names = all.flatMap((each) => (each.kind === 'named' ? [each.name] : []));

describe('the table of shortcuts', () => {
  it('has each that has keys, once', () => {
    expect([...names].sort()).toEqual([...keyedNames].sort());
  });

  it('answers the keys that it shows, and no other', () => {
    for (const name of keyedNames) {
      for (const keys of activeKeys(name, usualShortcuts)) {
        expect(shortcutAt(keys, usualShortcuts)).toBe(name);
      }
    }
    expect(shortcutAt('Escape', usualShortcuts)).toBe('leave');
    expect(shortcutAt('Mod+J', usualShortcuts)).toBeUndefined();
  });

  it('leads from a name to its keys', () => {
    expect(keysOf('palette')).toEqual(['Ctrl', 'K']);
    expect(shownKeys({ kind: 'named', name: 'settings', text: '' }, usualShortcuts)).toEqual([
      ['Ctrl', '5'],
      ['Ctrl', ','],
    ]);
  });

  it('shows and answers the changed ones in their place', () => {
    const settings: ShortcutSettings = {
      ...{ singleKeys: 'off', changed: { palette: ['Mod+J'], fleet: [] } },
    };
    expect(keysOf('palette', settings)).toEqual(['Ctrl', 'J']);
    expect(shortcutAt('Mod+J', settings)).toBe('palette');
    for (const gone of ['Mod+K', 'Mod+1', 'N', '?']) {
      expect(shortcutAt(gone, settings)).toBeUndefined();
    }
    expect(keysOf('fleet', settings)).toEqual([]);
    expect(keysOf('table', settings)).toEqual([]);
    expect(keysOf('release', settings)).toEqual(['Ctrl', 'N']);
    expect(keysOf('revert', settings)).toEqual(['Ctrl', 'Shift', 'Backspace']);
    expect(defaultKeys.revert).toHaveLength(1);
  });
});

describe('docs/keyboard.md', () => {
  it('says what the table says', async () => {
    await expect(keyboardMarkdown()).toMatchFileSnapshot('../../../docs/keyboard.md');
  });
});
