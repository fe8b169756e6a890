/** What a person wrote, as the timeline shows it: whole, and told from what the yard noticed. */
import type { Note } from '../../src-shared/note-schema.ts';
import { longestNote } from '../../src-shared/note.ts';
import type { TimelineEvent } from '../../src-shared/panel.ts';
import { plain } from '../../src-shared/wording.ts';

export function eventOfNote({ id, atMs, fleet, rollout, by, text }: Note): TimelineEvent {
  const about = { atMs, fleet, rollout, by: plain(by, 300) };
  const title = plain(text, longestNote);
  return { id: `note-${id}`, ...about, severity: 'info', title, detail: '', isNote: true };
}
