/** The keyboard sheet as it is printed: kept as docs/keyboard.md. */
import { shortcutGroups, type Shortcut } from './shortcuts.ts';

const head = `# Keyboard

Everything in Blockyard can be reached and pressed from the keyboard. On a Mac, \`Ctrl\` is \`Cmd\`. The same sheet is in the
window: press \`?\`.

No shortcut changes a fleet. Those that have to do with one lead to its button or open its plan; the press is yours. Single
letters are letters inside fields, and do nothing while a dialog is open; the way to the revert button is never closed.
`;

export function keyboardMarkdown(): string {
  const parts = shortcutGroups.map(
    ({ title, shortcuts }) =>
      `\n## ${title}\n\n| keys | what they do |\n| --- | --- |\n${shortcuts.map(rowOf).join('')}`,
  );
  return `${head}${parts.join('')}`;
}

function rowOf({ shown, text }: Shortcut): string {
  const keys = shown.map((combination) => combination.map((key) => `\`${key}\``).join(' + '));
  return `| ${keys.join(' or ')} | ${text} |\n`;
}
