/** The record as an operator reads it. Live events and those read back from the disk are the same. */
import { acceptanceText } from '../../src-shared/acceptance.ts';
import { findingsText } from '../../src-shared/findings.ts';
import type { Compared } from '../../src-shared/findings-schema.ts';
import { outcomeWord } from '../../src-shared/outcome-words.ts';
import type { Outcome, TimelineEvent } from '../../src-shared/panel.ts';
import { unwatchedText } from '../../src-shared/unwatched.ts';
import { ownerText, plain } from '../../src-shared/wording.ts';
import type { BegunEntry, JournalEntry, JudgedEntry, WrittenEntry } from './entries.ts';

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
    const { rollout, fleet, owner } = begun;
    const id = `${rollout}:${written.seq}`;
    const by = written.entry.type === 'told' ? written.entry.by : owner.name;
    const about = { atMs: written.atMs, fleet, rollout, by };
    const line = lineOf(written.entry, begun);
    const accepted = written.entry.type === 'begun' ? acceptedLine(written.entry) : null;
    return [
      ...(line === null ? [] : [{ id, ...about, ...line }]),
      ...(accepted === null ? [] : [{ id: `${id}:accepted`, ...about, ...accepted }]),
    ];
  });
}

interface Line {
  readonly severity: Severity;
  readonly title: string;
  readonly detail: string;
}

function lineOf(entry: JournalEntry, { intent }: BegunEntry): Line | null {
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
        detail: `Its panel ended before it was done. ${unwatchedText(intent.kind, entry.unwatchedMs)} What the yard shows decides what is left.`,
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
    case 'judged':
      return judgedLine(entry);
    case 'answered':
    case 'saw':
      return null;
    case 'compared':
      return comparedLine(entry.outcome);
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
        severity: entry.takenBack === true ? 'info' : endSeverity(entry.kind),
        title: outcomeWord(entry),
        detail: entry.text,
      };
  }
}

const judgedLines = {
  passes: { severity: 'info', title: 'Second opinion: passes' },
  fails: { severity: 'trouble', title: 'Second opinion: fails' },
  'cannot-say': { severity: 'warning', title: 'Second opinion: cannot say any more' },
  silent: { severity: 'warning', title: 'No second opinion is heard' },
} as const;

function judgedLine({ verdict, source, text }: JudgedEntry): Line {
  return { ...judgedLines[verdict], detail: `By ${source}: ${text}.` };
}

function comparedLine(outcome: Compared): Line {
  if (outcome.kind === 'failed') {
    const detail = `What comes could not be compared with what serves: ${outcome.because}.`;
    return { severity: 'warning', title: 'Not compared', detail };
  }
  const { a, b, listed } = outcome.findings;
  const worth = listed.filter(({ why }) => why !== null).slice(0, 5);
  const named = worth.map(({ subject }) => plain(subject, 60)).join(', ');
  const detail = `Found: ${findingsText(outcome.findings)}.${named === '' ? '' : ` Worth a look: ${named}.`}`;
  return { severity: 'info', title: `Compared ${plain(b, 60)} with ${plain(a, 60)}`, detail };
}

/** A line of its own: whoever looks back for what went wrong begins with what was known before. */
function acceptedLine({ intent }: BegunEntry): Line | null {
  if (!('accepted' in intent) || intent.accepted === undefined) return null;
  const title = 'Warnings of the preflight accepted';
  return { severity: 'warning', title, detail: acceptanceText(intent.accepted) };
}

function endSeverity(kind: Outcome['kind']): Severity {
  if (kind === 'verified' || kind === 'done') return 'success';
  if (kind === 'handed-over') return 'info';
  return kind === 'failed' ? 'trouble' : 'warning';
}
