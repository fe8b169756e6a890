/**
 * Keys pressed together, as they are recorded, kept and shown. What is recorded and what is heard later come out of
 * one function, so that a combination that could be recorded is also answered. Pure.
 *
 * Written `Mod+Shift+K`: `Mod` is Ctrl, on a Mac Cmd. With a sign (`?`, `/`) Shift is part of the sign and not written:
 * the question mark is typed with Shift on most keyboards and without on some.
 */

/** Such a text. */
export type Combination = string;

interface KeyParts {
  readonly isMod: boolean;
  readonly isShift: boolean;
  /** One character, letters large; or a name of `namedKeys`. */
  readonly key: string;
}

/** As browsers name them (UI Events, named key attribute values). */
const namedKeys: ReadonlySet<string> = new Set([
  ...['Backspace', 'Delete', 'Insert', 'Enter', 'Tab', 'Space', 'Escape', 'Home', 'End'],
  ...['PageUp', 'PageDown', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  ...Array.from({ length: 24 }, (_, index) => `F${String(index + 1)}`),
]);

const isLetter = (key: string): boolean => /^\p{L}$/u.test(key);
const isCharacter = (key: string): boolean => /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(key);
const isLatin = (key: string): boolean => /^\p{Script=Latin}$/u.test(key);
const isDigit = (key: string): boolean => /^\d$/u.test(key);

/** Some letters have no large one of one character. */
function large(letter: string): string {
  const upper = letter.toUpperCase();
  return isLetter(upper) ? upper : letter;
}

/** Whether Shift says something that the key does not say by itself. */
const takesShift = ({ isMod, key }: Omit<KeyParts, 'isShift'>): boolean =>
  !isCharacter(key) || isLetter(key) || (isMod && isDigit(key));

export function writeCombination({ isMod, isShift, key }: KeyParts): Combination {
  return `${isMod ? 'Mod+' : ''}${isShift ? 'Shift+' : ''}${key}`;
}

/** Null: it is not written as we write them. */
export function readCombination(text: string): KeyParts | null {
  const [, mod = '', shift = '', key = ''] = /^(Mod\+)?(Shift\+)?(.+)$/u.exec(text) ?? [];
  const parts = { isMod: mod !== '', isShift: shift !== '', key };
  if (!namedKeys.has(key) && !isCharacter(key)) return null;
  if (isLetter(key) && large(key) !== key) return null;
  return parts.isShift && !takesShift(parts) ? null : parts;
}

/** What a browser tells of a key that goes down. */
export interface PressedKey {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** AltGr: on its way to a sign, which some systems tell as Ctrl and Alt. */
  readonly isAltGraph: boolean;
}

export type PressedMeaning =
  | { readonly kind: 'keys'; readonly combination: Combination }
  /** Ctrl, Shift and the like: more is to come. */
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'not-ours'; readonly because: string };

const modifiers: ReadonlySet<string> = new Set([
  ...['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'OS', 'Fn', 'FnLock', 'Hyper', 'Super'],
  ...['CapsLock', 'NumLock', 'ScrollLock', 'Symbol', 'SymbolLock'],
]);

export function meaningOf(pressed: PressedKey, isMac: boolean): PressedMeaning {
  if (modifiers.has(pressed.key)) return { kind: 'not-yet' };
  const { ctrlKey, metaKey, isAltGraph } = pressed;
  const isMod = !isAltGraph && (isMac ? metaKey : ctrlKey);
  const isOther = !isAltGraph && (isMac ? ctrlKey : metaKey);
  if (isOther) {
    const name = isMac ? 'the Control key' : 'the Windows or Super key';
    return notOurs(`Combinations with ${name} belong to the system.`);
  }
  if (pressed.altKey && !isAltGraph) {
    const name = isMac ? 'Option' : 'Alt';
    return notOurs(`${name} types other signs on many keyboards, so it is no part of a shortcut.`);
  }
  const key = keyOf(pressed, isMod);
  if (key === null) return notOurs('This key has no name that Blockyard knows.');
  const isShift = pressed.shiftKey && takesShift({ isMod, key });
  return { kind: 'keys', combination: writeCombination({ isMod, isShift, key }) };
}

const notOurs = (because: string): PressedMeaning => ({ kind: 'not-ours', because });

function keyOf({ key, code }: PressedKey, isMod: boolean): string | null {
  // Where the row of digits types other signs first, `Ctrl 1` is still its first key.
  const digit = /^Digit(\d)$/u.exec(code)?.[1];
  if (isMod && digit !== undefined) return digit;
  // On a keyboard of another script the place of a letter is what it is known by.
  const placed = /^Key([A-Z])$/u.exec(code)?.[1];
  if (placed !== undefined && isLetter(key) && !isLatin(key)) return placed;
  if (key === ' ') return 'Space';
  if (namedKeys.has(key)) return key;
  if (!isCharacter(key)) return null;
  return isLetter(key) ? large(key) : key;
}

/** A letter, a digit or a sign without Ctrl: what a field takes as text, and what speech can press unmeant (WCAG 2.1.4). */
export function isSingleKey(combination: Combination): boolean {
  const parts = readCombination(combination);
  return parts !== null && !parts.isMod && isCharacter(parts.key);
}

const shownNames: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  PageUp: 'Page up',
  PageDown: 'Page down',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

/** As they stand on the keyboard, in the order in which they are pressed. */
export function capsOf(combination: Combination, isMac = false): readonly string[] {
  const parts = readCombination(combination);
  if (parts === null) return [combination];
  return [
    ...(parts.isMod ? [isMac ? 'Cmd' : 'Ctrl'] : []),
    ...(parts.isShift ? ['Shift'] : []),
    shownNames[parts.key] ?? parts.key,
  ];
}

/** `Ctrl+Shift+H` in a sentence. */
export function spokenOf(combination: Combination, isMac: boolean): string {
  return capsOf(combination, isMac).join('+');
}

/** As `aria-keyshortcuts` wants them. */
export function ariaKeysOf(combinations: readonly Combination[], isMac: boolean): string {
  return combinations
    .flatMap((combination) => {
      const parts = readCombination(combination);
      if (parts === null) return [];
      const mod = parts.isMod ? [isMac ? 'Meta' : 'Control'] : [];
      const key = parts.key === '+' ? 'Plus' : parts.key;
      return [[...mod, ...(parts.isShift ? ['Shift'] : []), key].join('+')];
    })
    .join(' ');
}

const menuNames: Readonly<Record<string, string>> = {
  ...{ Enter: 'Return', Escape: 'Esc', '+': 'Plus' },
  ...{ ArrowUp: 'Up', ArrowDown: 'Down', ArrowLeft: 'Left', ArrowRight: 'Right' },
};

/**
 * As a menu of Electron wants it. Null where a menu must not have it: it would take a single key away from the fields,
 * and it fails over letters that it does not know.
 */
export function acceleratorOf(combination: Combination): string | null {
  const parts = readCombination(combination);
  if (parts === null || isSingleKey(combination)) return null;
  if (!/^[\u0021-\u007e]+$/u.test(parts.key)) return null;
  return [
    ...(parts.isMod ? ['CommandOrControl'] : []),
    ...(parts.isShift ? ['Shift'] : []),
    menuNames[parts.key] ?? parts.key,
  ].join('+');
}
