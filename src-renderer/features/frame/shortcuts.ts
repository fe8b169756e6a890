/** What can be pressed and what it does, once: bound from here, shown from here, and docs/keyboard.md is written from here. None of it changes a fleet. */
import { capsOf } from '../../../src-shared/key-combination.ts';
import {
  activeKeys,
  nameAt,
  usualShortcuts,
  type KeyedName,
  type ShortcutSettings,
} from '../../../src-shared/shortcut-keys.ts';

/** What a shortcut of the window leads to. */
export type ShortcutName = KeyedName | 'leave';

export type Shortcut =
  | {
      readonly kind: 'named';
      readonly name: KeyedName;
      readonly text: string;
    }
  /** Its keys are what everybody knows them for, and stay. Most are answered by the part of the screen with the focus. */
  | {
      readonly kind: 'fixed';
      /** Keys pressed together, one after the other as they are read; several: each of them does. */
      readonly shown: readonly (readonly string[])[];
      readonly text: string;
    };

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const named = (name: KeyedName, text: string): Shortcut => ({ kind: 'named', name, text });
const fixed = (text: string, ...keys: readonly string[]): Shortcut => ({
  ...{ kind: 'fixed', text },
  shown: keys.map((key) => [key]),
});

export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'Anywhere',
    shortcuts: [
      named('revert', 'Go to the revert button (does not press it)'),
      named('palette', 'Find anything: screens, fleets, generations, blocks, images, acts'),
      named('yards', 'Show another yard'),
      named('fleet', 'Fleet'),
      named('compare', 'Compare'),
      named('images', 'Images'),
      named('timeline', 'Timeline'),
      named('settings', 'Settings'),
      named('open-file', 'Open a release file: opens its plan'),
      named('filter', 'Filter the list, where there is one'),
      named('sheet', 'This sheet'),
    ],
  },
  {
    title: 'Fleet',
    shortcuts: [
      named('release', 'Release an image: opens its plan'),
      named('hold', 'Go to Hold or Resume of a running release (does not press it)'),
      named('table', 'Blocks or table'),
      fixed('Move among the blocks', 'Arrows'),
      fixed('First and last block of the row', 'Home', 'End'),
      fixed('Five rows up and down', 'Page up', 'Page down'),
      fixed('Select the block', 'Enter'),
      fixed('Close the details, or the record', 'Esc'),
    ],
  },
  {
    title: 'Timeline',
    shortcuts: [fixed('In a record: from moment to moment', 'Arrows')],
  },
  {
    title: 'In what opens in front',
    shortcuts: [
      fixed('From one found thing to the next', 'Up', 'Down'),
      fixed('Go there', 'Enter'),
      fixed('Leave it: nothing is done, the focus goes back to where it was', 'Esc'),
    ],
  },
];

/** As it is shown now; empty: no keys lead there. */
export function shownKeys(
  shortcut: Shortcut,
  settings: ShortcutSettings,
): readonly (readonly string[])[] {
  if (shortcut.kind === 'fixed') return shortcut.shown;
  return activeKeys(shortcut.name, settings).map((combination) => capsOf(combination));
}

/** What to press for it first of all; empty: nothing leads there. */
export function keysOf(
  name: KeyedName,
  settings: ShortcutSettings = usualShortcuts,
): readonly string[] {
  const [first] = activeKeys(name, settings);
  return first === undefined ? [] : capsOf(first);
}

/** What these keys lead to now. */
export function shortcutAt(
  combination: string,
  settings: ShortcutSettings,
): ShortcutName | undefined {
  return combination === 'Escape' ? 'leave' : nameAt(combination, settings);
}
