/** What a record says, in words. Pure; outside text in it is made safe to read. */
import type { Acceptance } from './acceptance-schema.ts';
import type { AuditAttempt, CallAnswer, Audit } from './audit.ts';
import { acceptedFindingsText, findingsText } from './findings.ts';
import { outcomeWord } from './outcome-words.ts';
import { plain } from './wording.ts';

type Judged = NonNullable<Audit['judgements']>[number];

const noBreak = '\u00a0';

/** `12 ms`, `2.3 s`, `4 min 10 s`, `2 h 5 min`: as exact as it is useful. */
export function duration(ms: number): string {
  const value = Math.max(0, ms);
  if (value < 10 && value !== Math.round(value)) return `${value.toFixed(1)}${noBreak}ms`;
  if (value < 999.5) return `${String(Math.round(value))}${noBreak}ms`;
  if (value < 59_950) return `${(value / 1000).toFixed(1).replace(/\.0$/, '')}${noBreak}s`;
  const seconds = Math.round(value / 1000);
  if (seconds < 3600) return twoUnits(seconds, 60, 'min', 's');
  return twoUnits(Math.round(seconds / 60), 60, 'h', 'min');
}

function twoUnits(value: number, size: number, large: string, small: string): string {
  const rest = value % size;
  const whole = `${String(Math.floor(value / size))}${noBreak}${large}`;
  return rest === 0 ? whole : `${whole} ${String(rest)}${noBreak}${small}`;
}

/** `at the press`, `2.3 s after the press`. */
export function sincePress(atMs: number, { pressedAtMs }: Pick<Audit, 'pressedAtMs'>): string {
  const ms = Math.round(atMs - pressedAtMs);
  if (ms === 0) return 'at the press';
  return ms > 0 ? `${duration(ms)} after the press` : `${duration(-ms)} before the press`;
}

/** What differed from what served, in a line; null where the record says nothing of it. */
export function comparedText({ compared, told }: Pick<Audit, 'compared' | 'told'>): string | null {
  if (compared === undefined) return null;
  const { outcome } = compared;
  if (outcome.kind === 'failed') return `it could not be compared: ${plain(outcome.because, 400)}`;
  const accepted = told.flatMap(({ by, accepted: given }) =>
    given === undefined ? [] : [`; accepted: ${acceptedFindingsText({ ...given, by })}`],
  );
  return `${findingsText(outcome.findings)}${accepted.join('')}`;
}

/** Null where nothing was accepted. */
export function acceptedIn({ intent }: Pick<Audit, 'intent'>): Acceptance | null {
  return ('accepted' in intent ? intent.accepted : undefined) ?? null;
}

/** What the press was judged on. */
export function beforeText({ seenBefore }: Pick<Audit, 'seenBefore'>): string {
  return `${plain(seenBefore.split, 300)}, split revision ${String(seenBefore.revision)}`;
}

/** `Verified, 2.9 s after the press`; `No end is recorded` while it runs, too. */
export function endText(audit: Pick<Audit, 'end' | 'pressedAtMs'>): string {
  const { end } = audit;
  return end === null
    ? 'No end is recorded'
    : `${outcomeWord(end)}, ${sincePress(end.atMs, audit)}`;
}

/** What the yard said to a call. */
export function answerText(answer: CallAnswer | null): string {
  if (answer === null) return 'No answer is recorded';
  switch (answer.kind) {
    case 'answered':
      return receiptText(answer.receipt);
    case 'refused':
      return `Refused: ${plain(answer.fault.message, 400)}`;
    case 'unknown':
      return `Not known whether it was done: ${plain(answer.fault.message, 400)}`;
  }
}

function receiptText(receipt: Extract<CallAnswer, { kind: 'answered' }>['receipt']): string {
  switch (receipt.kind) {
    case 'routed': {
      const overtook = receipt.overtook === null ? '' : `, it ended ${plain(receipt.overtook, 80)}`;
      return `Split written, revision ${String(receipt.revision)}${overtook}`;
    }
    case 'launched':
      return `Launched ${plain(receipt.id, 120)}`;
    case 'performed':
      return 'Taken';
  }
}

/** `12 ms`; nothing without an answer. */
export function tookText({ tookMs }: Pick<AuditAttempt, 'tookMs'>): string {
  return tookMs === null ? '' : duration(tookMs);
}

const judged = {
  ...{ passes: 'passes', fails: 'fails', 'cannot-say': 'cannot say', silent: 'not heard' },
} as const;

/** How the second opinion on a release changed. */
export function judgedText({ verdict, source, text }: Judged): string {
  return `Second opinion (${plain(source, 60)}): ${judged[verdict]}, ${plain(text, 400)}`;
}
