/**
 * A plan as text for a shell, to be kept for the day on which this program does not run. Titles are
 * printed and not written as comments, which an interactive zsh would take for commands.
 */
import type { Wish } from './wish-schema.ts';
import type { Plan } from './plan.ts';
import { shellQuote } from './shell-quote.ts';
import { plain } from './wording.ts';

/** A guard binds the text of what it forbids as it binds the button. It never binds a way back. */
export function isWithheld(
  { refusedBecause }: Pick<Plan, 'refusedBecause'>,
  kind: Wish['kind'],
): boolean {
  return refusedBecause !== null && kind !== 'revert';
}

/** Null when no step of it has a command, or when it would leave out what must come before a write. */
export function planScript({ label, steps }: Pick<Plan, 'label' | 'steps'>): string | null {
  if (steps.every(({ command }) => command === null)) return null;
  const lastWrite = steps.findLastIndex(({ isMutation }) => isMutation);
  if (steps.slice(0, lastWrite + 1).some(({ command }) => command === null)) return null;
  const said = (text: string): string => `printf '%s\\n' ${shellQuote(plain(text, 400))}`;
  const stopped = `[ $? -eq 0 ] || ${said('It stopped at this step: nothing after it was done.')} >&2`;
  const lines = steps.flatMap(({ title, command }, index) => [
    said(`${String(index + 1)}. ${title}`),
    ...(command === null ? [] : [command]),
  ]);
  return [
    // Of its own, so that stopping at the first failure does not end the terminal it was pasted into.
    '(',
    'set -e',
    `trap ${shellQuote(stopped)} EXIT`,
    // An answer in a pager would wait for a key between two writes.
    'export AWS_PAGER=',
    said(label),
    ...lines,
    ')',
    '',
  ].join('\n');
}
