/** Every shortcut, once: bound from here, shown from here, and docs/keyboard.md is written from here. None of them changes a fleet. */

/** What a shortcut of the window leads to. */
export type ShortcutName =
  | 'palette'
  | 'yards'
  | 'revert'
  | 'fleet'
  | 'compare'
  | 'images'
  | 'timeline'
  | 'settings'
  | 'open-file'
  | 'filter'
  | 'sheet'
  | 'release'
  | 'hold'
  | 'table'
  | 'leave';

export interface Shortcut {
  /** Keys pressed together, one after the other as they are read; several: each of them does. */
  readonly shown: readonly (readonly string[])[];
  readonly text: string;
  /** Absent: the part of the screen that has the focus answers it. */
  readonly bound?: {
    readonly name: ShortcutName;
    /** As tinykeys writes them; `$mod` is Ctrl, on a Mac Cmd. */
    readonly keys: readonly string[];
  };
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const bound = (
  name: ShortcutName,
  text: string,
  shown: Shortcut['shown'],
  keys: readonly string[],
): Shortcut => ({ shown, text, bound: { name, keys } });

export const shortcutGroups: readonly ShortcutGroup[] = [
  {
    title: 'Anywhere',
    shortcuts: [
      bound(
        'revert',
        'Go to the revert button (does not press it)',
        [['Ctrl', 'Shift', 'Backspace']],
        ['$mod+Shift+Backspace'],
      ),
      bound(
        'palette',
        'Find anything: screens, fleets, generations, blocks, images, acts',
        [['Ctrl', 'K']],
        ['$mod+k'],
      ),
      bound('yards', 'Show another yard', [['Ctrl', 'P']], ['$mod+p']),
      bound('fleet', 'Fleet', [['Ctrl', '1']], ['$mod+1']),
      bound('compare', 'Compare', [['Ctrl', '2']], ['$mod+2']),
      bound('images', 'Images', [['Ctrl', '3']], ['$mod+3']),
      bound('timeline', 'Timeline', [['Ctrl', '4']], ['$mod+4']),
      bound(
        'settings',
        'Settings',
        [
          ['Ctrl', '5'],
          ['Ctrl', ','],
        ],
        ['$mod+5', '$mod+,'],
      ),
      bound('open-file', 'Open a release file: opens its plan', [['Ctrl', 'O']], ['$mod+o']),
      bound('filter', 'Filter the list, where there is one', [['/']], ['/']),
      bound('sheet', 'This sheet', [['?']], ['?', 'Shift+?']),
    ],
  },
  {
    title: 'Fleet',
    shortcuts: [
      bound('release', 'Release an image: opens its plan', [['N'], ['Ctrl', 'N']], ['n', '$mod+n']),
      bound(
        'hold',
        'Go to Hold or Resume of a running release (does not press it)',
        [['Ctrl', 'Shift', 'H']],
        ['$mod+Shift+h'],
      ),
      bound('table', 'Blocks or table', [['T']], ['t']),
      { shown: [['Arrows']], text: 'Move among the blocks' },
      { shown: [['Home'], ['End']], text: 'First and last block of the row' },
      { shown: [['Page up'], ['Page down']], text: 'Five rows up and down' },
      { shown: [['Enter']], text: 'Select the block' },
      bound('leave', 'Close the details, or the record', [['Esc']], ['Escape']),
    ],
  },
  {
    title: 'Timeline',
    shortcuts: [{ shown: [['Arrows']], text: 'In a record: from moment to moment' }],
  },
  {
    title: 'In what opens in front',
    shortcuts: [
      { shown: [['Up'], ['Down']], text: 'From one found thing to the next' },
      { shown: [['Enter']], text: 'Go there' },
      { shown: [['Esc']], text: 'Leave it: nothing is done, the focus goes back to where it was' },
    ],
  },
];

const allBound = shortcutGroups.flatMap(({ shortcuts }) =>
  shortcuts.flatMap(({ shown, bound: to }) => (to === undefined ? [] : [{ ...to, shown }])),
);

/** What to press for it first of all. */
export function keysOf(name: ShortcutName): readonly string[] {
  return allBound.find((each) => each.name === name)?.shown[0] ?? [];
}

/** For tinykeys: each of the keys with what it does. */
export function bindingsOf<Run>(
  runs: Readonly<Record<ShortcutName, Run>>,
): Readonly<Record<string, Run>> {
  return Object.fromEntries(
    allBound.flatMap(({ name, keys }) => keys.map((key) => [key, runs[name]])),
  );
}
