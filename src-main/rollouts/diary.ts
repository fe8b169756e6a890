/**
 * A rollout's record together with its telling: what is written appears on the timeline, in the same
 * words now and after a restart.
 */
import type { Fleet } from '../../src-shared/fleet.ts';
import type { TimelineEvent } from '../../src-shared/panel.ts';
import { succeed, type Result } from '../../src-shared/result.ts';
import type { Marked } from '../clock/age.ts';
import type { BegunEntry, JournalEntry, WrittenEntry } from '../journal/entries.ts';
import type { RolloutRecord } from '../journal/record-file.ts';
import { timelineEventsOf } from '../journal/timeline-of.ts';
import { keepSights } from './sights.ts';

export interface Diary {
  readonly entries: () => readonly WrittenEntry[];
  /** Whether what it was begun with has reached the disk. */
  readonly begun: Promise<Result<null>>;
  readonly write: (entry: JournalEntry) => Promise<Result<null>>;
  /** A look at the fleet, with the moment at which it began; those that show something new are kept. */
  readonly see: (fleet: Fleet, at: Marked) => void;
  readonly close: () => Promise<void>;
}

export function keepDiary(
  record: RolloutRecord,
  begun: BegunEntry,
  tell: (events: readonly TimelineEvent[]) => void,
): Diary {
  const sights = keepSights(record);
  return {
    entries: record.entries,
    begun: record.begun,
    see: sights.see,
    write: async (entry) => {
      // What was seen last comes before the end: an end is the last thing that is written.
      if (entry.type === 'ended') sights.wrote('end');
      if (entry.type === 'intended') sights.wrote('intended');
      if (isAnswer(entry)) sights.wrote('answer');
      const written = await record.append(entry);
      if (!written.ok) return written;
      tell(timelineEventsOf(begun, written.value));
      return succeed(null);
    },
    close: record.close,
  };
}

function isAnswer({ type }: JournalEntry): boolean {
  return type === 'answered' || type === 'refused' || type === 'unknown';
}
