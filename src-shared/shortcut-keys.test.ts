import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSingleKey } from './key-combination.ts';
import {
  activeKeys,
  defaultKeys,
  keyedNames,
  mostKeys,
  nameAt,
  ownKeys,
  problemOf,
  reservedBecause,
  soundShortcuts,
  usualShortcuts,
  withKeys,
  type ShortcutSettings,
} from './shortcut-keys.ts';
import { shortcutSettingsSchema } from './shortcut-settings-schema.ts';

const someKeys = fc.constantFrom(
  ...['Mod+K', 'Mod+1', 'Mod+2', 'Mod+J', 'N', 'T', 'X', '?', 'F5', 'Mod+Shift+Backspace'],
  ...['Mod+C', 'Escape', 'Enter', 'nonsense', 'Mod+Shift+Delete'],
);
const anyChange = fc.tuple(
  fc.constantFrom(...keyedNames),
  fc.array(someKeys, { maxLength: mostKeys }),
);
const anyWanted = fc.record({
  singleKeys: fc.constantFrom('off' as const, undefined),
  changed: fc.uniqueArray(anyChange, { selector: ([name]) => name }),
});

/** What must be true of any settings that hold. */
function expectSound(settings: ShortcutSettings): void {
  const all = keyedNames.flatMap((name) => ownKeys(name, settings));
  expect(new Set(all).size).toBe(all.length);
  for (const keys of all) expect(reservedBecause(keys)).toBeNull();
  // Whatever else is changed or turned off, the way to the revert button has keys.
  expect(activeKeys('revert', settings).length).toBeGreaterThan(0);
  expect(activeKeys('revert', settings).some(isSingleKey)).toBe(false);
  for (const name of keyedNames)
    expect(problemOf(name, ownKeys(name, settings), settings)).toBeNull();
}

describe('the usual keys', () => {
  it('hold by the rules for changed ones', () => {
    expectSound(usualShortcuts);
  });
});

describe('soundShortcuts', () => {
  it('makes settings that hold of whatever a file says', () => {
    fc.assert(
      fc.property(anyWanted, (wanted) => {
        const { settings, dropped } = soundShortcuts(wanted);
        expectSound(settings);
        expect(shortcutSettingsSchema.safeParse(settings).success).toBe(true);
        for (const [name, keys] of wanted.changed) {
          if (!dropped.includes(name)) expect(ownKeys(name, settings)).toEqual([...new Set(keys)]);
          else expect(ownKeys(name, settings)).toEqual(defaultKeys[name]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('lets two swap their keys', () => {
    const { settings, dropped } = soundShortcuts({
      changed: [
        ['fleet', ['Mod+2']],
        ['compare', ['Mod+1']],
      ],
    });
    expect(dropped).toEqual([]);
    expect(nameAt('Mod+1', settings)).toBe('compare');
  });

  it('leaves out what leans on a change that was left out', () => {
    const { settings, dropped } = soundShortcuts({
      changed: [
        ['fleet', ['Mod+2']],
        ['compare', ['Mod+C']],
      ],
    });
    expect([...dropped].sort()).toEqual(['compare', 'fleet']);
    expect(settings).toEqual(usualShortcuts);
  });
});

describe('problemOf', () => {
  it('names whose keys they are', () => {
    expect(problemOf('table', ['Mod+K'], usualShortcuts)).toEqual({
      ...{ kind: 'taken', combination: 'Mod+K', by: 'palette' },
    });
    // Turned off for now, it is still somebody's.
    expect(problemOf('filter', ['T'], { ...usualShortcuts, singleKeys: 'off' })).toMatchObject({
      by: 'table',
    });
  });

  it('never leaves the revert button without keys, nor with keys that a field takes', () => {
    expect(problemOf('revert', [], usualShortcuts)).toEqual({ kind: 'none-for-revert' });
    expect(problemOf('revert', ['R'], usualShortcuts)).toEqual({ kind: 'single-for-revert' });
    expect(problemOf('revert', ['F9'], usualShortcuts)).toBeNull();
    expect(problemOf('table', [], usualShortcuts)).toBeNull();
  });

  it.each(['Mod+C', 'Mod+Q', 'Mod+0', 'Escape', 'Enter', 'Shift+Tab', 'Mod+ArrowLeft', 'Space'])(
    'keeps %s for what it is for',
    (keys) => {
      expect(problemOf('table', [keys], usualShortcuts)).toMatchObject({ kind: 'reserved' });
    },
  );
});

describe('withKeys', () => {
  it('is no change any more when the usual keys are back', () => {
    const changed = withKeys('table', ['F2'], usualShortcuts);
    expect(changed).toEqual({ changed: { table: ['F2'] } });
    expect(withKeys('table', ['T'], changed)).toEqual(usualShortcuts);
    expect(withKeys('table', [], usualShortcuts)).toEqual({ changed: { table: [] } });
  });
});

describe('single keys', () => {
  it('are turned off all at once, and what also has Ctrl keeps that', () => {
    const off: ShortcutSettings = { ...usualShortcuts, singleKeys: 'off' };
    expect(activeKeys('release', off)).toEqual(['Mod+N']);
    expect(activeKeys('table', off)).toEqual([]);
    expect(nameAt('T', off)).toBeUndefined();
    expect(nameAt('T', usualShortcuts)).toBe('table');
    for (const name of keyedNames) expect(activeKeys(name, off).some(isSingleKey)).toBe(false);
  });
});

describe('what the window may send', () => {
  it.each([
    { changed: { table: ['Mod+K'] } },
    { changed: { revert: [] } },
    { changed: { nonsense: ['F2'] } },
    { changed: { table: ['F1', 'F2', 'F3', 'F4'] } },
    { changed: {}, singleKeys: 'on' },
  ])('is refused where it cannot hold: %j', (sent) => {
    expect(shortcutSettingsSchema.safeParse(sent).success).toBe(false);
  });
});
