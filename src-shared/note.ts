/** What a person writes onto the timeline. Once said it stands: nothing here changes or takes it back. Pure. */
/** Characters: one sentence or a few, so that many fit into a parameter of an account. */
export const longestNote = 500;
/** The newest of them come with each look. */
export const notesSeen = 100;

/** Why it cannot be kept, as a sentence; null when it can. */
export function noteTrouble(text: string): string | null {
  const length = text.trim().length;
  if (length === 0) return 'The note is empty: write what others should know.';
  if (length <= longestNote) return null;
  return `The note has ${String(length)} characters; ${String(longestNote)} fit. Shorten it, or write two.`;
}

/** Oldest first, each once. */
export function inOrder<Each extends { readonly id: string; readonly atMs: number }>(
  notes: readonly Each[],
): readonly Each[] {
  const each = new Map(notes.map((note) => [note.id, note]));
  return [...each.values()].sort((a, b) => a.atMs - b.atMs);
}
