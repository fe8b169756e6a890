/** Which keys lead where: as they come, as a person changed them, and what cannot be had. Pure; none of it changes a fleet. */
import { isSingleKey, readCombination, type Combination } from './key-combination.ts';

/** As they come. Those of one name are shown in this order, the first in menus and in the palette. */
export const defaultKeys = {
  revert: ['Mod+Shift+Backspace'],
  palette: ['Mod+K'],
  yards: ['Mod+P'],
  fleet: ['Mod+1'],
  compare: ['Mod+2'],
  images: ['Mod+3'],
  timeline: ['Mod+4'],
  settings: ['Mod+5', 'Mod+,'],
  'open-file': ['Mod+O'],
  filter: ['/'],
  sheet: ['?'],
  release: ['N', 'Mod+N'],
  hold: ['Mod+Shift+H'],
  table: ['T'],
} as const satisfies Readonly<Record<string, readonly Combination[]>>;

/** What can have other keys. */
export type KeyedName = keyof typeof defaultKeys;
export const keyedNames = Object.keys(defaultKeys) as readonly KeyedName[];

export interface ShortcutSettings {
  /** All letters, digits and signs without Ctrl are off, whoever has them. Absent: on. */
  readonly singleKeys?: 'off' | undefined;
  /** Only what differs from the defaults; an empty list: no keys at all. */
  readonly changed: { readonly [Name in KeyedName]?: readonly Combination[] };
}

export const usualShortcuts: ShortcutSettings = { changed: {} };
/** Of one name: more would fit into no menu and no memory. */
export const mostKeys = 3;

/** What it has, also while single keys are off. */
export function ownKeys(name: KeyedName, settings: ShortcutSettings): readonly Combination[] {
  return settings.changed[name] ?? defaultKeys[name];
}

/** What leads there now. */
export function activeKeys(name: KeyedName, settings: ShortcutSettings): readonly Combination[] {
  const own = ownKeys(name, settings);
  return settings.singleKeys === 'off' ? own.filter((keys) => !isSingleKey(keys)) : own;
}

/** Whose key it is now, if anybody's; a single key that is turned off leads nowhere. */
export function nameAt(
  combination: Combination,
  settings: ShortcutSettings,
): KeyedName | undefined {
  return keyedNames.find((name) => activeKeys(name, settings).includes(combination));
}

export type KeyProblem =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'reserved'; readonly because: string }
  /** The way to the revert button is open in fields and dialogs too, where single keys are not. */
  | { readonly kind: 'single-for-revert' }
  | { readonly kind: 'none-for-revert' }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'taken'; readonly combination: Combination; readonly by: KeyedName };

/** Why this name cannot have these keys beside what the others have; null: it can. */
export function problemOf(
  name: KeyedName,
  keys: readonly Combination[],
  settings: ShortcutSettings,
): KeyProblem | null {
  if (keys.length > mostKeys) return { kind: 'too-many' };
  if (name === 'revert' && keys.length === 0) return { kind: 'none-for-revert' };
  for (const combination of keys) {
    const because = reservedBecause(combination);
    if (readCombination(combination) === null) return { kind: 'unreadable' };
    if (because !== null) return { kind: 'reserved', because };
    if (name === 'revert' && isSingleKey(combination)) return { kind: 'single-for-revert' };
    const by = keyedNames.find(
      (other) => other !== name && ownKeys(other, settings).includes(combination),
    );
    if (by !== undefined) return { kind: 'taken', combination, by };
  }
  return null;
}

/** The settings with it; equal to the default it is no change any more. */
export function withKeys(
  name: KeyedName,
  keys: readonly Combination[],
  settings: ShortcutSettings,
): ShortcutSettings {
  const changed = Object.fromEntries([
    ...Object.entries(settings.changed).filter(([other]) => other !== name),
    ...(sameKeys(keys, defaultKeys[name]) ? [] : [[name, [...new Set(keys)]]]),
  ]) as ShortcutSettings['changed'];
  return { ...settings, changed };
}

function sameKeys(left: readonly Combination[], right: readonly Combination[]): boolean {
  return left.length === right.length && left.every((keys, index) => keys === right[index]);
}

/** With Ctrl, on every system that has them. */
const reservedWithMod: readonly (readonly [readonly string[], string])[] = [
  [
    ['A', 'C', 'V', 'X', 'Y', 'Z', 'Shift+V', 'Shift+Z'],
    'It copies, pastes, selects or undoes in fields.',
  ],
  [['H', 'M', 'Q', 'W', 'Shift+Q', 'Shift+W'], 'It closes, hides or quits windows.'],
  [['+', '-', '=', '0'], 'It makes everything larger or smaller.'],
  [['Shift+3', 'Shift+4', 'Shift+5'], 'It takes a picture of the screen on a Mac.'],
  [['Space', 'Tab', 'Shift+Space', 'Shift+Tab', '`'], 'It belongs to the system.'],
];

const moving: ReadonlySet<string> = new Set([
  ...['Tab', 'Enter', 'Space', 'Escape', 'Home', 'End', 'PageUp', 'PageDown', 'Backspace'],
  ...['Delete', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
]);
/** With Ctrl and Shift they have no other meaning that matters here. */
const freeWithBoth: ReadonlySet<string> = new Set(['Backspace', 'Delete', 'Enter']);

/** What nobody can have, and why; null: it is free to be had. */
export function reservedBecause(combination: Combination): string | null {
  const parts = readCombination(combination);
  if (parts === null) return null;
  const { isMod, isShift, key } = parts;
  const behindMod = isMod ? combination.slice('Mod+'.length) : null;
  const reserved = reservedWithMod.find(([keys]) => behindMod !== null && keys.includes(behindMod));
  if (reserved !== undefined) return reserved[1];
  if (!moving.has(key) || (isMod && isShift && freeWithBoth.has(key))) return null;
  return 'It moves about, presses, types or leaves, in the window and in its fields.';
}

/** As they can hold: whatever is wrong is left out, name by name. @returns what was left out, too. */
export function soundShortcuts(wanted: {
  readonly singleKeys?: 'off' | undefined;
  readonly changed: readonly (readonly [KeyedName, readonly Combination[]])[];
}): { readonly settings: ShortcutSettings; readonly dropped: readonly KeyedName[] } {
  const usual: ShortcutSettings = {
    ...(wanted.singleKeys !== undefined && { singleKeys: wanted.singleKeys }),
    changed: {},
  };
  // All at once first: two that have swapped their keys are each in the other's way until both hold.
  let kept = wanted.changed;
  for (;;) {
    const settings = kept.reduce((all, [name, keys]) => withKeys(name, keys, all), usual);
    const bad = kept.findLast(([name, keys]) => problemOf(name, keys, settings) !== null);
    if (bad === undefined) {
      const names = new Set(kept.map(([name]) => name));
      const dropped = wanted.changed.map(([name]) => name).filter((name) => !names.has(name));
      return { settings, dropped };
    }
    kept = kept.filter((each) => each !== bad);
  }
}
