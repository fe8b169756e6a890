/** Why keys were not taken, as one sentence that says what to do. Pure. */
import { spokenOf, type Combination } from '../../../src-shared/key-combination.ts';
import { mostKeys, type KeyedName, type KeyProblem } from '../../../src-shared/shortcut-keys.ts';
import { shortcutGroups } from '../frame/shortcuts.ts';

/** What the sheet calls it, up to the part that explains it. */
export function nameOfShortcut(name: KeyedName): string {
  const all = shortcutGroups.flatMap(({ shortcuts }) => shortcuts);
  const found = all.find((each) => each.kind === 'named' && each.name === name);
  return found?.text.replace(/(?:: | \().*$/u, '') ?? name;
}

export function problemText(
  problem: KeyProblem,
  pressed: Combination | null,
  hasCmd: boolean,
): string {
  const said = pressed === null ? 'That' : spokenOf(pressed, hasCmd);
  switch (problem.kind) {
    case 'taken':
      return `${spokenOf(problem.combination, hasCmd)} already leads to \u201c${nameOfShortcut(problem.by)}\u201d. Change that one first, or press other keys.`;
    case 'reserved':
      return `${said} is not free: ${lowered(problem.because)} Press other keys.`;
    case 'single-for-revert':
      return `${said} would be a letter in fields, and the way to the revert button is open there, too. Press keys with ${hasCmd ? 'Cmd' : 'Ctrl'}, or a function key.`;
    case 'none-for-revert':
      return 'The way to the revert button always has keys. Change them, or add others.';
    case 'too-many':
      return `${String(mostKeys)} are the most. Change them, or reset them.`;
    case 'unreadable':
      return `${said} cannot be kept. Press other keys.`;
  }
}

function lowered(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}
