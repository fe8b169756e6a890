import { describe, expect, it } from 'vitest';
import { keyboardMarkdown } from './keyboard-markdown.ts';
import { bindingsOf, keysOf, shortcutGroups, type ShortcutName } from './shortcuts.ts';

const all = shortcutGroups.flatMap(({ shortcuts }) => shortcuts);
const names = all.flatMap(({ bound }) => (bound === undefined ? [] : [bound.name]));
const runs = Object.fromEntries(names.map((name) => [name, name])) as Record<ShortcutName, string>;

describe('the table of shortcuts', () => {
  it('has no two of one name, and no two on the same keys', () => {
    expect(new Set(names).size).toBe(names.length);
    const keys = all.flatMap(({ bound }) => bound?.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    expect(Object.keys(bindingsOf(runs))).toHaveLength(keys.length);
  });

  it('shows what it binds', () => {
    for (const { bound, shown } of all) {
      if (bound === undefined) continue;
      const spelled = bound.keys.map((key) =>
        key.replace('$mod', 'Ctrl').replace('Escape', 'Esc').toLowerCase(),
      );
      const drawn = shown.map((keys) => keys.join('+').toLowerCase());
      // The question mark is typed with Shift on most keyboards and without on some.
      expect(spelled.filter((key) => key !== 'shift+?')).toEqual(drawn);
    }
  });

  it('leads from a name to its keys', () => {
    expect(keysOf('palette')).toEqual(['Ctrl', 'K']);
    expect(bindingsOf(runs)).toMatchObject({ '$mod+k': 'palette', '$mod+n': 'release' });
  });
});

describe('docs/keyboard.md', () => {
  it('says what the table says', async () => {
    await expect(keyboardMarkdown()).toMatchFileSnapshot('../../../docs/keyboard.md');
  });
});
