/** What a record says, in words. Pure; outside text in it is made safe to read. */
import type { AuditAttempt, CallAnswer, Audit } from '../../../src-shared/audit.ts';
import { outcomeWords } from '../../../src-shared/outcome-words.ts';
import { plain } from '../../../src-shared/wording.ts';
import { clockTime, dateTime } from '../../ui/format.ts';

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

/** `14:02:11.048`: a cutover takes less than a second. */
export function preciseTime(atMs: number): string {
  if (Number.isNaN(new Date(atMs).getTime())) return '--:--:--';
  const rest = ((Math.floor(atMs) % 1000) + 1000) % 1000;
  return `${clockTime(atMs)}.${String(rest).padStart(3, '0')}`;
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
    : `${outcomeWords[end.kind]}, ${sincePress(end.atMs, audit)}`;
}

export function pressedText({ pressedAtMs }: Pick<Audit, 'pressedAtMs'>): string {
  return dateTime(pressedAtMs);
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
