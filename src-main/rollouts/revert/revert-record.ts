/**
 * The record of a revert. It is handed over to the system before the order leaves, when the disk lets
 * it be; whatever becomes of it, the write goes, and what could not be recorded is said.
 */
import { attempt } from '../../../src-shared/attempt.ts';
import type { TimelineEvent } from '../../../src-shared/panel.ts';
import type { Fault, Result } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';
import type { BegunEntry, JournalEntry } from '../../journal/entries.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RolloutRecord } from '../../journal/record-file.ts';
import { timelineEventsOf } from '../../journal/timeline-of.ts';
import { keepDiary, type Diary } from '../diary.ts';

export interface RevertRecordPorts {
  readonly journal: Pick<Journal, 'begin'>;
  readonly clock: Clock;
  readonly tell: (events: readonly TimelineEvent[]) => void;
}

/** Never rejects. */
export type Handing = Promise<Result<RolloutRecord>>;

/**
 * The longest that a press waits for the hand-over: rule 5 beats rule 6. On a calm machine it takes less
 * than 1 ms; what takes longer is a disk that does not let us.
 */
const handOverMs = 4;
/** The end of a revert is told at the latest so long after it, recorded or not. */
const endWaitMs = 5000;

export function handOver(journal: Pick<Journal, 'begin'>, entries: RevertEntries): Handing {
  return attempt(() => journal.begin(entries.begun, entries.intended));
}

export interface RevertEntries {
  readonly begun: BegunEntry;
  readonly intended: JournalEntry;
}

/** Resolves when the order may leave: recorded, not recordable, or waited for long enough. */
export async function handedOver(clock: Clock, handing: Handing): Promise<void> {
  const waited = new AbortController();
  await Promise.race([handing, clock.delay(handOverMs, waited.signal)]);
  waited.abort();
}

/** Tells what was recorded, or that it was not; resolves at the hand-over and never rejects. */
export async function keepRevertDiary(
  { clock, tell }: RevertRecordPorts,
  { begun, intended }: RevertEntries,
  handing: Handing,
): Promise<Diary | Fault> {
  const record = await handing;
  const unrecorded = (fault: Fault): TimelineEvent => ({
    id: `${begun.rollout}:unrecorded`,
    atMs: clock.now(),
    fleet: begun.fleet,
    rollout: begun.rollout,
    severity: 'warning',
    title: 'This revert is not recorded',
    detail: `${fault.message} It was sent all the same.`,
    by: begun.owner.name,
  });
  if (record.ok) {
    tell(timelineEventsOf(begun, record.value.entries()));
    void record.value.begun.then((synced) => {
      if (!synced.ok) tell([unrecorded(synced.fault)]);
    });
    return keepDiary(record.value, begun, tell);
  }
  const atMs = clock.now();
  const told = [begun, intended].map((entry, index) => ({ seq: index + 1, atMs, entry }));
  tell([...timelineEventsOf(begun, told), unrecorded(record.fault)]);
  return record.fault;
}

/**
 * The diary once it is known to stand on the disk, or why it does not.
 * @returns `unknown-outcome` when the disk takes longer than 5 s to say so.
 */
export async function settledDiary(
  clock: Clock,
  kept: Promise<Diary | Fault>,
): Promise<Diary | Fault> {
  const waited = new AbortController();
  const settled = kept.then(async (diary) => {
    if (!('write' in diary)) return diary;
    const begun = await diary.begun;
    return begun.ok ? diary : begun.fault;
  });
  const late = clock.delay(endWaitMs, waited.signal).then((): Fault => ({
    code: 'unknown-outcome',
    message: 'The disk has not taken the record of changes yet.',
  }));
  const known = await Promise.race([settled, late]);
  waited.abort();
  return known;
}
