import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acceleratorOf,
  ariaKeysOf,
  capsOf,
  isSingleKey,
  meaningOf,
  readCombination,
  spokenOf,
  writeCombination,
  type PressedKey,
} from './key-combination.ts';

function pressed(key: string, more: Partial<PressedKey> = {}): PressedKey {
  return {
    ...{ key, code: '', ctrlKey: false, metaKey: false, altKey: false },
    ...{ shiftKey: false, isAltGraph: false },
    ...more,
  };
}

function combinationOf(press: PressedKey, isMac = false): string {
  const meaning = meaningOf(press, isMac);
  return meaning.kind === 'keys' ? meaning.combination : meaning.kind;
}

const anyPress = fc.record({
  key: fc.oneof(
    fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }),
    fc.constantFrom('a', 'Z', '?', '+', ' ', 'F5', 'Backspace', 'ß', 'л', 'ǆ', 'Dead', '1', '!'),
  ),
  code: fc.constantFrom('', 'KeyK', 'Digit1', 'Slash', 'Space'),
  ctrlKey: fc.boolean(),
  metaKey: fc.boolean(),
  altKey: fc.boolean(),
  shiftKey: fc.boolean(),
  isAltGraph: fc.boolean(),
});

describe('meaningOf', () => {
  it('is a combination that is read back as it is written, whatever is pressed', () => {
    fc.assert(
      fc.property(anyPress, fc.boolean(), (press, isMac) => {
        const meaning = meaningOf(press, isMac);
        if (meaning.kind !== 'keys') return;
        const parts = readCombination(meaning.combination);
        expect(parts).not.toBeNull();
        if (parts !== null) expect(writeCombination(parts)).toBe(meaning.combination);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    [pressed('k', { ctrlKey: true }), 'Mod+K'],
    // Caps lock makes letters large, and is no Shift.
    [pressed('K', { ctrlKey: true }), 'Mod+K'],
    [pressed('H', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+H'],
    [pressed('Backspace', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Backspace'],
    [pressed('?', { shiftKey: true, code: 'Slash' }), '?'],
    [pressed('?', { code: 'Comma' }), '?'],
    [pressed('/', { shiftKey: true, code: 'Digit7' }), '/'],
    [pressed('&', { ctrlKey: true, code: 'Digit1' }), 'Mod+1'],
    [pressed('!', { ctrlKey: true, shiftKey: true, code: 'Digit1' }), 'Mod+Shift+1'],
    // A Russian and a Greek keyboard.
    [pressed('л', { ctrlKey: true, code: 'KeyK' }), 'Mod+K'],
    [pressed('ν', { code: 'KeyN' }), 'N'],
    [pressed('@', { ctrlKey: true, altKey: true, isAltGraph: true, code: 'KeyQ' }), '@'],
    [pressed('ß'), 'ß'],
    [pressed('F5'), 'F5'],
    [pressed(' '), 'Space'],
    [pressed('Control', { ctrlKey: true }), 'not-yet'],
    [pressed('AltGraph'), 'not-yet'],
    [pressed('k', { altKey: true }), 'not-ours'],
    [pressed('k', { metaKey: true }), 'not-ours'],
    [pressed('Dead'), 'not-ours'],
    [pressed('Process'), 'not-ours'],
    [pressed('\u202e'), 'not-ours'],
  ])('reads %j as %s', (press, combination) => {
    expect(combinationOf(press)).toBe(combination);
  });

  it('takes Cmd on a Mac, and leaves Control to the system', () => {
    expect(combinationOf(pressed('k', { metaKey: true }), true)).toBe('Mod+K');
    expect(combinationOf(pressed('k', { ctrlKey: true }), true)).toBe('not-ours');
  });
});

describe('readCombination', () => {
  it.each([
    ...['', 'Mod', 'Mod+', 'mod+K', 'Mod+k', 'k', 'Shift+Mod+K', 'Ctrl+K', 'Mod+Mod+K', 'KK'],
    ...['Shift+?', 'Mod+Shift+/', '\u202e', 'Mod+\n', 'constructor', '__proto__', 'F25', '$mod+k'],
  ])('does not read %j', (text) => {
    expect(readCombination(text)).toBeNull();
  });

  it('reads the plus sign, which also parts the keys', () => {
    expect(readCombination('Mod++')).toEqual({ isMod: true, isShift: false, key: '+' });
    expect(readCombination('+')).toEqual({ isMod: false, isShift: false, key: '+' });
  });
});

describe('how a combination is shown', () => {
  it('has Cmd on a Mac, and Ctrl elsewhere', () => {
    expect(capsOf('Mod+Shift+Backspace')).toEqual(['Ctrl', 'Shift', 'Backspace']);
    expect(capsOf('Mod+K', true)).toEqual(['Cmd', 'K']);
    expect(spokenOf('Mod+Shift+H', true)).toBe('Cmd+Shift+H');
    expect(ariaKeysOf(['N', 'Mod+N'], false)).toBe('N Control+N');
    expect(ariaKeysOf(['Mod++'], true)).toBe('Meta+Plus');
  });

  it('is an accelerator of a menu only where it takes nothing from a field', () => {
    expect(acceleratorOf('Mod+K')).toBe('CommandOrControl+K');
    expect(acceleratorOf('Mod+Shift+Enter')).toBe('CommandOrControl+Shift+Return');
    expect(acceleratorOf('F1')).toBe('F1');
    for (const none of ['N', '?', '1', 'Mod+ß', 'nonsense']) expect(acceleratorOf(none)).toBeNull();
  });

  it('knows which keys are letters of a field', () => {
    for (const single of ['N', '?', '/', '1', 'ß']) expect(isSingleKey(single)).toBe(true);
    for (const other of ['Mod+N', 'F1', 'Enter', '']) expect(isSingleKey(other)).toBe(false);
  });
});
