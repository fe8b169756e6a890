/** The record as an operator reads it. Live events and those read back from the disk are the same. */
import { outcomeWords } from '../../src-shared/outcome-words.ts';
import type { Outcome, TimelineEvent } from '../../src-shared/panel.ts';
import { ownerText } from '../../src-shared/wording.ts';
import type { BegunEntry, JournalEntry, WrittenEntry } from './entries.ts';

type Severity = TimelineEvent['severity'];

export function timelineOf(entries: readonly WrittenEntry[]): TimelineEvent[] {
  const first = entries[0]?.entry;
  return first?.type === 'begun' ? timelineEventsOf(first, entries) : [];
}

/** Entries that are evidence only make no event. */
export function timelineEventsOf(
  begun: BegunEntry,
  entries: readonly WrittenEntry[],
): TimelineEvent[] {
  return entries.flatMap((written) => {
    const line = lineOf(written.entry);
    if (line === null) return [];
    const { rollout, fleet, owner } = begun;
    const id = `${rollout}:${written.seq}`;
    const by = written.entry.type === 'told' ? written.entry.by : owner.name;
    return [{ id, atMs: written.atMs, fleet, rollout, by, ...line }];
  });
}

interface Line {
  readonly severity: Severity;
  readonly title: string;
  readonly detail: string;
}

function lineOf(entry: JournalEntry): Line | null {
  switch (entry.type) {
    case 'begun':
      return { severity: 'info', title: entry.label, detail: `Seen before: ${entry.split}.` };
    case 'claimed':
      if (!entry.isTakeover) return null;
      if (entry.from !== undefined) {
        const detail = `${ownerText(entry.from)} handed it over. What the yard shows decides what is left.`;
        return { severity: 'info', title: 'Taken over', detail };
      }
      return {
        severity: 'warning',
        title: 'Going on with an unfinished change',
        detail: 'Its panel ended before it was done. What the yard shows decides what is left.',
      };
    case 'intended':
      return {
        severity: 'info',
        title: entry.attempt === 1 ? entry.title : `Again: ${entry.title}`,
        detail: entry.reason,
      };
    case 'handed':
      return {
        severity: 'info',
        title: 'Handed over',
        detail: `${ownerText(entry.to)} carries it on.`,
      };
    case 'told':
      return { severity: 'info', title: entry.text, detail: `Said by ${entry.by}.` };
    case 'answered':
    case 'saw':
      return null;
    case 'refused':
      return { severity: 'warning', title: 'The yard refused', detail: entry.fault.message };
    case 'unknown':
      if (entry.fault.code === 'signed-out' || entry.fault.code === 'throttled') {
        return {
          severity: 'warning',
          title: 'Not done yet',
          detail: `${entry.fault.message} Nothing was changed; it is sent again.`,
        };
      }
      return {
        severity: 'warning',
        title: 'No answer: it may or may not have happened',
        detail: `${entry.fault.message} Looking before it is repeated.`,
      };
    case 'ended':
      return {
        severity: endSeverity(entry.kind),
        title: outcomeWords[entry.kind],
        detail: entry.text,
      };
  }
}

function endSeverity(kind: Outcome['kind']): Severity {
  if (kind === 'verified' || kind === 'done') return 'success';
  if (kind === 'handed-over') return 'info';
  return kind === 'failed' ? 'trouble' : 'warning';
}
