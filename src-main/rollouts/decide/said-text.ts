/** What a yard said no with, as an operator reads it: what is wrong, and what to do about it. */
import type { Fault } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';

export function saidText({ message, todo }: Pick<Fault, 'message' | 'todo'>): string {
  return todo === undefined ? message : `${message} ${plain(todo, 200)}`;
}
