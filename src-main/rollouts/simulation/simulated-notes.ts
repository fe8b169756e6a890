/** What a simulated life leaves behind: the log of its yard, its records, and what was said. Test support. */
import type { RolloutId } from '../../../src-shared/ids.ts';
import type { Outcome } from '../../../src-shared/panel.ts';
import type { JournalEntry } from '../../journal/entries.ts';
import type { SimEvent } from '../../yards/sim/sim-log.ts';

/** What stood in a record from one place of the log on. */
export interface RecordedAt {
  /** Events that were in the log before it. */
  readonly logged: number;
  readonly atMs: number;
  readonly rollout: RolloutId;
  readonly entries: readonly JournalEntry[];
}

export interface LifeNotes {
  readonly log: SimEvent[];
  readonly records: RecordedAt[];
  readonly outcomes: Outcome[];
}

export type Unplaced<Event> = Event extends SimEvent ? Omit<Event, 'atMs' | 'session'> : never;
