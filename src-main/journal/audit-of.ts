/** The audit record out of what a journal's file says. Pure; what is not written there is not in it. */
import type { Audit, AuditAttempt, AuditStep, CallAnswer } from '../../src-shared/audit.ts';
import { withChange, type FleetPicture } from '../../src-shared/fleet-picture.ts';
import type { JournalEntry, WrittenEntry } from './entries.ts';

/** A clock is corrected by a little all the time. */
const setBackMs = 1000;

/** @returns null when not even its first line can be read. */
export function auditOf(entries: readonly WrittenEntry[]): Audit | null {
  const [first] = entries;
  if (first?.entry.type !== 'begun') return null;
  const { rollout, fleet, label, intent, owner, pressedAtMs, split, revision, weighed } =
    first.entry;
  const steps = new Map<string, OpenStep>();
  const told: Audit['told'] = [];
  const judgements: NonNullable<Audit['judgements']> = [];
  let compared: Audit['compared'];
  const takeovers: Audit['takeovers'] = [];
  const handovers: Audit['handovers'] = [];
  const sights: Audit['sights'] = [];
  let picture: FleetPicture | null = null;
  let end: Audit['end'] = null;
  for (const { entry, atMs } of entries) {
    switch (entry.type) {
      case 'begun':
        break;
      case 'claimed':
        if (entry.isTakeover) {
          const { epoch, from, unwatchedMs } = entry;
          const told = unwatchedMs === undefined ? {} : { unwatchedMs };
          takeovers.push({ atMs, epoch, ...(from && { from }), ...told });
        }
        break;
      case 'handed':
        handovers.push({ atMs, to: entry.to });
        break;
      case 'told':
        told.push({
          ...{ atMs, text: entry.text, by: entry.by },
          ...(entry.accepted && { accepted: entry.accepted }),
        });
        break;
      case 'judged':
        judgements.push({ atMs, verdict: entry.verdict, source: entry.source, text: entry.text });
        break;
      case 'compared':
        compared = { atMs, outcome: entry.outcome };
        break;
      case 'saw':
        picture = withChange(picture, entry);
        sights.push({ atMs: entry.seenAtMs, picture });
        break;
      case 'intended':
        stepOf(steps, entry, entry.title).intend(entry, atMs);
        break;
      case 'answered':
      case 'refused':
      case 'unknown':
        stepOf(steps, entry, entry.key).answer(entry, atMs);
        break;
      case 'ended':
        end = endOf(entry, atMs);
        break;
    }
  }
  return {
    ...{ rollout, fleet, label, intent, owner, pressedAtMs, begunAtMs: first.atMs },
    seenBefore: { split, revision },
    ...(weighed !== undefined && { weighed }),
    steps: [...steps.values()].map((step) => step.told()),
    ...{ told, judgements, takeovers, handovers, end },
    ...(compared !== undefined && { compared }),
    sights: sights.sort((a, b) => a.atMs - b.atMs),
    isClockSetBack: isSetBack(entries),
  };
}

function endOf(
  { kind, text, firstResponseMs, takenBack }: Extract<JournalEntry, { type: 'ended' }>,
  atMs: number,
): NonNullable<Audit['end']> {
  return { atMs, kind, text, firstResponseMs, ...(takenBack && { takenBack }) };
}

type Intended = Extract<JournalEntry, { type: 'intended' }>;
type Answered = Extract<JournalEntry, { type: 'answered' | 'refused' | 'unknown' }>;

class OpenStep {
  readonly #head: Pick<AuditStep, 'key' | 'token' | 'title'>;
  readonly #attempts: AuditAttempt[] = [];

  constructor(head: Pick<AuditStep, 'key' | 'token' | 'title'>) {
    this.#head = head;
  }

  intend({ attempt, epoch, reason }: Intended, atMs: number): void {
    const unsaid = { sentAtMs: atMs, answer: null, tookMs: null };
    this.#attempts.push({ attempt, epoch, reason, ...unsaid });
  }

  answer(entry: Answered, atMs: number): void {
    const at = this.#askedAt(entry.attempt);
    const asked = this.#attempts[at];
    const sent = entry.tookMs === undefined ? null : atMs - entry.tookMs;
    // It cannot have left before its line was there.
    const sentAtMs = Math.max(asked?.sentAtMs ?? 0, sent ?? asked?.sentAtMs ?? atMs);
    const tookMs = entry.tookMs ?? Math.max(0, atMs - sentAtMs);
    const answered = { answer: answerOf(entry, atMs), sentAtMs, tookMs };
    if (asked !== undefined) {
      this.#attempts[at] = { ...asked, ...answered };
      return;
    }
    // A revert is sent again without another line: its way there is the shortest.
    const attempt = entry.attempt ?? this.#attempts.length + 1;
    const reason = 'Sent again with the same token.';
    this.#attempts.push({ attempt, epoch: null, reason, ...answered });
  }

  /** The attempt that an answer is about; where it does not say, the last one without an answer. */
  #askedAt(attempt: number | undefined): number {
    return this.#attempts.findLastIndex(
      (each) => each.answer === null && (attempt === undefined || each.attempt === attempt),
    );
  }

  told(): AuditStep {
    return { ...this.#head, attempts: this.#attempts };
  }
}

function stepOf(
  steps: Map<string, OpenStep>,
  { key, token }: Pick<Intended, 'key' | 'token'>,
  title: string,
): OpenStep {
  const known = steps.get(token);
  if (known !== undefined) return known;
  const made = new OpenStep({ key, token, title });
  steps.set(token, made);
  return made;
}

function answerOf(entry: Answered, atMs: number): CallAnswer {
  return entry.type === 'answered'
    ? { kind: 'answered', atMs, receipt: entry.receipt }
    : { kind: entry.type, atMs, fault: entry.fault };
}

function isSetBack(entries: readonly WrittenEntry[]): boolean {
  return entries.some(({ atMs }, index) => atMs < (entries[index - 1]?.atMs ?? atMs) - setBackMs);
}
