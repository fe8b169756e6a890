/** Every shortcut, once: bound from here and shown from here. None of them changes a fleet. */
export interface Shortcut {
  readonly keys: string;
  readonly shown: readonly string[];
  readonly text: string;
}

export const shortcutGroups: readonly {
  readonly title: string;
  readonly shortcuts: readonly Omit<Shortcut, 'keys'>[];
}[] = [
  {
    title: 'Anywhere',
    shortcuts: [
      {
        shown: ['Ctrl', 'Shift', 'Backspace'],
        text: 'Go to the revert button (does not press it)',
      },
      { shown: ['Ctrl', '1'], text: 'Fleet' },
      { shown: ['Ctrl', '2'], text: 'Compare' },
      { shown: ['Ctrl', '3'], text: 'Images' },
      { shown: ['Ctrl', '4'], text: 'Timeline' },
      { shown: ['Ctrl', '5'], text: 'Settings' },
      { shown: ['?'], text: 'This sheet' },
    ],
  },
  {
    title: 'Fleet',
    shortcuts: [
      { shown: ['N'], text: 'Release an image: opens its plan' },
      { shown: ['T'], text: 'Blocks or table' },
      { shown: ['Arrows'], text: 'Move among the blocks' },
      { shown: ['Home', 'End'], text: 'First and last block of the row' },
      { shown: ['Page up', 'Page down'], text: 'Five rows up and down' },
      { shown: ['Enter'], text: 'Select the block' },
      { shown: ['Esc'], text: 'Close the details' },
    ],
  },
  {
    title: 'Timeline',
    shortcuts: [
      { shown: ['/'], text: 'Filter' },
      { shown: ['Arrows'], text: 'In a record: from moment to moment' },
      { shown: ['Esc'], text: 'Close the record' },
    ],
  },
];
