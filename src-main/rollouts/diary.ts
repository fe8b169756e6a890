/**
 * A rollout's record together with its telling: what is written appears on the timeline, in the same
 * words now and after a restart.
 */
import type { TimelineEvent } from '../../src-shared/panel.ts';
import { succeed, type Result } from '../../src-shared/result.ts';
import type { BegunEntry, JournalEntry, WrittenEntry } from '../journal/entries.ts';
import type { RolloutRecord } from '../journal/record-file.ts';
import { timelineEventsOf } from '../journal/timeline-of.ts';

export interface Diary {
  readonly entries: () => readonly WrittenEntry[];
  /** Whether what it was begun with has reached the disk. */
  readonly begun: Promise<Result<null>>;
  readonly write: (entry: JournalEntry) => Promise<Result<null>>;
  readonly close: () => Promise<void>;
}

export function keepDiary(
  record: RolloutRecord,
  begun: BegunEntry,
  tell: (events: readonly TimelineEvent[]) => void,
): Diary {
  return {
    entries: record.entries,
    begun: record.begun,
    write: async (entry) => {
      const written = await record.append(entry);
      if (!written.ok) return written;
      tell(timelineEventsOf(begun, written.value));
      return succeed(null);
    },
    close: record.close,
  };
}
