/** The keyboard sheet as it is printed: kept as docs/keyboard.md. */
import { usualShortcuts } from '../../../src-shared/shortcut-keys.ts';
import { shortcutGroups, shownKeys, type Shortcut } from './shortcuts.ts';

const head = `# Keyboard

Everything in Blockyard can be reached and pressed from the keyboard. On a Mac, \`Ctrl\` is \`Cmd\`. The same sheet is in the
window: press \`?\`. These are the keys as they come: each that leads somewhere can be changed under Settings, Keyboard.

No shortcut changes a fleet. Those that have to do with one lead to its button or open its plan; the press is yours. Single
letters are letters inside fields, and do nothing while a dialog is open; the way to the revert button is never closed.

## Changing them

Settings, Keyboard lists each of them. Change takes the next keys that you press in place of what it has, Add beside it
(three at most); \`Esc\` leaves it as it was, \`Backspace\` alone takes its keys away, Reset brings back those below. What is
changed holds at once, also in this sheet, in what can be found and in the menu of a Mac. All letters, digits and signs
without \`Ctrl\` can be turned off at once, for those who speak to their computer (WCAG 2.1.4).

Keys that already lead somewhere are not taken: the other is named. Nor are those of the system and of fields (copy, paste,
close, zoom, moving about), nor combinations with \`Alt\`, which types signs on many keyboards. The way to the revert button
can be changed and added to, never taken away, and has no single letter: it is open in fields and dialogs, too.

What was changed is kept in the settings. What a file says that cannot be read or cannot hold is left out, with a notice that
names it; the file as it was is kept beside it.
`;

export function keyboardMarkdown(): string {
  const parts = shortcutGroups.map(
    ({ title, shortcuts }) =>
      `\n## ${title}\n\n| keys | what they do |\n| --- | --- |\n${shortcuts.map(rowOf).join('')}`,
  );
  return `${head}${parts.join('')}`;
}

function rowOf(shortcut: Shortcut): string {
  const keys = shownKeys(shortcut, usualShortcuts).map((combination) =>
    combination.map((key) => `\`${key}\``).join(' + '),
  );
  return `| ${keys.join(' or ')} | ${shortcut.text} |\n`;
}
